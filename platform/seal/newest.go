package seal

import "vekst/platform/db"

// Newest is the identifier of the newest audit entry. Every change writes one, so as long as it is the same nothing has
// changed, but for what was being written at the same moment.
func Newest(r db.Reader) (string, error) {
	return db.One(r, db.Value[string], `SELECT COALESCE(MAX(id), '') FROM audit_entries`)
}
