package application

import (
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Withdraw takes an application back: what was submitted no longer counts. It can be opened again until the call closes.
var Withdraw = action.Define(action.Definition[string, timed, struct{}]{
	Name: "application.withdraw",
	Load: load,
	May:  mayEdit(),
	When: whileOpen("while the call is open", func(a Application) error {
		if a.State == Withdrawn {
			return refusal.New(refusal.Conflict, "application.withdraw.already")
		}
		return nil
	}),
	Do: func(tx *action.Tx, id string, t timed) (struct{}, error) {
		tx.About("application", id)
		tx.OnBehalf(t.Organisation)
		return struct{}{}, setState(tx, id, Withdrawn, 0)
	},
})

// Reopen makes a submitted or withdrawn application a draft again. A submitted version goes on to count until another is
// submitted; a withdrawn one does not.
var Reopen = action.Define(action.Definition[string, timed, struct{}]{
	Name: "application.reopen",
	Load: load,
	May:  mayEdit(),
	When: action.Moment[timed]{Is: "while the call is open", Check: func(now time.Time, t timed) error {
		if t.State == Draft {
			return refusal.New(refusal.Conflict, "application.reopen.already")
		}
		return open(t.window, now)
	}},
	Do: func(tx *action.Tx, id string, t timed) (struct{}, error) {
		tx.About("application", id)
		tx.OnBehalf(t.Organisation)
		if err := setState(tx, id, Draft, t.Standing); err != nil {
			return struct{}{}, err
		}
		t.State = Draft
		return struct{}{}, t.adopt(tx)
	},
})
