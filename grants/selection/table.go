package selection

import (
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/period"
)

// table is what the rules of a decision look at: the call, and its list if there is one.
type table struct {
	call call.Published
	list Kept
}

// lay reads the call and keeps its list still.
func lay(tx *action.Tx, callID string) (table, error) {
	d, err := call.Find(tx, callID)
	if err != nil {
		return table{}, err
	}
	list, err := standing(tx, callID, tx.ForUpdate())
	return table{d, list}, err
}

func operators() action.Permits[table] {
	return action.Permits[table]{{Who: "operators of the programme", If: func(a action.Actor, t table) bool {
		return a.Has(account.Operator, t.call.Programme)
	}}}
}

// afterClosing refuses while applications can still be sent.
func afterClosing(is string, check func(t table) error) action.Moment[table] {
	return action.Moment[table]{Is: is, Check: func(now time.Time, t table) error {
		if t.call.Window.At(now) != period.Closed {
			return refusal.New(refusal.Closed, "selection.refusal.before_closing")
		}
		return check(t)
	}}
}

// in is when the list stands in a stage. Whoever comes when it no longer does was not the first.
func in(is string, stages ...Stage) action.Moment[table] {
	return afterClosing(is, func(t table) error {
		for _, s := range stages {
			if t.list.Stage == s {
				return nil
			}
		}
		key := map[Stage]string{"": "selection.refusal.no_list", Frozen: "selection.refusal.not_proposed", Proposed: "selection.refusal.proposed_already",
			Confirmed: "selection.refusal.confirmed_already"}[t.list.Stage]
		return refusal.New(refusal.Conflict, key)
	})
}
