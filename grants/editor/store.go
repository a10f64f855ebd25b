package editor

import (
	"slices"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/text"
)

const columns = `id, programme, title_bg, title_nb, title_en, file, rev, created, created_by, changed, changed_by`

func scan(s db.Scanner, d *Draft) error {
	return s.Scan(&d.ID, &d.Programme, &d.Title.BG, &d.Title.NB, &d.Title.EN, &d.File, &d.Rev, db.Moment(&d.Created), &d.CreatedBy, db.Moment(&d.Changed), &d.ChangedBy)
}

// Find returns a draft; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Draft, error) {
	return db.One(r, scan, `SELECT `+columns+` FROM call_drafts WHERE id = $1`, id)
}

// In lists the drafts of programmes, the last changed first. Scopes are those of the actor; an empty one is every
// programme.
func In(r db.Reader, scopes []string) ([]Draft, error) {
	if slices.Contains(scopes, "") {
		return db.All(r, scan, `SELECT `+columns+` FROM call_drafts ORDER BY changed DESC, id LIMIT $1`, Most)
	}
	return db.All(r, scan, `SELECT `+columns+` FROM call_drafts WHERE programme IN `+db.In(2, len(scopes))+` ORDER BY changed DESC, id LIMIT $1`,
		append([]any{Most}, db.Args(scopes)...)...)
}

// Before returns the text of a draft as it was after a save.
func Before(r db.Reader, draft string, rev int64) (Revision, error) {
	return db.One(r, scanRevision, `SELECT rev, file, at, by_person FROM call_draft_revisions WHERE draft = $1 AND rev = $2`, draft, rev)
}

// Revisions lists the kept revisions of a draft, the newest first.
func Revisions(r db.Reader, draft string) ([]Revision, error) {
	return db.All(r, scanRevision, `SELECT rev, file, at, by_person FROM call_draft_revisions WHERE draft = $1 ORDER BY rev DESC`, draft)
}

func scanRevision(s db.Scanner, v *Revision) error {
	return s.Scan(&v.Rev, &v.File, db.Moment(&v.At), &v.By)
}

func insert(tx *action.Tx, d Draft) error {
	_, err := tx.Exec(`INSERT INTO call_drafts (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		d.ID, d.Programme, d.Title.BG, d.Title.NB, d.Title.EN, d.File, d.Rev, db.At(d.Created), d.CreatedBy, db.At(d.Changed), d.ChangedBy)
	if err != nil {
		return err
	}
	return remember(tx, d)
}

func update(tx *action.Tx, d Draft) error {
	_, err := tx.Exec(`UPDATE call_drafts SET title_bg = $2, title_nb = $3, title_en = $4, file = $5, rev = $6, changed = $7, changed_by = $8 WHERE id = $1`,
		d.ID, d.Title.BG, d.Title.NB, d.Title.EN, d.File, d.Rev, db.At(d.Changed), d.ChangedBy)
	if err != nil {
		return err
	}
	return remember(tx, d)
}

// remember keeps the text of this revision, and lets go of the oldest.
func remember(tx *action.Tx, d Draft) error {
	_, err := tx.Exec(`INSERT INTO call_draft_revisions (draft, rev, file, at, by_person) VALUES ($1, $2, $3, $4, $5)`,
		d.ID, d.Rev, d.File, db.At(d.Changed), d.ChangedBy)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM call_draft_revisions WHERE draft = $1 AND rev <= $2`, d.ID, d.Rev-Kept)
	return err
}

func erase(tx *action.Tx, id string) error {
	for _, statement := range []string{`DELETE FROM call_draft_revisions WHERE draft = $1`, `DELETE FROM call_draft_notes WHERE draft = $1`,
		`DELETE FROM call_drafts WHERE id = $1`} {
		if _, err := tx.Exec(statement, id); err != nil {
			return err
		}
	}
	return nil
}

func count(r db.Reader, programme string) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM call_drafts WHERE programme = $1`, programme)
}

// Note is what was done about a check before publication.
type Note struct {
	Name, Says string
	By         string
}

// Notes are the notes of a draft by their names.
func Notes(r db.Reader, draft string) (map[string]Note, error) {
	all, err := db.All(r, func(s db.Scanner, n *Note) error { return s.Scan(&n.Name, &n.Says, &n.By) },
		`SELECT name, says, by_person FROM call_draft_notes WHERE draft = $1`, draft)
	byName := map[string]Note{}
	for _, n := range all {
		byName[n.Name] = n
	}
	return byName, err
}

func note(tx *action.Tx, draft string, n Note) error {
	_, err := tx.Exec(`INSERT INTO call_draft_notes (draft, name, says, at, by_person) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (draft, name) DO UPDATE SET says = excluded.says, at = excluded.at, by_person = excluded.by_person`,
		draft, n.Name, n.Says, db.At(tx.Now()), tx.Actor().Name())
	return err
}

// titled is the title a file gives its call.
func titled(file string) text.Text {
	t, err := grow(file)
	if err != nil {
		return text.Text{}
	}
	return t.text("title")
}

func lockRow(tx *action.Tx, id string) (Draft, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM call_drafts WHERE id = $1`+tx.ForUpdate(), id)
}
