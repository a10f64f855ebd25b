package territory

import (
	"strconv"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Confirm puts outlines in force that a preview showed.
var Confirm = action.Define(action.Definition[string, Outlines, Outlines]{
	Name: "territory.confirm",
	Load: loadOutlines,
	May:  keepers[Outlines](),
	When: action.AnyTime[Outlines](),
	Do: func(tx *action.Tx, id string, o Outlines) (Outlines, error) {
		if o.State != Proposed {
			return o, refusal.New(refusal.Conflict, "territory.refusal.imported")
		}
		tx.About("outlines", id)
		tx.Note("matched", strconv.FormatInt(o.Matched, 10))
		if err := stand(tx, &o); err != nil {
			return o, err
		}
		return o, raise(tx)
	},
})

// loadOutlines keeps the outlines in force and one file still.
func loadOutlines(tx *action.Tx, id string) (Outlines, error) {
	if _, err := hold(tx); err != nil {
		return Outlines{}, err
	}
	return holdOutlines(tx, id)
}
