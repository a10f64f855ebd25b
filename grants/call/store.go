package call

import (
	"fmt"
	"strconv"
	"sync"
	"time"

	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/value/period"
	"vekst/value/text"
)

// Published is a call as it stands on the public pages: a definition, which version of the call it is, and since when.
type Published struct {
	Definition
	Version int64
	Since   time.Time // when it last changed: this version was published, or its deadline moved
}

// Listed is a call in a list: what can be said about it without reading its form.
type Listed struct {
	ID, Programme, Code string
	Kind                Kind
	Window              period.Window
	Money               Money
	Title, Summary      text.Text
	Version             int64
	Since               time.Time // when it last changed: this version was published, or its deadline moved
	Extensions          int64     // how often the deadline was moved
}

// bytesOf is what the database knows of a version of a call: where its bytes are, and until when the call is open now.
type bytesOf struct {
	version int64
	hash    string
	since   time.Time
	closes  time.Time
}

func (v *bytesOf) scan(s db.Scanner) error {
	return s.Scan(&v.version, &v.hash, db.Moment(&v.since), db.Moment(&v.closes))
}

// published reads the bytes. The deadline is the one in force, which may be later than the file says; conditions of the
// form still see the file's.
func (v bytesOf) published(r db.Reader) (Published, error) {
	d, err := byHash(r, v.hash)
	d.Window.Closes = v.closes
	return Published{d, v.version, v.since}, err
}

// Find returns the current version of a call, with the deadline in force; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Published, error) {
	v, err := db.One(r, func(s db.Scanner, v *bytesOf) error { return v.scan(s) },
		`SELECT version, hash, published, closes FROM calls WHERE id = $1`, id)
	if err != nil {
		return Published{}, err
	}
	return v.published(r)
}

// CurrentVersion is the number of the version in force.
func CurrentVersion(r db.Reader, id string) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT version FROM calls WHERE id = $1`, id)
}

// WindowOf is when a call is open, extensions included, whatever a version's file says.
func WindowOf(r db.Reader, id string) (period.Window, error) {
	return db.One(r, func(s db.Scanner, w *period.Window) error {
		return s.Scan(db.Moment(&w.Opens), db.Moment(&w.Closes), &w.Zone)
	},
		`SELECT opens, closes, zone FROM calls WHERE id = $1`, id)
}

// FindVersion returns a certain version of a call, to which applications are bound. The deadline is the one in force.
func FindVersion(r db.Reader, id string, version int64) (Published, error) {
	v, err := db.One(r, func(s db.Scanner, v *bytesOf) error { return v.scan(s) },
		`SELECT v.version, v.hash, v.at, c.closes FROM call_versions v JOIN calls c ON c.id = v.call WHERE v.call = $1 AND v.version = $2`, id, version)
	if err != nil {
		return Published{}, err
	}
	return v.published(r)
}

// ClosingIn lists the calls whose deadline lies between two moments, both included.
func ClosingIn(r db.Reader, from, until time.Time) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT id FROM calls WHERE closes >= $1 AND closes <= $2 AND closes <> 0 ORDER BY closes, id`, db.At(from), db.At(until))
}

// OfOutage lists the extensions that make up for an outage, by call.
func OfOutage(r db.Reader, outage string) (map[string]Extension, error) {
	type row struct {
		call string
		Extension
	}
	rows, err := db.All(r, func(s db.Scanner, e *row) error {
		return s.Scan(&e.call, &e.Number, db.Moment(&e.Closed), db.Moment(&e.Closes), db.Moment(&e.At))
	}, `SELECT call, number, closed, closes, at FROM call_extensions WHERE outage = $1`, outage)
	all := map[string]Extension{}
	for _, e := range rows {
		all[e.call] = e.Extension
	}
	return all, err
}

// definitions keeps what was read from a file by the file's hash: reading and compiling takes milliseconds, and the
// bytes behind a hash never change. Whoever asks first reads, the others wait for it.
var definitions struct {
	sync.Mutex
	sync.Map
}

