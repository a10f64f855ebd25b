package outage

import (
	"vekst/platform/action"
	"vekst/platform/db"
)

// All lists the outages, the latest first.
func All(r db.Reader, limit int) ([]Outage, error) {
	return db.All(r, func(s db.Scanner, o *Outage) error { return s.Scan(&o.ID, db.Moment(&o.Down), db.Moment(&o.Up)) },
		`SELECT id, down, up FROM outages ORDER BY down DESC, id DESC LIMIT $1`, limit)
}

func insert(tx *action.Tx, o Outage) error {
	_, err := tx.Exec(`INSERT INTO outages (id, down, up, at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		o.ID, db.At(o.Down), db.At(o.Up), db.At(tx.Now()))
	return err
}
