package organisation

import "vekst/platform/db"

// Municipal lists the organisations that are the municipality with a code, as operators have confirmed, by name.
func Municipal(r db.Reader, municipality string) ([]Organisation, error) {
	return db.All(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed, municipality FROM organisations
		WHERE municipality = $1 AND municipality <> '' ORDER BY sort_key, id`, municipality)
}

// EveryMunicipal lists the organisations that are a municipality, as operators have confirmed, by name.
func EveryMunicipal(r db.Reader) ([]Organisation, error) {
	return db.All(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed, municipality FROM organisations
		WHERE municipality <> '' ORDER BY sort_key, id`)
}

// claims lists the organisations that say they are a municipality and that nobody has confirmed yet, the newest first.
func claims(r db.Reader) ([]Organisation, error) {
	return db.All(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed, municipality FROM organisations
		WHERE kind = $1 AND confirmed = 0 ORDER BY created DESC, sort_key, id`, Municipality)
}

// Unconfirmed counts the organisations that say they are a municipality and wait for an operator.
func Unconfirmed(r db.Reader) (int, error) {
	n, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM organisations WHERE kind = $1 AND confirmed = 0`, Municipality)
	return int(n), err
}
