package targeting

import (
	"slices"

	"vekst/platform/action"
	"vekst/platform/db"
)

const turnColumns = `turn, kind, reason_bg, reason_nb, reason_en, replaced_by, by_person, at`

func (t *Turn) columns() []any {
	return []any{&t.Number, &t.Kind, &t.Reason.BG, &t.Reason.NB, &t.Reason.EN, &t.ReplacedBy, &t.By, db.Moment(&t.At)}
}

// Turns lists what became of a published index, the newest first.
func Turns(r db.Reader, index string) ([]Turn, error) {
	return db.All(r, func(s db.Scanner, t *Turn) error { return s.Scan(t.columns()...) },
		`SELECT `+turnColumns+` FROM index_turns WHERE index_id = $1 ORDER BY turn DESC`, index)
}

// ofIndex is a turn with the index it is of.
type ofIndex struct {
	index string
	Turn
}

// lastTurns are the last of all indices that have any.
func lastTurns(r db.Reader) (map[string]Turn, error) {
	all, err := db.All(r, func(s db.Scanner, t *ofIndex) error { return s.Scan(append([]any{&t.index}, t.columns()...)...) },
		`SELECT index_id, `+turnColumns+` FROM index_turns ORDER BY turn`)
	last := map[string]Turn{}
	for _, t := range all {
		last[t.index] = t.Turn
	}
	return last, err
}

// withTurn adds how an index stands.
func withTurn(r db.Reader, x Index, err error) (Index, error) {
	if err != nil {
		return x, err
	}
	turns, err := Turns(r, x.ID)
	if len(turns) > 0 {
		x.Turn = turns[0]
	}
	return x, err
}

// withTurns adds how indices stand, and puts those that are withdrawn after the others.
func withTurns(r db.Reader, all []Index, err error) ([]Index, error) {
	if err != nil {
		return nil, err
	}
	last, err := lastTurns(r)
	for i := range all {
		all[i].Turn = last[all[i].ID]
	}
	slices.SortStableFunc(all, func(a, b Index) int {
		switch {
		case a.IsWithdrawn() == b.IsWithdrawn():
			return 0
		case a.IsWithdrawn():
			return 1
		}
		return -1
	})
	return all, err
}

// holdIndex holds a published index, without its files, while something becomes of it.
func holdIndex(tx *action.Tx, id string) (Index, error) {
	x, err := db.One(tx, scanListed, `SELECT `+indexColumns+` FROM indices WHERE id = $1`+tx.ForUpdate(), id)
	return withTurn(tx, x, err)
}

func insertTurn(tx *action.Tx, index string, t Turn) error {
	_, err := tx.Exec(`INSERT INTO index_turns (index_id, `+turnColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		index, t.Number, string(t.Kind), t.Reason.BG, t.Reason.NB, t.Reason.EN, t.ReplacedBy, t.By, db.At(t.At))
	return err
}
