package territory

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Discard forgets outlines that were proposed and are not wanted.
var Discard = action.Define(action.Definition[string, Outlines, Outlines]{
	Name: "territory.discard",
	Load: holdOutlines,
	May:  keepers[Outlines](),
	When: action.AnyTime[Outlines](),
	Do: func(tx *action.Tx, id string, o Outlines) (Outlines, error) {
		if o.State != Proposed {
			return o, refusal.New(refusal.Conflict, "territory.refusal.imported")
		}
		tx.About("outlines", id)
		o.State = Discarded
		return o, discard(tx, id)
	},
})
