package organisation

import (
	"context"
	"strings"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Renaming is a new name for an organisation; what was submitted under the old one keeps it.
type Renaming struct{ Organisation, Name string }

// Rename changes the name, as when it changes in the register.
var Rename = action.Define(action.Definition[Renaming, members, struct{}]{
	Name: "organisation.rename",
	Prepare: func(_ context.Context, _ db.Reader, in *Renaming) error {
		in.Name = strings.Join(strings.Fields(in.Name), " ")
		return refusal.Of(complainName(in.Name))
	},
	Load: func(tx *action.Tx, in Renaming) (members, error) { return loadMembers(tx, in.Organisation) },
	May:  ownersOnly(),
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in Renaming, m members) (struct{}, error) {
		tx.About("organisation", m.organisation.ID)
		tx.OnBehalf(m.organisation.ID)
		m.organisation.Name = in.Name
		return struct{}{}, rename(tx, m.organisation)
	},
})
