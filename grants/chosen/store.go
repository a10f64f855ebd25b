package chosen

import (
	"vekst/platform/action"
	"vekst/platform/db"
)

const columns = `id, number, index_id, title_bg, title_nb, title_en, state, units, chosen, program, sha256, supersedes, proposed_by, proposed_at,
	decided_by, decided_at, reason, audit`

func (s *Selection) columns() []any {
	return []any{&s.ID, &s.Number, &s.Index, &s.Title.BG, &s.Title.NB, &s.Title.EN, &s.Stage, &s.Units, &s.ChosenUnits, &s.Program, &s.SHA256, &s.Supersedes,
		&s.ProposedBy, db.Moment(&s.ProposedAt), &s.DecidedBy, db.Moment(&s.DecidedAt), &s.Reason, &s.AuditID}
}

func scanListed(r db.Scanner, s *Selection) error { return r.Scan(s.columns()...) }

func scanWhole(r db.Scanner, s *Selection) error {
	return r.Scan(append(s.columns(), &s.RuleFile, &s.Table, &s.Whole)...)
}

// Selections lists the published selections without their files, the newest first.
func Selections(r db.Reader) ([]Selection, error) {
	return db.All(r, scanListed, `SELECT `+columns+` FROM chosen_selections WHERE state = 'published' ORDER BY number DESC`)
}

// waiting lists what is proposed, and what was sent back last, for those who decide.
func waiting(r db.Reader) ([]Selection, error) {
	return db.All(r, scanListed, `SELECT `+columns+` FROM chosen_selections WHERE state <> 'published' ORDER BY proposed_at DESC, id DESC LIMIT 20`)
}

// Find returns a selection at any stage; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Selection, error) {
	return db.One(r, scanWhole, `SELECT `+columns+`, rule, rows_file, whole FROM chosen_selections WHERE id = $1`, id)
}

// Numbered returns a published selection; a refusal of kind Missing when there is none.
func Numbered(r db.Reader, number int) (Selection, error) {
	return db.One(r, scanWhole, `SELECT `+columns+`, rule, rows_file, whole FROM chosen_selections WHERE number = $1 AND state = 'published'`, number)
}

// successor is the number of the selection that took the place of another; 0 where none did.
func successor(r db.Reader, id string) (int, error) {
	return db.One(r, db.Value[int], `SELECT COALESCE(MAX(number), 0) FROM chosen_selections WHERE supersedes = $1 AND state = 'published'`, id)
}

func hold(tx *action.Tx, id string) (Selection, error) {
	return db.One(tx, scanWhole, `SELECT `+columns+`, rule, rows_file, whole FROM chosen_selections WHERE id = $1`+tx.ForUpdate(), id)
}

func insertProposed(tx *action.Tx, s Selection) error {
	_, err := tx.Exec(`INSERT INTO chosen_selections (`+columns+`, rule, rows_file, whole)
		VALUES ($1, 0, $2, $3, $4, $5, 'proposed', $6, $7, $8, $9, $10, $11, $12, '', 0, '', '', $13, $14, $15)`,
		s.ID, s.Index, s.Title.BG, s.Title.NB, s.Title.EN, s.Units, s.ChosenUnits, s.Program, s.SHA256, s.Supersedes, s.ProposedBy, db.At(s.ProposedAt),
		s.RuleFile, s.Table, s.Whole)
	return err
}

// numberNext holds the numbers and takes the next.
func numberNext(tx *action.Tx) (int, error) {
	last, err := db.One(tx, db.Value[int], `SELECT last FROM chosen_state WHERE name = 'number'`+tx.ForUpdate())
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`UPDATE chosen_state SET last = $1 WHERE name = 'number'`, last+1)
	return last + 1, err
}

func setPublished(tx *action.Tx, s Selection) error {
	_, err := tx.Exec(`UPDATE chosen_selections SET state = 'published', number = $1, decided_by = $2, decided_at = $3, audit = $4 WHERE id = $5 AND state = 'proposed'`,
		s.Number, s.DecidedBy, db.At(s.DecidedAt), s.AuditID, s.ID)
	return err
}

func setSentBack(tx *action.Tx, id, reason string) error {
	_, err := tx.Exec(`UPDATE chosen_selections SET state = 'sent_back', decided_by = $1, decided_at = $2, reason = $3 WHERE id = $4 AND state = 'proposed'`,
		tx.Actor().Name(), db.At(tx.Now()), reason, id)
	return err
}

// once says whether this is the first time of a line of the outbox.
func once(tx *action.Tx, line string) (bool, error) {
	n, err := tx.Exec(`INSERT INTO chosen_heard (line, at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, line, db.At(tx.Now()))
	return n == 1, err
}

const correctionColumns = `application, verdict, municipality, figure, value, reason, answered_by, answered_at`

func scanCorrection(r db.Scanner, c *Correction) error {
	return r.Scan(&c.Application, &c.Verdict, &c.Municipality, &c.Figure, &c.Value, &c.Reason, &c.By, db.Moment(&c.At))
}

// Corrections lists the answers to requests to correct a figure, the newest first.
func Corrections(r db.Reader) ([]Correction, error) {
	return db.All(r, scanCorrection, `SELECT `+correctionColumns+` FROM chosen_corrections ORDER BY answered_at DESC, application`)
}

// CorrectionOf is the answer to a request; an empty one while there is none.
func CorrectionOf(r db.Reader, application string) (Correction, error) {
	all, err := db.All(r, scanCorrection, `SELECT `+correctionColumns+` FROM chosen_corrections WHERE application = $1`, application)
	if err != nil || len(all) == 0 {
		return Correction{Application: application}, err
	}
	return all[0], nil
}

func insertCorrection(tx *action.Tx, c Correction) error {
	_, err := tx.Exec(`INSERT INTO chosen_corrections (`+correctionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.Application, string(c.Verdict), c.Municipality, c.Figure, c.Value, c.Reason, c.By, db.At(c.At))
	return err
}
