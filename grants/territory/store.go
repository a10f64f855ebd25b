package territory

import (
	"encoding/json"

	"vekst/platform/action"
	"vekst/platform/db"
)

// version is raised by every change of the outlines in force.
func version(r db.Reader) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT version FROM territory_state WHERE name = 'outlines'`)
}

// hold keeps other changes of outlines waiting until this one is done.
func hold(tx *action.Tx) (int64, error) {
	return db.One(tx, db.Value[int64], `SELECT version FROM territory_state WHERE name = 'outlines'`+tx.ForUpdate())
}

func raise(tx *action.Tx) error {
	_, err := tx.Exec(`UPDATE territory_state SET version = version + 1 WHERE name = 'outlines'`)
	return err
}

const columns = `id, number, state, file_name, sha256, bytes, source, licence, matched, found, proposed, proposed_by, imported, imported_by, undone, undone_by`

func scan(s db.Scanner, o *Outlines) error {
	var found string
	err := s.Scan(&o.ID, &o.Number, &o.State, &o.File, &o.SHA256, &o.Bytes, &o.Source, &o.Licence, &o.Matched, &found,
		db.Moment(&o.Proposed), &o.ProposedBy, db.Moment(&o.At), &o.By, db.Moment(&o.Undone), &o.UndoneBy)
	if err == nil {
		err = json.Unmarshal([]byte(found), &o.Found)
	}
	return err
}

// Find returns a file of outlines; a refusal of kind Missing when there is none.
func Find(r db.Reader, id string) (Outlines, error) {
	return db.One(r, scan, `SELECT `+columns+` FROM territory_outlines WHERE id = $1`, id)
}

func holdOutlines(tx *action.Tx, id string) (Outlines, error) {
	return db.One(tx, scan, `SELECT `+columns+` FROM territory_outlines WHERE id = $1`+tx.ForUpdate(), id)
}

// All lists what was sent and not discarded: what is still open first, then the newest.
func All(r db.Reader) ([]Outlines, error) {
	return db.All(r, scan, `SELECT `+columns+` FROM territory_outlines WHERE state <> 'discarded'
		ORDER BY CASE state WHEN 'proposed' THEN 0 ELSE 1 END, number DESC, proposed DESC LIMIT 200`)
}

// standing lists what is in force, the newest first.
func standing(r db.Reader) ([]Outlines, error) {
	return db.All(r, scan, `SELECT `+columns+` FROM territory_outlines WHERE state = 'standing' ORDER BY number DESC`)
}

type stored struct{ Outlines, Code, Rings string }

// inForce are the shapes of everything that stands, of each municipality the newest first.
func inForce(r db.Reader) ([]stored, error) {
	return db.All(r, func(s db.Scanner, x *stored) error { return s.Scan(&x.Outlines, &x.Code, &x.Rings) },
		`SELECT s.outlines, s.municipality, s.rings FROM territory_shapes s JOIN territory_outlines o ON o.id = s.outlines
		WHERE o.state = 'standing' ORDER BY s.municipality, o.number DESC`)
}

// shapesOf are the shapes of one file.
func shapesOf(r db.Reader, id string) ([]stored, error) {
	return db.All(r, func(s db.Scanner, x *stored) error { return s.Scan(&x.Outlines, &x.Code, &x.Rings) },
		`SELECT outlines, municipality, rings FROM territory_shapes WHERE outlines = $1 ORDER BY municipality`, id)
}

func insert(tx *action.Tx, o Outlines, shapes []Shape) error {
	found, err := json.Marshal(o.Found)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO territory_outlines (`+columns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		o.ID, o.Number, o.State, o.File, o.SHA256, o.Bytes, o.Source, o.Licence, o.Matched, string(found),
		db.At(o.Proposed), o.ProposedBy, db.At(o.At), o.By, db.At(o.Undone), o.UndoneBy)
	for i := 0; i < len(shapes) && err == nil; i++ {
		_, err = tx.Exec(`INSERT INTO territory_shapes (outlines, municipality, rings) VALUES ($1, $2, $3)`, o.ID, shapes[i].Code, write(shapes[i].Rings))
	}
	return err
}

// stand puts a file in force under the next number.
func stand(tx *action.Tx, o *Outlines) error {
	last, err := db.One(tx, db.Value[int64], `SELECT COALESCE(MAX(number), 0) FROM territory_outlines`)
	if err != nil {
		return err
	}
	o.Number, o.State, o.At, o.By = last+1, Standing, tx.Now(), tx.Actor().Name()
	_, err = tx.Exec(`UPDATE territory_outlines SET state = $1, number = $2, imported = $3, imported_by = $4 WHERE id = $5`,
		o.State, o.Number, db.At(o.At), o.By, o.ID)
	return err
}

// strike takes a file out of force.
func strike(tx *action.Tx, o *Outlines) error {
	o.State, o.Undone, o.UndoneBy = Undone, tx.Now(), tx.Actor().Name()
	_, err := tx.Exec(`UPDATE territory_outlines SET state = $1, undone = $2, undone_by = $3 WHERE id = $4`, o.State, db.At(o.Undone), o.UndoneBy, o.ID)
	return err
}

// discard forgets the shapes of a file that is not wanted.
func discard(tx *action.Tx, id string) error {
	if _, err := tx.Exec(`DELETE FROM territory_shapes WHERE outlines = $1`, id); err != nil {
		return err
	}
	_, err := tx.Exec(`UPDATE territory_outlines SET state = $1 WHERE id = $2`, Discarded, id)
	return err
}
