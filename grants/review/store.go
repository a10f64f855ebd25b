package review

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// hold keeps the assessment of a call still for this change and says when it was closed for the list, zero while it goes
// on.
func hold(tx *action.Tx, callID string) (frozen time.Time, err error) {
	if _, err := tx.Exec(`INSERT INTO review_calls (call, frozen) VALUES ($1, 0) ON CONFLICT (call) DO NOTHING`, callID); err != nil {
		return frozen, err
	}
	return db.One(tx, func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) },
		`SELECT frozen FROM review_calls WHERE call = $1`+tx.ForUpdate(), callID)
}

// IsClosed says whether the assessment of a call was closed for the list.
func IsClosed(r db.Reader, callID string) (bool, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM review_calls WHERE call = $1 AND frozen <> 0`, callID)
	return n > 0, err
}

// Close closes the assessment of a call within the action that freezes its list: from then on no check, assignment,
// score or choice changes. It holds the call, so that of two lists frozen at once the second waits for the first.
func Close(tx *action.Tx, callID string) error {
	if _, err := hold(tx, callID); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE review_calls SET frozen = $1 WHERE call = $2`, db.At(tx.Now()), callID)
	return err
}

// Reopen opens the assessment again within the action that takes the list back.
func Reopen(tx *action.Tx, callID string) error {
	_, err := tx.Exec(`UPDATE review_calls SET frozen = 0 WHERE call = $1`, callID)
	return err
}

func scanDecision(s db.Scanner, d *Decision) error {
	return s.Scan(&d.Application, &d.Gate, &d.Answer, &d.Reason, db.Moment(&d.Asked), &d.Officer, db.Moment(&d.At))
}

func decisions(r db.Reader, applicationID string) ([]Decision, error) {
	return db.All(r, scanDecision, `SELECT application, gate, answer, reason, asked, officer, at FROM review_gates WHERE application = $1`, applicationID)
}

func decisionsOfCall(r db.Reader, callID string) ([]Decision, error) {
	return db.All(r, scanDecision, `SELECT application, gate, answer, reason, asked, officer, at FROM review_gates WHERE call = $1`, callID)
}

func saveDecision(tx *action.Tx, callID string, d Decision) error {
	_, err := tx.Exec(`INSERT INTO review_gates (application, gate, call, answer, reason, asked, officer, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (application, gate) DO UPDATE SET answer = excluded.answer,
			reason = excluded.reason, asked = excluded.asked, officer = excluded.officer, at = excluded.at`,
		d.Application, d.Gate, callID, string(d.Answer), d.Reason, db.At(d.Asked), d.Officer, db.At(d.At))
	return err
}

func scanCheck(s db.Scanner, c *Check) error {
	return s.Scan(&c.Application, &c.Verdict, &c.Officer, db.Moment(&c.At), db.Moment(&c.AppealUntil), &c.Upheld)
}

// check returns an empty one while the check is open.
func check(r db.Reader, applicationID string) (Check, error) {
	c, err := db.One(r, scanCheck, `SELECT application, verdict, officer, at, appeal_until, upheld FROM review_checks WHERE application = $1`, applicationID)
	if refusal.KindOf(err) == refusal.Missing {
		return Check{}, nil
	}
	return c, err
}

func checksOfCall(r db.Reader, callID string) ([]Check, error) {
	return db.All(r, scanCheck, `SELECT application, verdict, officer, at, appeal_until, upheld FROM review_checks WHERE call = $1`, callID)
}

func insertCheck(tx *action.Tx, callID string, c Check) error {
	_, err := tx.Exec(`INSERT INTO review_checks (application, call, verdict, officer, at, appeal_until, upheld)
		VALUES ($1, $2, $3, $4, $5, $6, '')`, c.Application, callID, string(c.Verdict), c.Officer, db.At(c.At), db.At(c.AppealUntil))
	return err
}

func upholdAppeal(tx *action.Tx, applicationID, reason string) error {
	_, err := tx.Exec(`UPDATE review_checks SET verdict = 'eligible', upheld = $1 WHERE application = $2`, reason, applicationID)
	return err
}

const assignmentColumns = `id, application, call, expert, place, way, at, due, declared, locked, recused, interest, words, total`

