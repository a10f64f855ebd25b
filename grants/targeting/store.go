package targeting

import (
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

const indexColumns = `id, number, title_bg, title_nb, title_en, published, published_by, program, sha256, units, indicators, chosen`

func (x *Index) columns() []any {
	return []any{&x.ID, &x.Number, &x.Title.BG, &x.Title.NB, &x.Title.EN, db.Moment(&x.Published), &x.By, &x.Program, &x.SHA256, &x.Units, &x.Indicators, &x.ChosenUnits}
}

func scanListed(s db.Scanner, x *Index) error { return s.Scan(x.columns()...) }

func scanIndex(s db.Scanner, x *Index) error {
	return s.Scan(append(x.columns(), &x.Data, &x.Framework, &x.Recipe)...)
}

// Indices lists the published indices without their files, the newest first, and those that were withdrawn last.
func Indices(r db.Reader) ([]Index, error) {
	all, err := db.All(r, scanListed, `SELECT `+indexColumns+` FROM indices ORDER BY number DESC`)
	return withTurns(r, all, err)
}

// Find returns a published index; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Index, error) {
	x, err := db.One(r, scanIndex, `SELECT `+indexColumns+`, data, framework, recipe FROM indices WHERE id = $1`, id)
	return withTurn(r, x, err)
}

// Numbered returns the published index with a number; a refusal of kind Missing when there is none.
func Numbered(r db.Reader, number int) (Index, error) {
	x, err := db.One(r, scanIndex, `SELECT `+indexColumns+`, data, framework, recipe FROM indices WHERE number = $1`, number)
	return withTurn(r, x, err)
}

// numberNext holds the numbers and takes the next.
func numberNext(tx *action.Tx) (int, error) {
	last, err := db.One(tx, db.Value[int], `SELECT last FROM index_state WHERE name = 'number'`+tx.ForUpdate())
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`UPDATE index_state SET last = $1 WHERE name = 'number'`, last+1)
	return last + 1, err
}

func insertIndex(tx *action.Tx, x Index) error {
	_, err := tx.Exec(`INSERT INTO indices (`+indexColumns+`, data, framework, recipe)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		x.ID, x.Number, x.Title.BG, x.Title.NB, x.Title.EN, db.At(x.Published), x.By, x.Program, x.SHA256, x.Units, x.Indicators, x.ChosenUnits,
		x.Data, x.Framework, x.Recipe)
	return err
}

const draftColumns = `id, title_bg, title_nb, title_en, plan, data, framework, recipe, rev, created, created_by, changed, changed_by`

func scanDraft(s db.Scanner, d *Draft) error {
	return s.Scan(&d.ID, &d.Title.BG, &d.Title.NB, &d.Title.EN, &d.Plan, &d.Data, &d.Framework, &d.Recipe, &d.Rev,
		db.Moment(&d.Created), &d.CreatedBy, db.Moment(&d.Changed), &d.ChangedBy)
}

// Drafts lists the indices that are being made, the last changed first.
func Drafts(r db.Reader) ([]Draft, error) {
	return db.All(r, scanDraft, `SELECT `+draftColumns+` FROM index_drafts ORDER BY changed DESC, id LIMIT $1`, mostDrafts)
}

// FindDraft returns a draft; a refusal of kind Missing when there is none.
func FindDraft(r db.Reader, id string) (Draft, error) {
	return db.One(r, scanDraft, `SELECT `+draftColumns+` FROM index_drafts WHERE id = $1`, id)
}

func holdDraft(tx *action.Tx, id string) (Draft, error) {
	return db.One(tx, scanDraft, `SELECT `+draftColumns+` FROM index_drafts WHERE id = $1`+tx.ForUpdate(), id)
}

func countDrafts(r db.Reader) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM index_drafts`)
}

// full refuses a draft too many.
func full(r db.Reader) error {
	n, err := countDrafts(r)
	if err == nil && n >= mostDrafts {
		err = refusal.New(refusal.Conflict, "targeting.refusal.drafts", "Limit", mostDrafts)
	}
	return err
}

func insertDraft(tx *action.Tx, d Draft) error {
	d.Files = d.Files.whole()
	_, err := tx.Exec(`INSERT INTO index_drafts (`+draftColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		d.ID, d.Title.BG, d.Title.NB, d.Title.EN, d.Plan, d.Data, d.Framework, d.Recipe, d.Rev, db.At(d.Created), d.CreatedBy, db.At(d.Changed), d.ChangedBy)
	if err != nil {
		return err
	}
	return remember(tx, d)
}

func updateDraft(tx *action.Tx, d Draft) error {
	d.Files = d.Files.whole()
	_, err := tx.Exec(`UPDATE index_drafts SET title_bg = $2, title_nb = $3, title_en = $4, plan = $5, data = $6, framework = $7, recipe = $8, rev = $9,
		changed = $10, changed_by = $11 WHERE id = $1`,
		d.ID, d.Title.BG, d.Title.NB, d.Title.EN, d.Plan, d.Data, d.Framework, d.Recipe, d.Rev, db.At(d.Changed), d.ChangedBy)
	if err != nil {
		return err
	}
	return remember(tx, d)
}

// remember keeps a draft as it is now, and lets go of the oldest.
func remember(tx *action.Tx, d Draft) error {
	_, err := tx.Exec(`INSERT INTO index_draft_revisions (draft, rev, plan, data, framework, recipe, at, by_person) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		d.ID, d.Rev, d.Plan, d.Data, d.Framework, d.Recipe, db.At(d.Changed), d.ChangedBy)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`DELETE FROM index_draft_revisions WHERE draft = $1 AND rev <= $2`, d.ID, d.Rev-keptRevisions)
	return err
}

func eraseDraft(tx *action.Tx, id string) error {
	if _, err := tx.Exec(`DELETE FROM index_draft_revisions WHERE draft = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`DELETE FROM index_drafts WHERE id = $1`, id)
	return err
}

func scanRevision(s db.Scanner, v *Revision) error {
	return s.Scan(&v.Rev, &v.Plan, &v.Data, &v.Framework, &v.Recipe, db.Moment(&v.At), &v.By)
}

func revisionOf(r db.Reader, draft string, rev int64) (Revision, error) {
	return db.One(r, scanRevision, `SELECT rev, plan, data, framework, recipe, at, by_person FROM index_draft_revisions WHERE draft = $1 AND rev = $2`, draft, rev)
}

// Revisions lists what a draft was, without its files, the newest first.
func Revisions(r db.Reader, draft string) ([]Revision, error) {
	return db.All(r, func(s db.Scanner, v *Revision) error { return s.Scan(&v.Rev, db.Moment(&v.At), &v.By) },
		`SELECT rev, at, by_person FROM index_draft_revisions WHERE draft = $1 ORDER BY rev DESC`, draft)
}

// othersSince counts what other people saved of a draft after a revision.
func othersSince(tx *action.Tx, draft string, rev int64) (int64, error) {
	return db.One(tx, db.Value[int64], `SELECT COUNT(*) FROM index_draft_revisions WHERE draft = $1 AND rev > $2 AND by_person <> $3`, draft, rev, tx.Actor().Name())
}
