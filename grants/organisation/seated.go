package organisation

import "vekst/platform/db"

// Seated lists the organisations of a kind with their seat in a municipality of Bulgaria, by name.
func Seated(r db.Reader, kind, municipality string) ([]Organisation, error) {
	return db.All(r, scan, `SELECT id, name, country, number, kind, seat, created FROM organisations
		WHERE kind = $1 AND seat = $2 AND country = 'BG' ORDER BY sort_key, id`, kind, municipality)
}
