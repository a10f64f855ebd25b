package demo

import (
	"vekst/grants/account"
	"vekst/platform/action"
)

// joining is a colleague with their role in an organisation.
type joining struct{ person, role, organisation string }

// join makes somebody of the cast a member of an organisation, as accepting an invitation would. The demonstration has no
// use for the letters of invitations that were accepted before it began.
var join = action.Define(action.Definition[joining, joining, struct{}]{
	Name: "demo.join",
	Load: func(_ *action.Tx, j joining) (joining, error) { return j, nil },
	May:  action.Program[joining](),
	When: action.AnyTime[joining](),
	Do: func(tx *action.Tx, _ joining, j joining) (struct{}, error) {
		tx.About("person", j.person)
		tx.OnBehalf(j.organisation)
		tx.Note("role", j.role)
		return struct{}{}, account.Give(tx, j.person, j.role, j.organisation)
	},
})
