package organisation

import "vekst/platform/db"

// Municipal lists the organisations that are a municipality of Bulgaria, as operators have confirmed, by name.
func Municipal(r db.Reader, municipality string) ([]Organisation, error) {
	return db.All(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed FROM organisations
		WHERE kind = $1 AND seat = $2 AND country = 'BG' AND confirmed > 0 ORDER BY sort_key, id`, Municipality, municipality)
}

// claims lists the organisations that say they are a municipality: first those nobody has confirmed yet, the newest first,
// then the others by name.
func claims(r db.Reader) (waiting, confirmed []Organisation, err error) {
	all, err := db.All(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed FROM organisations
		WHERE kind = $1 AND country = 'BG' ORDER BY CASE confirmed WHEN 0 THEN -created ELSE 0 END, sort_key, id`, Municipality)
	for _, o := range all {
		if o.Confirmed.IsZero() {
			waiting = append(waiting, o)
		} else {
			confirmed = append(confirmed, o)
		}
	}
	return waiting, confirmed, err
}

// Unconfirmed counts the organisations that say they are a municipality and wait for an operator.
func Unconfirmed(r db.Reader) (int, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM organisations WHERE kind = $1 AND country = 'BG' AND confirmed = 0`, Municipality)
	return int(n), err
}
