package resource

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Confirm makes a proposal public.
var Confirm = action.Define(action.Definition[string, subject, Resource]{
	Name: "resource.confirm",
	Load: holdSubject,
	May:  officials(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, _ string, s subject) (Resource, error) {
		if s.State != Proposed && s.State != Returned {
			return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.decided")
		}
		s.State, s.Reason, s.Decided = Confirmed, "", tx.Now()
		return s.Resource, s.settle(tx, didConfirm, Detail{}, toldConfirmed)
	},
})

// Deciding is a decision with a reason, which whoever proposed the resource reads.
type Deciding struct{ ID, Reason string }

// Return gives a proposal back to whoever made it, with a reason. They may change it, and so propose it anew.
var Return = action.Define(action.Definition[Deciding, subject, Resource]{
	Name: "resource.return",
	Load: func(tx *action.Tx, in Deciding) (subject, error) { return holdSubject(tx, in.ID) },
	May:  officials(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, in Deciding, s subject) (Resource, error) {
		in.Reason = tidy(in.Reason)
		if err := refusal.Of(complainReason(in.Reason)); err != nil {
			return Resource{}, err
		}
		if s.State != Proposed {
			return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.decided")
		}
		s.State, s.Reason, s.Decided = Returned, in.Reason, tx.Now()
		return s.Resource, s.settle(tx, didReturn, Detail{Reason: in.Reason}, toldReturned)
	},
})
