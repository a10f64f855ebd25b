package organisation

import (
	"slices"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Member is a person of an organisation and what they are in it.
type Member struct {
	Person account.Person
	Role   string
}

// members is an organisation with its people, held still while an action changes them.
type members struct {
	organisation Organisation
	all          []Member
}

func loadMembers(tx *action.Tx, organisation string) (members, error) {
	o, err := forChange(tx, organisation)
	if err != nil {
		return members{}, err
	}
	all, err := Members(tx, o.ID)
	return members{o, all}, err
}

// of returns what a person is in the organisation, "" for nothing.
func (m members) of(person string) string {
	i := slices.IndexFunc(m.all, func(x Member) bool { return x.Person.ID == person })
	if i < 0 {
		return ""
	}
	return m.all[i].Role
}

// change gives a person another role, or none for "", and refuses to leave the organisation without an owner.
func (m members) change(tx *action.Tx, person, role string) error {
	was := m.of(person)
	if was == "" {
		return refusal.New(refusal.Missing, "organisation.refusal.no_member")
	}
	if was == account.Owner && role != account.Owner && m.owners() == 1 {
		return refusal.New(refusal.Conflict, "organisation.refusal.last_owner")
	}
	for _, r := range account.MemberRoles {
		if err := account.Take(tx, person, r, m.organisation.ID); err != nil {
			return err
		}
	}
	if role == "" {
		return account.Take(tx, person, account.Certifier, m.organisation.ID)
	}
	return account.Give(tx, person, role, m.organisation.ID)
}

// leave takes an owner out after another has become one.
func (m members) leave(tx *action.Tx, person string) error {
	if err := account.Take(tx, person, account.Owner, m.organisation.ID); err != nil {
		return err
	}
	return account.Take(tx, person, account.Certifier, m.organisation.ID)
}

func (m members) owners() int {
	n := 0
	for _, x := range m.all {
		if x.Role == account.Owner {
			n++
		}
	}
	return n
}

// about records whose members change, for whom, and how.
func (m members) about(tx *action.Tx, person, role string) {
	tx.About("organisation", m.organisation.ID)
	tx.OnBehalf(m.organisation.ID)
	tx.Note("person", person)
	if role != "" {
		tx.Note("role", role)
	}
}

// ownersOnly lets the organisation's owners.
func ownersOnly() action.Permits[members] {
	return action.Permits[members]{{Who: "an owner of the organisation", If: func(a action.Actor, m members) bool { return isOwner(a, m.organisation.ID) }}}
}

func isRole(role string) bool { return slices.Contains(account.MemberRoles, role) }
