package resource

import (
	"fmt"

	"vekst/platform/db"
)

// StateOf names all resources as they are now: another name, another map.
func StateOf(r db.Reader) (string, error) {
	return db.One(r, func(s db.Scanner, state *string) error {
		var count, changed, versions int64
		err := s.Scan(&count, &changed, &versions)
		*state = fmt.Sprintf("%d.%d.%d", count, changed, versions)
		return err
	}, `SELECT COUNT(*), CAST(COALESCE(MAX(changed), 0) AS BIGINT), CAST(COALESCE(SUM(version), 0) AS BIGINT) FROM resources`)
}
