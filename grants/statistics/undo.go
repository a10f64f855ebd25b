package statistics

import (
	"maps"
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// WouldStay says what undoing an import leaves as it is, since a later import said something of it too, and what it would
// bring back or take out.
func WouldStay(r db.Reader, i Import) (kept, restored, removed int, err error) {
	_, _, kept, restored, removed, err = undoing(r, i)
	return kept, restored, removed, err
}

// undoing works out what undoing an import sets and takes out. What a later standing import says stays.
func undoing(r db.Reader, i Import) (back map[string][]Cell, out []Key, kept, restored, removed int, err error) {
	cells, err := cellsOf(r, i.ID)
	if err != nil {
		return nil, nil, 0, 0, 0, err
	}
	all, err := others(r, i.ID)
	if err != nil {
		return nil, nil, 0, 0, 0, err
	}
	newest := make(map[Key]said, len(all))
	for _, s := range all {
		newest[s.Key] = s
	}
	back = map[string][]Cell{}
	for _, c := range cells {
		s, ok := newest[c.Key]
		switch {
		case !ok:
			out = append(out, c.Key)
			removed++
		case s.Number > i.Number:
			kept++
		default:
			back[s.Import] = append(back[s.Import], Cell{Key: c.Key, Words: s.Words})
			if s.Words != c.Words {
				restored++
			}
		}
	}
	return back, out, kept, restored, removed, nil
}

// Undo takes an import back: what it set is again what the newest of the other imports that stand says, or missing, unless
// a later import has said something since.
var Undo = action.Define(action.Definition[string, Import, Import]{
	Name: "statistics.undo",
	Load: func(tx *action.Tx, id string) (Import, error) {
		i, err := holdImport(tx, id)
		if err == nil {
			_, err = hold(tx)
		}
		return i, err
	},
	May:  keepers[Import](),
	When: action.AnyTime[Import](),
	Do:   undo,
})

func undo(tx *action.Tx, id string, i Import) (Import, error) {
	if i.State != Standing {
		return i, refusal.New(refusal.Conflict, "statistics.refusal.not_standing")
	}
	back, out, kept, restored, removed, err := undoing(tx, i)
	if err != nil {
		return i, err
	}
	tx.About("import", id)
	tx.Note("removed", strconv.Itoa(removed))
	tx.Note("restored", strconv.Itoa(restored))
	tx.Note("kept", strconv.Itoa(kept))
	if err := strike(tx, id); err != nil {
		return i, err
	}
	i.State = Undone
	if i.Kind == Register {
		return i, unregister(tx, back, out)
	}
	for _, k := range out {
		if err := unset(tx, k); err != nil {
			return i, err
		}
	}
	for _, from := range slices.Sorted(maps.Keys(back)) {
		figures, err := figuresOf(back[from])
		if err == nil {
			err = set(tx, from, figures)
		}
		if err != nil {
			return i, err
		}
	}
	return i, raise(tx)
}

func unregister(tx *action.Tx, back map[string][]Cell, out []Key) error {
	var facts []municipality.Fact
	for _, k := range out {
		facts = append(facts, municipality.Fact{Municipality: k.Municipality, Field: k.Field})
	}
	for _, from := range slices.Sorted(maps.Keys(back)) {
		for _, c := range back[from] {
			facts = append(facts, municipality.Fact{Municipality: c.Municipality, Field: c.Field, Words: c.Words})
		}
	}
	return municipality.SetFacts(tx, facts)
}
