package trail

import (
	"strconv"

	"vekst/platform/db"
)

const columns = `id, action, actor, on_behalf, kind, subject, at, entry, COALESCE(leaf, -1)`

func scan(s db.Scanner, e *Entry) error {
	var entry string
	err := s.Scan(&e.ID, &e.Action, &e.Actor, &e.OnBehalf, &e.Kind, &e.Subject, db.Moment(&e.At), &entry, &e.Place)
	e.Bytes = []byte(entry)
	return err
}

// Find returns one entry, or a refusal of kind Missing.
func Find(r db.Reader, id string) (Entry, error) {
	return db.One(r, scan, `SELECT `+columns+` FROM audit_entries WHERE id = $1`, id)
}

// List returns a page of the entries wanted, the latest first, and one more than PageSize where there is a next page.
func List(r db.Reader, w Wanted) ([]Entry, error) {
	where, args := w.where()
	return db.All(r, scan, `SELECT `+columns+` FROM audit_entries WHERE `+where+` ORDER BY id DESC LIMIT `+strconv.Itoa(PageSize+1), args...)
}

func (w Wanted) where() (where string, args []any) {
	where = "0 = 0"
	and := func(condition string, value any) {
		args = append(args, value)
		where += " AND " + condition + " $" + strconv.Itoa(len(args))
	}
	for _, c := range [][2]string{{"subject =", w.Subject}, {"actor =", w.Actor}, {"id <", w.Before}} {
		if c[1] != "" {
			and(c[0], c[1])
		}
	}
	switch n := len(w.Action); {
	case n > 0 && w.Action[n-1] == '.':
		and("action >=", w.Action)
		and("action <", w.Action[:n-1]+"/")
	case n > 0:
		and("action =", w.Action)
	}
	if !w.Until.IsZero() {
		and("at <=", db.At(w.Until))
	}
	return where, args
}

// Count is how many entries there are, and how many of them are sealed.
type Count struct{ All, Sealed int64 }

// Counts tells how long the trail is.
func Counts(r db.Reader) (Count, error) {
	return db.One(r, func(s db.Scanner, c *Count) error { return s.Scan(&c.All, &c.Sealed) }, `SELECT COUNT(*), COUNT(leaf) FROM audit_entries`)
}
