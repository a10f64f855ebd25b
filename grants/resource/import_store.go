package resource

import (
	"vekst/platform/action"
	"vekst/platform/db"
)

const importColumns = `id, state, file_name, sha256, turned, added, changed, left_out, proposed, proposed_by, decided`

func scanImport(s db.Scanner, i *Import) error {
	var turned int64
	err := s.Scan(&i.ID, &i.State, &i.File, &i.SHA256, &turned, &i.Added, &i.Changed, &i.LeftOut, db.Moment(&i.Proposed), &i.By, db.Moment(&i.Decided))
	i.Turned = turned == 1
	return err
}

// FindImport returns an import without its content; a refusal of kind Missing when there is none.
func FindImport(r db.Reader, id string) (Import, error) {
	return db.One(r, scanImport, `SELECT `+importColumns+` FROM resource_imports WHERE id = $1`, id)
}

func holdImport(tx *action.Tx, id string) (Import, error) {
	return db.One(tx, scanImport, `SELECT `+importColumns+` FROM resource_imports WHERE id = $1`+tx.ForUpdate(), id)
}

// Imports lists what somebody sent and did not discard, the newest first.
func Imports(r db.Reader, by string) ([]Import, error) {
	return db.All(r, scanImport, `SELECT `+importColumns+` FROM resource_imports WHERE proposed_by = $1 AND state <> 'discarded' ORDER BY proposed DESC, id LIMIT 100`, by)
}

func contentOf(r db.Reader, id string) ([]byte, error) {
	return db.One(r, db.Value[[]byte], `SELECT content FROM resource_imports WHERE id = $1`, id)
}

func insertImport(tx *action.Tx, i Import, content []byte) error {
	_, err := tx.Exec(`INSERT INTO resource_imports (`+importColumns+`, content) VALUES ($1, $2, $3, $4, $5, 0, 0, 0, $6, $7, 0, $8)`,
		i.ID, i.State, i.File, i.SHA256, bit(i.Turned), db.At(i.Proposed), i.By, content)
	return err
}

// saveImport keeps what became of an import, and forgets the content of one that is discarded.
func saveImport(tx *action.Tx, i Import) error {
	_, err := tx.Exec(`UPDATE resource_imports SET state = $1, turned = $2, added = $3, changed = $4, left_out = $5, decided = $6 WHERE id = $7`,
		i.State, bit(i.Turned), i.Added, i.Changed, i.LeftOut, db.At(i.Decided), i.ID)
	if err == nil && i.State == string(Discarded) {
		_, err = tx.Exec(`UPDATE resource_imports SET content = $1 WHERE id = $2`, []byte{}, i.ID)
	}
	return err
}

func importRowsOf(r db.Reader, id string) ([]importRow, error) {
	return db.All(r, func(s db.Scanner, row *importRow) error { return s.Scan(&row.Resource, &row.Was, &row.Now) },
		`SELECT resource, was, now FROM resource_import_rows WHERE import = $1 ORDER BY resource`, id)
}

// known lists what files are judged against: everything there is or was.
func known(r db.Reader) ([]Resource, error) {
	return db.All(r, scan, `SELECT `+columns+` FROM resources ORDER BY id`)
}