func byHash(r db.Reader, hash string) (Definition, error) {
	if d, ok := definitions.Load(hash); ok {
		return d.(Definition), nil
	}
	definitions.Lock()
	defer definitions.Unlock()
	if d, ok := definitions.Load(hash); ok {
		return d.(Definition), nil
	}
	file, err := db.One(r, db.Value[string], `SELECT definition FROM call_versions WHERE hash = $1 LIMIT 1`, hash)
	if err != nil {
		return Definition{}, err
	}
	d, faults := Read([]byte(file))
	if len(faults) > 0 {
		return Definition{}, fmt.Errorf("call: the file behind %s: %s", hash, faults[0])
	}
	definitions.Store(hash, d)
	return d, nil
}

// Wanted chooses calls for a list. Query is what a person typed; a zero State is every state, the latest published first.
type Wanted struct {
	State  period.State
	Query  string
	Area   string // key of a programme area; "" is any
	Place  string // code of a municipality; "" is any
	Offset int
	Limit  int
}

// Counts are the numbers of calls of each state.
type Counts struct{ Open, Coming, Closed, Archived int64 }

// Of is the number of calls of a state.
func (c Counts) Of(s period.State) int64 {
	return map[period.State]int64{period.Open: c.Open, period.Coming: c.Coming, period.Closed: c.Closed, Archived: c.Archived}[s]
}

// Count counts the calls that fit what a person typed, at the moment now. An empty query fits all.
func Count(r db.Reader, now time.Time, query string) (Counts, error) {
	return CountWanted(r, now, Wanted{Query: query})
}

// onlyWords makes the words the whole condition. Without any, a database counts rows without looking at them.
func onlyWords(words string) string {
	if words == "" {
		return ""
	}
	return " WHERE 0 = 0" + words
}

const listed = `SELECT id, programme, code, kind, opens, closes, zone, currency, budget, smallest, largest,
	title_bg, title_nb, title_en, summary_bg, summary_nb, summary_en, version, published, extensions FROM calls WHERE `

// List returns the calls wanted at the moment now: open ones by closing, those without end last; coming ones by opening;
// closed ones latest first.
func List(r db.Reader, now time.Time, w Wanted) ([]Listed, error) {
	if w.State != period.Open {
		return w.list(r, now)
	}
	// Two questions, each along an index, are many times faster than one with a computed order.
	limited, err := w.part(r, now, "closes >= $1 AND opens <= $1", "closes, opens, id", w.Limit, w.Offset)
	if err != nil || len(limited) == w.Limit {
		return limited, err
	}
	before, err := w.total(r, now, "closes >= $1 AND opens <= $1")
	if err != nil {
		return nil, err
	}
	endless, err := w.part(r, now, "closes = 0 AND opens <= $1", "opens, id", w.Limit-len(limited), max(0, w.Offset-before))
	return append(limited, endless...), err
}

func (w Wanted) list(r db.Reader, now time.Time) ([]Listed, error) {
	switch w.State {
	case period.Coming:
		return w.part(r, now, "opens > $1", "opens, closes, id", w.Limit, w.Offset)
	case period.Closed:
		return w.part(r, now, "closes < $1 AND closes <> 0 AND archived = 0", "closes DESC, opens DESC, id DESC", w.Limit, w.Offset)
	}
	if w.State == Archived {
		return w.part(r, now, "closes < $1 AND archived > 0", "closes DESC, opens DESC, id DESC", w.Limit, w.Offset)
	}
	return w.part(r, now, "published <= $1 AND archived = 0", "published DESC, id", w.Limit, w.Offset)
}

func (w Wanted) part(r db.Reader, now time.Time, where, order string, limit, offset int) ([]Listed, error) {
	words, args := w.filters([]any{db.At(now.Truncate(time.Millisecond))})
	args = append(args, limit, offset)
	return db.All(r, scanListed, listed+where+words+` ORDER BY `+order+` LIMIT `+placeholder(len(args)-1)+` OFFSET `+placeholder(len(args)), args...)
}

