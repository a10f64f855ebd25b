package organisation

import (
	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// MaySign says whether the actor signs the organisation's applications before they are submitted.
func MaySign(a action.Actor, organisation string) bool {
	return MayRead(a, organisation) && a.Has(account.Certifier, organisation)
}

// Certifiers lists who signs for an organisation, by name.
func Certifiers(r db.Reader, organisation string) ([]account.Person, error) {
	return account.WithRole(r, account.Certifier, organisation)
}

// SignsOff says whether an organisation has decided that its applications are signed before they are submitted.
func SignsOff(r db.Reader, organisation string) (bool, error) {
	on, err := db.One(r, db.Value[int64], `SELECT sign_off FROM organisations WHERE id = $1`, organisation)
	return on == 1, err
}

// Deciding is whether applications of an organisation are signed before they are submitted.
type Deciding struct {
	Organisation string
	Signs        bool
}

// DecideSignOff decides whether a certifier signs applications before they are submitted. Somebody must be one first.
var DecideSignOff = action.Define(action.Definition[Deciding, members, struct{}]{
	Name: "organisation.decide_sign_off",
	Load: func(tx *action.Tx, in Deciding) (members, error) { return loadMembers(tx, in.Organisation) },
	May:  ownersOnly(),
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in Deciding, m members) (struct{}, error) {
		tx.About("organisation", m.organisation.ID)
		tx.OnBehalf(m.organisation.ID)
		value := 0
		if in.Signs {
			value = 1
			tx.Note("required", "yes")
			all, err := Certifiers(tx, m.organisation.ID)
			if err != nil {
				return struct{}{}, err
			}
			if len(all) == 0 {
				return struct{}{}, refusal.Of([]refusal.Complaint{refusal.About("sign_off", "organisation.refusal.no_certifier")})
			}
		}
		_, err := tx.Exec(`UPDATE organisations SET sign_off = $1 WHERE id = $2`, value, m.organisation.ID)
		return struct{}{}, err
	},
})

// Certifying says of a member whether they sign.
type Certifying struct {
	Organisation, Person string
	Signs                bool
}

// Certify makes a member a certifier besides their role, or no longer.
var Certify = action.Define(action.Definition[Certifying, members, struct{}]{
	Name: "organisation.certify",
	Load: func(tx *action.Tx, in Certifying) (members, error) { return loadMembers(tx, in.Organisation) },
	May:  ownersOnly(),
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in Certifying, m members) (struct{}, error) {
		m.about(tx, in.Person, account.Certifier)
		if m.of(in.Person) == "" {
			return struct{}{}, refusal.New(refusal.Missing, "organisation.refusal.no_member")
		}
		if !in.Signs {
			tx.Note("taken", "yes")
			return struct{}{}, account.Take(tx, in.Person, account.Certifier, m.organisation.ID)
		}
		return struct{}{}, account.Give(tx, in.Person, account.Certifier, m.organisation.ID)
	},
})
