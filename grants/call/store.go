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
	Since   time.Time // when this version was published
}

// Listed is a call in a list: what can be said about it without reading its form.
type Listed struct {
	ID, Programme, Code string
	Kind                Kind
	Window              period.Window
	Money               Money
	Title, Summary      text.Text
}

// Find returns the current version of a call; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Published, error) {
	type current struct {
		version int64
		hash    string
		since   time.Time
	}
	c, err := db.One(r, func(s db.Scanner, c *current) error { return s.Scan(&c.version, &c.hash, db.Moment(&c.since)) },
		`SELECT version, hash, published FROM calls WHERE id = $1`, id)
	if err != nil {
		return Published{}, err
	}
	d, err := byHash(r, c.hash)
	return Published{d, c.version, c.since}, err
}

// FindVersion returns a certain version of a call, to which applications are bound.
func FindVersion(r db.Reader, id string, version int64) (Published, error) {
	type old struct {
		hash string
		at   time.Time
	}
	v, err := db.One(r, func(s db.Scanner, v *old) error { return s.Scan(&v.hash, db.Moment(&v.at)) },
		`SELECT hash, at FROM call_versions WHERE call = $1 AND version = $2`, id, version)
	if err != nil {
		return Published{}, err
	}
	d, err := byHash(r, v.hash)
	return Published{d, version, v.at}, err
}

// definitions keeps what was read from a file by the file's hash: reading and compiling takes milliseconds, and the
// bytes behind a hash never change.
var definitions sync.Map

func byHash(r db.Reader, hash string) (Definition, error) {
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

// Wanted chooses calls for a list. Query is what a person typed; a zero State is every state.
type Wanted struct {
	State  period.State
	Query  string
	Offset int
	Limit  int
}

// List returns the calls wanted at the moment now, and how many there are altogether: open ones by closing, coming ones
// by opening, closed ones latest first.
func List(r db.Reader, now time.Time, w Wanted) (calls []Listed, total int64, err error) {
	where, args := w.where(now)
	if total, err = db.One(r, db.Value[int64], `SELECT COUNT(*) FROM calls WHERE `+where, args...); err != nil || total == 0 {
		return nil, total, err
	}
	order := map[period.State]string{period.Open: "CASE WHEN closes = 0 THEN 1 ELSE 0 END, closes, id", period.Coming: "opens, id"}[w.State]
	if order == "" {
		order = "closes DESC, id"
	}
	args = append(args, w.Limit, w.Offset)
	calls, err = db.All(r, scanListed, `SELECT id, programme, code, kind, opens, closes, zone, currency, budget, smallest, largest,
		title_bg, title_nb, title_en, summary_bg, summary_nb, summary_en FROM calls WHERE `+where+` ORDER BY `+order+
		` LIMIT `+placeholder(len(args)-1)+` OFFSET `+placeholder(len(args)), args...)
	return calls, total, err
}

func (w Wanted) where(now time.Time) (where string, args []any) {
	moment := db.At(now.Truncate(time.Millisecond))
	switch w.State {
	case period.Coming:
		where, args = "opens > $1", []any{moment}
	case period.Open:
		where, args = "opens <= $1 AND (closes >= $1 OR closes = 0)", []any{moment}
	case period.Closed:
		where, args = "closes < $1 AND closes <> 0", []any{moment}
	default:
		where = "0 = 0"
	}
	for _, word := range search.Read(w.Query) {
		where += " AND ("
		for i, form := range word {
			if i > 0 {
				where += " OR "
			}
			args = append(args, "% "+form+"%")
			where += "search LIKE " + placeholder(len(args))
		}
		where += ")"
	}
	return where, args
}

func scanListed(s db.Scanner, l *Listed) error {
	return s.Scan(&l.ID, &l.Programme, &l.Code, &l.Kind, db.Moment(&l.Window.Opens), db.Moment(&l.Window.Closes), &l.Window.Zone,
		&l.Money.Currency, &l.Money.Budget, &l.Money.Min, &l.Money.Max,
		&l.Title.BG, &l.Title.NB, &l.Title.EN, &l.Summary.BG, &l.Summary.NB, &l.Summary.EN)
}

// Version is one published state of a call.
type Version struct {
	Version int64
	Hash    string
	At      time.Time
}

// History lists the versions of a call, newest first.
func History(r db.Reader, id string) ([]Version, error) {
	return db.All(r, func(s db.Scanner, v *Version) error { return s.Scan(&v.Version, &v.Hash, db.Moment(&v.At)) },
		`SELECT version, hash, at FROM call_versions WHERE call = $1 ORDER BY version DESC`, id)
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
