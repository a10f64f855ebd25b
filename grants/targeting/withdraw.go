package targeting

import (
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Withdrawing says why an index is withdrawn, in three languages, and which is to be used instead, if one is.
type Withdrawing struct {
	Index      string
	Reason     text.Text
	ReplacedBy string
}

// Withdraw marks a published index as one not to be used any more. It stays where it is, as it was published, with who
// withdrew it, when and why at its top; nothing new can be made of it, and what was made of it stands.
var Withdraw = action.Define(action.Definition[Withdrawing, Index, Index]{
	Name: "targeting.withdraw",
	Load: func(tx *action.Tx, in Withdrawing) (Index, error) { return holdIndex(tx, in.Index) },
	May:  operators(),
	When: action.Moment[Index]{Is: "while the index is not withdrawn", Check: func(_ time.Time, x Index) error {
		if x.IsWithdrawn() {
			return refusal.New(refusal.Conflict, "targeting.withdraw.refusal.already", "Number", x.Number)
		}
		return nil
	}},
	Do: withdraw,
})

func withdraw(tx *action.Tx, in Withdrawing, x Index) (Index, error) {
	reason, complaints := reasoned(in.Reason)
	if in.ReplacedBy != "" {
		instead, err := holdIndex(tx, in.ReplacedBy)
		switch {
		case refusal.KindOf(err) == refusal.Missing, err == nil && (instead.ID == x.ID || instead.IsWithdrawn()):
			complaints = append(complaints, refusal.About("replaced_by", "targeting.withdraw.refusal.instead"))
		case err != nil:
			return x, err
		}
	}
	if len(complaints) > 0 {
		return x, refusal.Of(complaints)
	}
	return turnedTo(tx, x, Turn{Kind: Withdrawn, Reason: reason, ReplacedBy: in.ReplacedBy})
}

// Stands refuses an index that is withdrawn, and holds it, so that it is not withdrawn while something is made of it.
func Stands(tx *action.Tx, id string) error {
	x, err := holdIndex(tx, id)
	if err == nil && x.IsWithdrawn() {
		err = refusal.New(refusal.Conflict, "targeting.withdraw.refusal.used", "Number", x.Number)
	}
	return err
}
