package targeting

import (
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Reinstating says why an index that was withdrawn is brought back, in three languages.
type Reinstating struct {
	Index  string
	Reason text.Text
}

// Reinstate brings a withdrawn index back, as it was published. That it was withdrawn stays in its history.
var Reinstate = action.Define(action.Definition[Reinstating, Index, Index]{
	Name: "targeting.reinstate",
	Load: func(tx *action.Tx, in Reinstating) (Index, error) { return holdIndex(tx, in.Index) },
	May:  operators(),
	When: action.Moment[Index]{Is: "while the index is withdrawn", Check: func(_ time.Time, x Index) error {
		if !x.IsWithdrawn() {
			return refusal.New(refusal.Conflict, "targeting.withdraw.refusal.stands", "Number", x.Number)
		}
		return nil
	}},
	Do: func(tx *action.Tx, in Reinstating, x Index) (Index, error) {
		reason, complaints := reasoned(in.Reason)
		if len(complaints) > 0 {
			return x, refusal.Of(complaints)
		}
		return turnedTo(tx, x, Turn{Kind: Reinstated, Reason: reason})
	},
})
