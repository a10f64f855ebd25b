package resource

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Retire takes a resource off the inventory, with a reason: it is gone, or never was. Its history stays.
var Retire = action.Define(action.Definition[Deciding, subject, Resource]{
	Name: "resource.retire",
	Load: func(tx *action.Tx, in Deciding) (subject, error) { return holdSubject(tx, in.ID) },
	May:  officials(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, in Deciding, s subject) (Resource, error) {
		in.Reason = tidy(in.Reason)
		if err := refusal.Of(complainReason(in.Reason)); err != nil {
			return Resource{}, err
		}
		if s.State != Confirmed {
			return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.decided")
		}
		s.State, s.Reason = Retired, in.Reason
		return s.Resource, s.settle(tx, didRetire, Detail{Reason: in.Reason}, toldRetired)
	},
})

// Revive puts a retired resource, or one that was merged by mistake, back on the inventory.
var Revive = action.Define(action.Definition[string, subject, Resource]{
	Name: "resource.revive",
	Load: holdSubject,
	May:  officials(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, _ string, s subject) (Resource, error) {
		if s.State != Retired && s.State != Merged {
			return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.decided")
		}
		s.State, s.Reason, s.Into = Confirmed, "", ""
		return s.Resource, s.settle(tx, didRevive, Detail{}, toldConfirmed)
	},
})