func scanAssignment(s db.Scanner, a *Assignment) error {
	return s.Scan(&a.ID, &a.Application, &a.Call, &a.Expert, &a.Place, &a.Way, db.Moment(&a.At), db.Moment(&a.Due), db.Moment(&a.Declared),
		db.Moment(&a.Locked), db.Moment(&a.Recused), &a.Interest, &a.Words, &a.Total)
}

// assignmentOf is an expert's assignment to an application, or a refusal of kind Missing.
func assignmentOf(r db.Reader, applicationID, expert, lock string) (Assignment, error) {
	return db.One(r, scanAssignment, `SELECT `+assignmentColumns+` FROM review_assignments WHERE application = $1 AND expert = $2`+lock,
		applicationID, expert)
}

func assignments(r db.Reader, applicationID string) ([]Assignment, error) {
	return db.All(r, scanAssignment, `SELECT `+assignmentColumns+` FROM review_assignments WHERE application = $1 ORDER BY place, id`, applicationID)
}

func assignmentsOfCall(r db.Reader, callID string) ([]Assignment, error) {
	return db.All(r, scanAssignment, `SELECT `+assignmentColumns+` FROM review_assignments WHERE call = $1 ORDER BY application, place, id`, callID)
}

// Mine lists an expert's assignments, the open ones by what is due first.
func Mine(r db.Reader, expert string) ([]Assignment, error) {
	return db.All(r, scanAssignment, `SELECT `+assignmentColumns+` FROM review_assignments WHERE expert = $1
		ORDER BY CASE WHEN locked = 0 THEN 0 ELSE 1 END, due, id`, expert)
}

func insertAssignment(tx *action.Tx, a Assignment) error {
	_, err := tx.Exec(`INSERT INTO review_assignments (id, application, call, expert, place, way, at, due, declared, locked, recused, interest, words, total)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, '', '', 0)`,
		a.ID, a.Application, a.Call, a.Expert, a.Place, a.Way, db.At(a.At), db.At(a.Due))
	return err
}

func setDeclared(tx *action.Tx, assignment string) error {
	_, err := tx.Exec(`UPDATE review_assignments SET declared = $1 WHERE id = $2`, db.At(tx.Now()), assignment)
	return err
}

func setRecused(tx *action.Tx, assignment string, interest Interest, words string) error {
	_, err := tx.Exec(`UPDATE review_assignments SET recused = $1, interest = $2, words = $3 WHERE id = $4`,
		db.At(tx.Now()), string(interest), words, assignment)
	return err
}

func setLocked(tx *action.Tx, assignment string, total int64) error {
	_, err := tx.Exec(`UPDATE review_assignments SET locked = $1, total = $2 WHERE id = $3`, db.At(tx.Now()), total, assignment)
	return err
}

const givenColumns = `m.assignment, m.criterion, m.marked, m.choice, m.points, m.reason, m.at`

func scanGiven(s db.Scanner, g *Given) error {
	var marked int64
	err := s.Scan(&g.Assignment, &g.Criterion, &marked, &g.Option, &g.Points, &g.Reason, db.Moment(&g.At))
	g.Marked = marked != 0
	return err
}

func given(r db.Reader, assignment string) ([]Given, error) {
	return db.All(r, scanGiven, `SELECT `+givenColumns+` FROM review_marks m WHERE m.assignment = $1`, assignment)
}

func givenOfCall(r db.Reader, callID string) ([]Given, error) {
	return db.All(r, scanGiven, `SELECT `+givenColumns+` FROM review_marks m JOIN review_assignments a ON a.id = m.assignment WHERE a.call = $1`, callID)
}

func saveGiven(tx *action.Tx, g Given) error {
	marked := int64(0)
	if g.Marked {
		marked = 1
	}
	_, err := tx.Exec(`INSERT INTO review_marks (assignment, criterion, marked, choice, points, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (assignment, criterion) DO UPDATE SET marked = excluded.marked, choice = excluded.choice,
			points = excluded.points, reason = excluded.reason, at = excluded.at`,
		g.Assignment, g.Criterion, marked, g.Option, g.Points, g.Reason, db.At(tx.Now()))
	return err
}

func scanAffiliation(s db.Scanner, a *Affiliation) error {
	return s.Scan(&a.ID, &a.Person, &a.Country, &a.Number, &a.Name)
}

// Declared lists the organisations a person has said they belong to.
func Declared(r db.Reader, person string) ([]Affiliation, error) {
	return db.All(r, scanAffiliation, `SELECT id, person, country, number, name FROM review_affiliations WHERE person = $1 ORDER BY at, id`, person)
}

