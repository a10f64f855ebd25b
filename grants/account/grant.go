package account

import (
	"errors"
	"fmt"
	"slices"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

var errScope = errors.New("account: a role of membership needs an organisation")

// Give gives a person a role in a scope, within the action that decides it. Giving it twice changes nothing. It refuses a
// role that there is not, and a role of membership without an organisation, since "" would be all of them.
func Give(tx *action.Tx, person, role, scope string) error {
	switch {
	case (role == Certifier || slices.Contains(MemberRoles, role)) && scope == "":
		return errScope
	case role != Certifier && !slices.Contains(MemberRoles, role) && !slices.Contains(ProgrammeRoles, role):
		return fmt.Errorf("account: there is no role %q", role)
	}
	return insertGrant(tx, person, role, scope)
}

// Take takes a role from a person, within the action that decides it. Taking what they do not have changes nothing.
func Take(tx *action.Tx, person, role, scope string) error {
	return deleteGrant(tx, person, role, scope)
}

// Grant is a role in a programme for a person: what GiveRole and TakeRole are told. An empty scope is everywhere.
type Grant struct{ Person, Role, Scope string }

// GiveRole gives a role in the programme.
var GiveRole = action.Define(action.Definition[Grant, Grant, struct{}]{
	Name: "account.give_role",
	Load: loadGrant,
	May:  givers(),
	When: action.AnyTime[Grant](),
	Do: func(tx *action.Tx, _ Grant, g Grant) (struct{}, error) {
		noteGrant(tx, g)
		return struct{}{}, Give(tx, g.Person, g.Role, g.Scope)
	},
})

// TakeRole takes a role in the programme. The last administrator keeps theirs.
var TakeRole = action.Define(action.Definition[Grant, Grant, struct{}]{
	Name: "account.take_role",
	Load: loadGrant,
	May:  givers(),
	When: action.AnyTime[Grant](),
	Do: func(tx *action.Tx, _ Grant, g Grant) (struct{}, error) {
		noteGrant(tx, g)
		if err := Take(tx, g.Person, g.Role, g.Scope); err != nil || g.Role != Administrator {
			return struct{}{}, err
		}
		left, err := countAdministrators(tx)
		if err == nil && left == 0 {
			err = refusal.New(refusal.Conflict, "account.refusal.last_administrator")
		}
		return struct{}{}, err
	},
})

// loadGrant makes sure that the person and the role exist, and holds the administrators still, so that two cannot take
// each other's role at once.
func loadGrant(tx *action.Tx, g Grant) (Grant, error) {
	if !slices.Contains(ProgrammeRoles, g.Role) {
		return g, refusal.New(refusal.Invalid, "account.refusal.role")
	}
	if _, err := Find(tx, g.Person); err != nil {
		return g, err
	}
	return g, lockAdministrators(tx)
}

func givers() action.Permits[Grant] {
	return action.Permits[Grant]{
		{Who: "an administrator of the programme", If: func(a action.Actor, g Grant) bool { return mayGive(a, g.Scope) }},
		{Who: "the program itself", If: func(a action.Actor, _ Grant) bool { return a.System() }},
	}
}

func noteGrant(tx *action.Tx, g Grant) {
	tx.About("person", g.Person)
	tx.Note("role", g.Role)
	tx.Note("scope", g.Scope)
}

// mayGive says whether the actor gives and takes roles of the programme in scope.
func mayGive(a action.Actor, scope string) bool { return a.Has(Administrator, scope) }