func (w Wanted) total(r db.Reader, now time.Time, where string) (int, error) {
	words, args := w.filters([]any{db.At(now.Truncate(time.Millisecond))})
	return db.One(r, db.Value[int], `SELECT COUNT(*) FROM calls WHERE `+where+words, args...)
}

// In lists the calls that are for a municipality, or for the whole country, and are not closed at the moment now.
func In(r db.Reader, now time.Time, municipality string, limit int) ([]Listed, error) {
	return db.All(r, scanListed, listed+`(closes >= $1 OR closes = 0) AND id IN (SELECT call FROM call_places WHERE place IN ($2, ''))
		ORDER BY closes, id LIMIT $3`, db.At(now.Truncate(time.Millisecond)), municipality, limit)
}

// wordsOf adds what a person typed to a condition and its arguments.
func wordsOf(query string, args []any) (string, []any) {
	where := ""
	for _, word := range search.Read(query).Patterns() {
		where += " AND ("
		for i, pattern := range word {
			if i > 0 {
				where += " OR "
			}
			args = append(args, pattern)
			where += "search LIKE " + placeholder(len(args))
		}
		where += ")"
	}
	return where, args
}

func scanListed(s db.Scanner, l *Listed) error {
	return s.Scan(&l.ID, &l.Programme, &l.Code, &l.Kind, db.Moment(&l.Window.Opens), db.Moment(&l.Window.Closes), &l.Window.Zone,
		&l.Money.Currency, &l.Money.Budget, &l.Money.Min, &l.Money.Max,
		&l.Title.BG, &l.Title.NB, &l.Title.EN, &l.Summary.BG, &l.Summary.NB, &l.Summary.EN,
		&l.Version, db.Moment(&l.Since), &l.Extensions)
}

// Version is one published state of a call. Role is that of whoever published it, Reason why, but for the first.
type Version struct {
	Version int64
	Hash    string
	At      time.Time
	Role    string
	Reason  text.Text
}

// History lists the versions of a call, newest first.
func History(r db.Reader, id string) ([]Version, error) {
	return db.All(r, func(s db.Scanner, v *Version) error {
		return s.Scan(&v.Version, &v.Hash, db.Moment(&v.At), &v.Role, &v.Reason.BG, &v.Reason.NB, &v.Reason.EN)
	}, `SELECT version, hash, at, role, reason_bg, reason_nb, reason_en FROM call_versions WHERE call = $1 ORDER BY version DESC`, id)
}

// Extension is one time the deadline of a call was moved. Outage is the outage it makes up for, "" for a decision.
type Extension struct {
	Number         int64
	Closed, Closes time.Time // the deadline before and since
	Outage, Role   string
	Reason         text.Text
	At             time.Time
}

// Extensions lists the extensions of a call, newest first.
func Extensions(r db.Reader, id string) ([]Extension, error) {
	return db.All(r, func(s db.Scanner, e *Extension) error {
		return s.Scan(&e.Number, db.Moment(&e.Closed), db.Moment(&e.Closes), &e.Outage, &e.Role, &e.Reason.BG, &e.Reason.NB, &e.Reason.EN, db.Moment(&e.At))
	}, `SELECT number, closed, closes, outage, role, reason_bg, reason_nb, reason_en, at FROM call_extensions WHERE call = $1 ORDER BY number DESC`, id)
}

func lastVersion(r db.Reader, id, lock string) (int64, error) {
	v, err := db.One(r, db.Value[int64], `SELECT version FROM calls WHERE id = $1`+lock, id)
	if refusal.KindOf(err) == refusal.Missing {
		return 0, nil
	}
	return v, err
}

// placeholder is the n-th of a statement.
func placeholder(n int) string { return "$" + strconv.Itoa(n) }
