package account

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// signOut ends one of the sessions of whoever asks.
var signOut = action.Define(action.Definition[string, Person, struct{}]{
	Name: "account.sign_out",
	Load: loadSelf[string],
	May:  theyThemselves(),
	When: action.AnyTime[Person](),
	Do: func(tx *action.Tx, session string, p Person) (struct{}, error) {
		tx.About("person", p.ID)
		n, err := deleteSession(tx, session, p.ID)
		if err == nil && n == 0 {
			err = refusal.New(refusal.Missing, "look.refusal.missing")
		}
		return struct{}{}, err
	},
})

// signOutEverywhere ends all sessions of whoever asks.
var signOutEverywhere = action.Define(action.Definition[struct{}, Person, struct{}]{
	Name: "account.sign_out_everywhere",
	Load: loadSelf[struct{}],
	May:  theyThemselves(),
	When: action.AnyTime[Person](),
	Do: func(tx *action.Tx, _ struct{}, p Person) (struct{}, error) {
		tx.About("person", p.ID)
		return struct{}{}, deleteSessions(tx, p.ID, "")
	},
})
