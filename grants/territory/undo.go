package territory

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Undo takes outlines out of force: each municipality has again the outline of the newest other file that stands, or none.
var Undo = action.Define(action.Definition[string, Outlines, Outlines]{
	Name: "territory.undo",
	Load: loadOutlines,
	May:  keepers[Outlines](),
	When: action.AnyTime[Outlines](),
	Do: func(tx *action.Tx, id string, o Outlines) (Outlines, error) {
		if o.State != Standing {
			return o, refusal.New(refusal.Conflict, "territory.refusal.not_standing")
		}
		tx.About("outlines", id)
		if err := strike(tx, &o); err != nil {
			return o, err
		}
		return o, raise(tx)
	},
})
