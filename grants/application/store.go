package application

import (
	"strconv"
	"strings"
	"sync"
	"time"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/period"
)

const columns = `a.id, a.programme, a.call, a.call_version, a.organisation, a.title, a.lang, a.state, a.number, a.version, a.standing,
	a.rev, a.created, a.created_by, a.saved,
	COALESCE((SELECT string_agg(p.organisation, ' ') FROM application_partners p WHERE p.application = a.id AND p.state <> 'removed' AND p.organisation <> ''), '')`

func (a *Application) into() []any {
	return []any{&a.ID, &a.Programme, &a.Call, &a.CallVersion, &a.Organisation, &a.Title, &a.Lang, &a.State, &a.Number, &a.Version,
		&a.Standing, &a.Rev, db.Moment(&a.Created), &a.CreatedBy, db.Moment(&a.Saved), &a.partners}
}

func scan(s db.Scanner, a *Application) error { return s.Scan(a.into()...) }

// Find returns an application; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Application, error) {
	return db.One(r, scan, `SELECT `+columns+` FROM applications a WHERE a.id = $1`, id)
}

// Of lists the applications of organisations, and those they are partners in, those saved last first.
func Of(r db.Reader, organisations []string) ([]Application, error) {
	return db.All(r, scan, `SELECT `+columns+` FROM applications a WHERE a.organisation IN `+db.In(1, len(organisations))+
		` OR a.id IN (SELECT application FROM application_partners WHERE state <> 'removed' AND organisation IN `+db.In(1, len(organisations))+`)
		 ORDER BY a.saved DESC, a.id`, db.Args(organisations)...)
}

// timed is an application with the window of its call, all that saving needs to know.
type timed struct {
	Application
	window  period.Window
	inForce int64 // the version of the call that is in force
}

