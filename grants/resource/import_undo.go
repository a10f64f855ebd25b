package resource

import (
	"vekst/platform/action"
	"vekst/platform/db"
)

// Undo takes an import back: what it added is taken off the inventory, what it changed says again what it said before. What
// somebody has changed since stays as it is. The history keeps it all.
var Undo = action.Define(action.Definition[string, importing, Import]{
	Name: "resource.import_undo",
	Load: holdImporting,
	May:  importers(),
	When: action.AnyTime[importing](),
	Do: func(tx *action.Tx, _ string, s importing) (Import, error) {
		if err := s.become(tx, Standing, Undone); err != nil {
			return s.Import, err
		}
		rows, err := importRowsOf(tx, s.ID)
		kept := 0
		for _, row := range rows {
			isKept, err := takeBack(tx, row)
			if err != nil {
				return s.Import, err
			}
			if isKept {
				kept++
			}
		}
		tx.Note("kept", number(int64(kept)))
		return s.Import, err
	},
})

// importRow is what an import did to one resource.
type importRow struct {
	Resource string
	Was, Now int64
}

func takeBack(tx *action.Tx, row importRow) (kept bool, err error) {
	r, err := hold(tx, row.Resource)
	if err != nil || r.Version != row.Now {
		return true, err
	}
	if row.Was == 0 {
		r.State = Retired
	} else {
		v, err := findVersion(tx, r.ID, row.Was)
		if err != nil {
			return false, err
		}
		r.Entry, r.Class = v.Entry, KindOf(v.Entry.Kind).Class
	}
	officials, err := officialsOf(tx, r.Municipality)
	if err != nil {
		return false, err
	}
	r.Version, r.Changed = r.Version+1, tx.Now()
	m, err := knownMunicipality(tx, r.Municipality)
	if err != nil {
		return false, err
	}
	if err := update(tx, r, findable(r, m)); err != nil {
		return false, err
	}
	return false, insertVersion(tx, Version{Resource: r.ID, Number: r.Version, At: tx.Now(), Verb: didUnimport, By: tx.Actor().ID,
		Speaks: subject{officials: officials}.speaks(tx.Actor()), Entry: r.Entry})
}

// WouldUndo counts what undoing an import takes back, and what it leaves since somebody has changed it.
func WouldUndo(r db.Reader, importID string) (back, kept int64, err error) {
	back, err = db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resource_import_rows i JOIN resources r ON r.id = i.resource WHERE i.import = $1 AND r.version = i.now`, importID)
	if err != nil {
		return 0, 0, err
	}
	all, err := db.One(r, db.Value[int64], `SELECT COUNT(*) FROM resource_import_rows WHERE import = $1`, importID)
	return back, all - back, err
}
