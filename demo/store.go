package demo

import (
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
)

// keepMoment remembers to which moment the clock was moved.
func keepMoment(tx *action.Tx, to time.Time) error {
	_, err := tx.Exec(`INSERT INTO demo_clock (id, moment) VALUES ('clock', $1)
		ON CONFLICT (id) DO UPDATE SET moment = excluded.moment`, db.At(to))
	return err
}

// keepThing remembers a thing of this database by a name.
func keepThing(tx *action.Tx, name, id string) error {
	_, err := tx.Exec(`INSERT INTO demo_things (name, id) VALUES ($1, $2)`, name, id)
	return err
}

// thing finds what was kept; "" when there is none.
func thing(r db.Reader, name string) (string, error) {
	ids, err := db.All(r, db.Value[string], `SELECT id FROM demo_things WHERE name = $1`, name)
	return strings.Join(ids, ""), err
}

// lastMoment is the later of the moment to which the clock was moved and the last thing that happened.
func lastMoment(r db.Reader) (time.Time, error) {
	moments, err := db.All(r, func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) },
		`SELECT COALESCE(MAX(moment), 0) FROM demo_clock UNION ALL SELECT COALESCE(MAX(at), 0) FROM audit_entries`)
	var last time.Time
	for _, m := range moments {
		if m.After(last) {
			last = m
		}
	}
	return last, err
}

// isSeeded says whether a demonstration was filled to the end.
func isSeeded(r db.Reader) (bool, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM demo_clock`)
	return n > 0, err
}