// load reads an application inside a change and keeps others from changing it until the change is done. Whoever may not
// know of it is told that there is none.
func load(tx *action.Tx, id string) (timed, error) {
	t, err := locked(tx, id)
	if err == nil && !t.isKnown(tx.Actor()) {
		return t, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return t, err
}

// locked is load for whoever need not know of the application yet.
func locked(tx *action.Tx, id string) (timed, error) {
	lock := tx.ForUpdate()
	if lock != "" {
		lock += " OF a"
	}
	return db.One(tx, func(s db.Scanner, t *timed) error {
		return s.Scan(append(t.into(), db.Moment(&t.window.Opens), db.Moment(&t.window.Closes), &t.window.Zone, &t.inForce)...)
	}, `SELECT `+columns+`, c.opens, c.closes, c.zone, c.version FROM applications a JOIN calls c ON c.id = a.call WHERE a.id = $1`+lock, id)
}

// bound keeps the versions of calls that applications answer: a version never changes. Its window does, when the deadline
// is moved: inForce has the one that counts.
var bound sync.Map

func definition(r db.Reader, id string, version int64) (call.Published, error) {
	key := id + "@" + strconv.FormatInt(version, 10)
	if d, ok := bound.Load(key); ok {
		return d.(call.Published), nil
	}
	d, err := call.FindVersion(r, id, version)
	if err == nil {
		bound.Store(key, d)
	}
	return d, err
}

// inForce is a version of a call with the deadline that counts now.
func inForce(r db.Reader, id string, version int64) (call.Published, error) {
	d, err := definition(r, id, version)
	if err == nil {
		d.Window, err = call.WindowOf(r, id)
	}
	return d, err
}

// Answers returns the answers of a draft, by path.
func Answers(r db.Reader, application string) ([]Answer, error) {
	return db.All(r, func(s db.Scanner, a *Answer) error {
		return s.Scan(&a.Path, &a.Value, &a.Rev, db.Moment(&a.At), &a.By)
	}, `SELECT path, value, rev, at, by_person FROM application_answers WHERE application = $1 ORDER BY path`, application)
}

// Two control characters part answers and their paths when they travel together; put lets none into a value.
const (
	betweenAnswers = "\x1e"
	afterPath      = "\x1f"
)

// typed returns what was answered and nothing else, as one value: reading seventy rows one by one is a quarter of what a
// submission costs. The other value is how many of them are in dispute.
func typed(r db.Reader, application string) (call.Answers, int, error) {
	type found struct {
		joined   string
		disputed int
	}
	row, err := db.One(r, func(s db.Scanner, f *found) error { return s.Scan(&f.joined, &f.disputed) },
		`SELECT COALESCE(string_agg(path || $2 || value, $3), ''), COUNT(*) FILTER (WHERE rivals > 0) FROM application_answers WHERE application = $1`,
		application, afterPath, betweenAnswers)
	all := call.Answers{}
	for line := range strings.SplitSeq(row.joined, betweenAnswers) {
		if path, value, ok := strings.Cut(line, afterPath); ok {
			all[path] = value
		}
	}
	return all, row.disputed, err
}

// printable drops control characters, which no keyboard types and some pasted texts hide.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

const standingColumns = `path, value, rev, at, by_person, heads, rivals, entry, began`

func scanStanding(s db.Scanner, t *Standing) error {
	var heads string
	var rivals int64
	err := s.Scan(&t.Path, &t.Value, &t.Rev, db.Moment(&t.At), &t.By, &heads, &rivals, &t.entry, db.Moment(&t.began))
	if err == nil {
		t.IsDisputed = rivals > 0
		t.Heads, err = readHeads(heads, t.Answer)
	}
	return err
}

// Standings returns the answers of a draft with the edits they are made of, by path.
func Standings(r db.Reader, application string) ([]Standing, error) {
	return db.All(r, scanStanding, `SELECT `+standingColumns+` FROM application_answers WHERE application = $1 ORDER BY path`, application)
}

// changedSince are the answers that have changed since a revision of the application.
func changedSince(r db.Reader, application string, rev int64) ([]Standing, error) {
	return db.All(r, scanStanding, `SELECT `+standingColumns+` FROM application_answers WHERE application = $1 AND rev > $2 ORDER BY path`, application, rev)
}

// disputes are the answers in which edits contradict each other.
func disputes(r db.Reader, application string) ([]Standing, error) {
	return db.All(r, scanStanding, `SELECT `+standingColumns+` FROM application_answers WHERE application = $1 AND rivals > 0 ORDER BY path`, application)
}

func standing(r db.Reader, application, path string) ([]Standing, error) {
	return db.All(r, scanStanding, `SELECT `+standingColumns+` FROM application_answers WHERE application = $1 AND path = $2`, application, path)
}

func count(r db.Reader, query string, args ...any) (int64, error) {
	return db.One(r, db.Value[int64], query, args...)
}

// form is the answers as call.Form understands them.
func form(answers []Answer) call.Answers {
	all := make(call.Answers, len(answers))
	for _, a := range answers {
		all[a.Path] = a.Value
	}
	return all
}

const submission = `v.application, v.call, v.call_version, v.programme, v.organisation, v.number, v.version, v.lang, v.title, v.received, v.hash,
	v.content, v.requested, v.municipality, v.audit`

func scanSubmission(s db.Scanner, v *Submission) error {
	var content string
	err := s.Scan(&v.Application, &v.Call, &v.CallVersion, &v.Programme, &v.Organisation, &v.Number, &v.Version, &v.Lang, &v.Title,
		db.Moment(&v.Received), &v.Hash, &content, &v.Requested, &v.Municipality, &v.AuditID)
	v.Content = []byte(content)
	return err
}

// Submissions lists what counts for a call: of each application the version that stands, by number. Withdrawn
// applications are not among them.
func Submissions(r db.Reader, callID string) ([]Submission, error) {
	return db.All(r, scanSubmission, `SELECT `+submission+` FROM applications a
		JOIN application_versions v ON v.application = a.id AND v.version = a.standing
		WHERE a.call = $1 AND a.standing > 0 ORDER BY v.number`, callID)
}

// FindSubmission returns the version of an application that counts; Missing when none does.
func FindSubmission(r db.Reader, application string) (Submission, error) {
	return db.One(r, scanSubmission, `SELECT `+submission+` FROM applications a
		JOIN application_versions v ON v.application = a.id AND v.version = a.standing WHERE a.id = $1`, application)
}

// FindVersion returns one submitted version of an application, whether it counts or not.
func FindVersion(r db.Reader, application string, version int64) (Submission, error) {
	return db.One(r, scanSubmission, `SELECT `+submission+` FROM application_versions v WHERE v.application = $1 AND v.version = $2`,
		application, version)
}

func insert(tx *action.Tx, a Application) error {
	_, err := tx.Exec(`INSERT INTO applications (id, programme, call, call_version, organisation, title, lang, state, number, version, standing,
		municipality, rev, created, created_by, saved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', 0, 0, '', 0, $9, $10, $9)`,
		a.ID, a.Programme, a.Call, a.CallVersion, a.Organisation, a.Title, a.Lang, string(a.State), db.At(a.Created), a.CreatedBy)
	return err
}

// put writes an answer of the program's, in place of all that was written there before: what the register knows, a file.
func put(tx *action.Tx, application string, a Answer) error {
	found, err := standing(tx, application, a.Path)
	if err != nil {
		return err
	}
	s := Standing{}
	for _, s = range found {
	}
	return replace(tx, application, s, a)
}

// replace writes an answer in place of what stood there.
func replace(tx *action.Tx, application string, s Standing, a Answer) error {
	k := &keeper{tx: tx, a: Application{ID: application, Rev: a.Rev}}
	e := Edit{Dot: Dot{"0", a.Rev + 1}, From: Seen(s.Heads), Base: s.Value, Value: printable(a.Value), By: a.By, At: a.At.UnixMicro(), Rev: a.Rev}
	if err := k.remember(&s, a.Path, e, a.Rev*(AnswersLimit+1)); err != nil {
		return err
	}
	s.Answer, s.Heads, s.IsDisputed = a, []Edit{e}, false
	s.Value = e.Value
	return keepStanding(tx, application, s)
}

func keepStanding(tx *action.Tx, application string, s Standing) error {
	heads, err := keepHeads(s.Heads)
	if err != nil {
		return err
	}
	rivals := 0
	if s.IsDisputed {
		rivals = len(s.Heads)
	}
	_, err = tx.Exec(`INSERT INTO application_answers (application, path, value, rev, at, by_person, heads, rivals, entry, began)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (application, path) DO UPDATE SET value = excluded.value, rev = excluded.rev, at = excluded.at, by_person = excluded.by_person,
			heads = excluded.heads, rivals = excluded.rivals, entry = excluded.entry, began = excluded.began`,
		application, s.Path, s.Value, s.Rev, db.At(s.At), s.By, heads, rivals, s.entry, db.At(s.began))
	return err
}

func insertHistory(tx *action.Tx, application, path string, entry int64, e Edit) error {
	gone := 0
	if e.Gone {
		gone = 1
	}
	return tx.Later(`INSERT INTO application_history (application, path, entry, rev, value, gone, at, by_person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (application, path, entry) DO UPDATE SET rev = excluded.rev, value = excluded.value, at = excluded.at`,
		application, path, entry, e.Rev, e.Value, gone, e.At, e.By)
}

// touch raises the revision, and keeps the title where it was given one.
func touch(tx *action.Tx, a Application, now time.Time) error {
	_, err := tx.Exec(`UPDATE applications SET rev = $1, saved = $2, title = $3 WHERE id = $4`, a.Rev, db.At(now), a.Title, a.ID)
	return err
}

// next takes the next number of a call. It is the last thing a submission waits for, since others wait for it.
func next(tx *action.Tx, callID string) (int64, error) {
	_, err := tx.Exec(`INSERT INTO application_counters (call, last) VALUES ($1, 1)
		ON CONFLICT (call) DO UPDATE SET last = application_counters.last + 1`, callID)
	if err != nil {
		return 0, err
	}
	return count(tx, `SELECT last FROM application_counters WHERE call = $1`, callID)
}

// hold makes others who submit to the call wait.
func hold(tx *action.Tx, callID string) error {
	_, err := tx.Exec(`UPDATE application_counters SET last = last WHERE call = $1`, callID)
	return err
}

func insertVersion(tx *action.Tx, v Submission, key string) error {
	_, err := tx.Exec(`INSERT INTO application_versions (application, version, key, programme, call, call_version, organisation, number, lang, title,
		received, hash, content, requested, municipality, audit, by_person)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		v.Application, v.Version, key, v.Programme, v.Call, v.CallVersion, v.Organisation, v.Number, v.Lang, v.Title,
		db.At(v.Received), v.Hash, string(v.Content), v.Requested, v.Municipality, v.AuditID, tx.Actor().Name())
	return err
}

func stand(tx *action.Tx, v Submission) error {
	_, err := tx.Exec(`UPDATE applications SET state = 'submitted', number = $1, version = $2, standing = $2, municipality = $3 WHERE id = $4`,
		v.Number, v.Version, v.Municipality, v.Application)
	return err
}

func setState(tx *action.Tx, application string, s State, standing int64) error {
	_, err := tx.Exec(`UPDATE applications SET state = $1, standing = $2 WHERE id = $3`, string(s), standing, application)
	return err
}

// repeated says whether a request with this key has been done before.
func repeated(r db.Reader, a Application, key string) (bool, error) {
	if a.Version == 0 {
		return false, nil
	}
	n, err := count(r, `SELECT COUNT(*) FROM application_versions WHERE application = $1 AND key = $2`, a.ID, key)
	return n > 0, err
}