// affiliations are the organisations that people with a role belong to: as members in Vekst, and as they declared.
func affiliations(r db.Reader, role, programme string) (map[string][]Affiliation, error) {
	all, err := db.All(r, scanAffiliation, `SELECT a.id, a.person, a.country, a.number, a.name FROM review_affiliations a
		WHERE a.person IN (SELECT person FROM account_grants WHERE role = $1 AND scope IN ($2, ''))
		UNION ALL
		SELECT '', m.person, o.country, o.number, o.name FROM account_grants m JOIN organisations o ON o.id = m.scope
		WHERE m.role IN ($3, $4, $5) AND m.person IN (SELECT person FROM account_grants WHERE role = $1 AND scope IN ($2, ''))`,
		role, programme, account.Owner, account.Editor, account.Reader)
	byPerson := map[string][]Affiliation{}
	for _, a := range all {
		byPerson[a.Person] = append(byPerson[a.Person], a)
	}
	return byPerson, err
}

func insertAffiliation(tx *action.Tx, a Affiliation) error {
	_, err := tx.Exec(`INSERT INTO review_affiliations (id, person, country, number, name, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		a.ID, a.Person, a.Country, a.Number, a.Name, db.At(tx.Now()))
	return err
}

func deleteAffiliation(tx *action.Tx, id, person string) (int64, error) {
	return tx.Exec(`DELETE FROM review_affiliations WHERE id = $1 AND person = $2`, id, person)
}

// Lot is a draw of experts as it was recorded.
type Lot struct {
	Seed, Record string
	At           time.Time
}

// Lots lists the draws of experts of a call, the latest first.
func Lots(r db.Reader, callID string) ([]Lot, error) {
	return db.All(r, func(s db.Scanner, l *Lot) error { return s.Scan(&l.Seed, &l.Record, db.Moment(&l.At)) },
		`SELECT seed, record, at FROM review_draws WHERE call = $1 ORDER BY at DESC, id DESC`, callID)
}

func insertLot(tx *action.Tx, id, callID string, l Lot) error {
	_, err := tx.Exec(`INSERT INTO review_draws (id, call, seed, record, at) VALUES ($1, $2, $3, $4, $5)`, id, callID, l.Seed, l.Record, db.At(l.At))
	return err
}

func scanRuling(s db.Scanner, c *Ruling) error {
	return s.Scan(&c.Application, &c.Choice, &c.Reason, &c.Member, db.Moment(&c.At))
}

func rulingsOfCall(r db.Reader, callID string) ([]Ruling, error) {
	return db.All(r, scanRuling, `SELECT application, choice, reason, member, at FROM review_choices WHERE call = $1`, callID)
}

func insertRuling(tx *action.Tx, callID string, c Ruling) error {
	_, err := tx.Exec(`INSERT INTO review_choices (application, call, choice, reason, member, at) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.Application, callID, string(c.Choice), c.Reason, c.Member, db.At(c.At))
	return err
}

// AnyLocked says whether a score of the call has been given for good.
func AnyLocked(r db.Reader, callID string) (bool, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM review_assignments WHERE call = $1 AND locked <> 0`, callID)
	return n > 0, err
}

// Results tells how far the assessment of every application of a call has come, by number of application. Sheets of
// experts who are recused are left out.
func Results(r db.Reader, callID string) ([]Result, error) {
	submissions, err := application.Submissions(r, callID)
	if err != nil {
		return nil, err
	}
	return collect(r, callID, submissions)
}

// ResultOf is Results for one application.
func ResultOf(r db.Reader, applicationID string) (Result, error) {
	s, err := application.FindSubmission(r, applicationID)
	if err != nil {
		return Result{}, err
	}
	all, err := collect(r, s.Call, []application.Submission{s})
	if err != nil {
		return Result{}, err
	}
	return all[0], nil
}

func collect(r db.Reader, callID string, submissions []application.Submission) ([]Result, error) {
	file, err := readFile(r, callID)
	if err != nil {
		return nil, err
	}
	results := make([]Result, len(submissions))
	for i, s := range submissions {
		d, err := call.FindVersion(r, callID, s.CallVersion)
		if err != nil {
			return nil, err
		}
		if results[i], err = file.result(s, d.Definition); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(results, func(a, b Result) int { return compareNumbers(a.Submission.Number, b.Submission.Number) })
	return results, nil
}
