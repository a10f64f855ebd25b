package organisation

import (
	"context"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Changing is another role for a member. An empty Role is for Remove only.
type Changing struct{ Organisation, Person, Role string }

// ChangeRole makes a member owner, editor or reader. The last owner stays owner. An administrator of the programme may too,
// for organisations whose owners are gone.
var ChangeRole = action.Define(action.Definition[Changing, members, struct{}]{
	Name: "organisation.change_role",
	Prepare: func(_ context.Context, _ db.Reader, in *Changing) error {
		if !isRole(in.Role) {
			return refusal.Of([]refusal.Complaint{refusal.About("role", "organisation.refusal.role")})
		}
		return nil
	},
	Load: func(tx *action.Tx, in Changing) (members, error) { return loadMembers(tx, in.Organisation) },
	May: append(ownersOnly(), action.Permit[members]{Who: "an administrator of the programme",
		If: func(a action.Actor, _ members) bool { return a.Has(account.Administrator, account.Programme) }}),
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in Changing, m members) (struct{}, error) {
		m.about(tx, in.Person, in.Role)
		return struct{}{}, m.change(tx, in.Person, in.Role)
	},
})

// leaving is what Remove looks at: the members and who is to go.
type leaving struct {
	members
	person string
}

// Remove takes a member out: an owner anybody, everybody themselves. The last owner hands over first.
var Remove = action.Define(action.Definition[Changing, leaving, struct{}]{
	Name: "organisation.remove",
	Load: func(tx *action.Tx, in Changing) (leaving, error) {
		m, err := loadMembers(tx, in.Organisation)
		return leaving{m, in.Person}, err
	},
	May: action.Permits[leaving]{
		{Who: "an owner of the organisation", If: func(a action.Actor, l leaving) bool { return isOwner(a, l.organisation.ID) }},
		{Who: "the member", If: func(a action.Actor, l leaving) bool {
			return a.Person() && a.ID == l.person && MayRead(a, l.organisation.ID)
		}},
	},
	When: action.AnyTime[leaving](),
	Do: func(tx *action.Tx, in Changing, l leaving) (struct{}, error) {
		l.about(tx, in.Person, "")
		return struct{}{}, l.change(tx, in.Person, "")
	},
})

// HandingOver passes an ownership to another member. Who hands over becomes an editor, or leaves.
type HandingOver struct {
	Organisation, To string
	Leave            bool
}

// HandOver makes another member an owner in the place of whoever asks, in one step, so that the organisation is never
// without one.
var HandOver = action.Define(action.Definition[HandingOver, members, struct{}]{
	Name: "organisation.hand_over",
	Load: func(tx *action.Tx, in HandingOver) (members, error) { return loadMembers(tx, in.Organisation) },
	May:  ownersOnly(),
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in HandingOver, m members) (struct{}, error) {
		m.about(tx, in.To, account.Owner)
		from := tx.Actor().ID
		if in.To == from || m.of(in.To) == "" {
			return struct{}{}, refusal.Of([]refusal.Complaint{refusal.About("to", "organisation.refusal.hand_over_to")})
		}
		if err := m.change(tx, in.To, account.Owner); err != nil {
			return struct{}{}, err
		}
		if in.Leave {
			return struct{}{}, m.leave(tx, from)
		}
		if err := account.Take(tx, from, account.Owner, m.organisation.ID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, account.Give(tx, from, account.Editor, m.organisation.ID)
	},
})
