package organisation_test

import (
	"context"
	"slices"
	"testing"

	"vekst/grants/account"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Anybody can register an organisation and say that it is a municipality; that it is one, an operator says.
func TestAnOrganisationIsAMunicipalityWhenAnOperatorHasConfirmedIt(t *testing.T) {
	houses(t, func(h house) {
		ctx := context.Background()
		operator := action.Actor{ID: h.kari, Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
		org := h.registered(h.ola)
		ofElena := func() []string {
			h.Helper()
			all, err := organisation.Municipal(h.Reader(), "VTR13")
			if err != nil {
				h.Fatal(err)
			}
			var ids []string
			for _, o := range all {
				ids = append(ids, o.ID)
			}
			return ids
		}
		waiting := func() int {
			h.Helper()
			n, err := organisation.Unconfirmed(h.Reader())
			if err != nil {
				h.Fatal(err)
			}
			return n
		}
		if len(ofElena()) != 0 || waiting() != 1 {
			h.Errorf("whoever registers first is the municipality: %v, %d wait", ofElena(), waiting())
		}
		for name, who := range map[string]action.Actor{"its owner": h.as(h.ola), "somebody else": h.as(h.maria),
			"an operator who owns it":  {ID: h.ola, Grants: append(h.as(h.ola).Grants, operator.Grants...)},
			"an expert":                {ID: h.maria, Grants: []action.Grant{{Role: account.Expert, Scope: account.Programme}}},
			"an operator of elsewhere": {ID: h.maria, Grants: []action.Grant{{Role: account.Operator, Scope: "other"}}}} {
			_, err := organisation.Confirm.Run(ctx, h.Door, who, organisation.Confirming{Organisation: org})
			want(h.T, name, err, refusal.Forbidden)
		}
		_, err := organisation.Confirm.Run(ctx, h.Door, action.Nobody(), organisation.Confirming{Organisation: org})
		want(h.T, "nobody", err, refusal.SignIn)
		_, err = organisation.Confirm.Run(ctx, h.Door, operator, organisation.Confirming{Organisation: "none"})
		want(h.T, "an organisation there is not", err, refusal.Missing)
		company := elena
		company.Kind, company.Number = organisation.Company, "831641791"
		other, err := organisation.Register.Run(ctx, h.Door, h.as(h.ola), company)
		if err != nil {
			h.Fatal(err)
		}
		_, err = organisation.Confirm.Run(ctx, h.Door, operator, organisation.Confirming{Organisation: other})
		want(h.T, "a company", err, refusal.Conflict)
		if _, err := organisation.Confirm.Run(ctx, h.Door, operator, organisation.Confirming{Organisation: org}); err != nil {
			h.Fatal(err)
		}
		if !slices.Equal(ofElena(), []string{org}) || waiting() != 0 {
			h.Errorf("confirmed, and it is %v; %d wait", ofElena(), waiting())
		}
		if _, err := organisation.Confirm.Run(ctx, h.Door, operator, organisation.Confirming{Organisation: org, Withdraw: true}); err != nil {
			h.Fatal(err)
		}
		if len(ofElena()) != 0 || waiting() != 1 {
			h.Errorf("taken back, and it is %v; %d wait", ofElena(), waiting())
		}
	})
}

// What the program registers, as from a list of its own, it vouches for.
func TestWhatTheProgramRegistersAsAMunicipalityIsOne(t *testing.T) {
	houses(t, func(h house) {
		in := elena
		in.Owner = h.per
		id, err := organisation.Register.Run(context.Background(), h.Door, action.System("test"), in)
		if err != nil {
			h.Fatal(err)
		}
		if o, err := organisation.Find(h.Reader(), id); err != nil || !o.IsMunicipality() {
			h.Errorf("%+v, %v", o, err)
		}
	})
}

// A seat outside Bulgaria is free text: which municipality it is, the operator says.
func TestAnOrganisationOfAnotherCountryIsTheMunicipalityThatTheOperatorChooses(t *testing.T) {
	houses(t, func(h house) {
		ctx := context.Background()
		operator := action.Actor{ID: h.kari, Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
		register := func(country, number, seat string) string {
			h.Helper()
			id, err := organisation.Register.Run(ctx, h.Door, h.as(h.ola), organisation.Registering{Name: "Kommune " + number, Country: country, Number: number,
				Kind: organisation.Municipality, Seat: seat})
			if err != nil {
				h.Fatal(err)
			}
			return id
		}
		norwegian, icelandic := register("NO", "942 110 464", "i Trøndelag"), register("IS", "123", "Akureyri")
		confirm := func(organisationID, code string) error {
			_, err := organisation.Confirm.Run(ctx, h.Door, operator, organisation.Confirming{Organisation: organisationID, Municipality: code})
			return err
		}
		want(h.T, "none that its seat names", confirm(norwegian, ""), refusal.Invalid)
		want(h.T, "a code there is not", confirm(norwegian, "NO-0000"), refusal.Invalid)
		want(h.T, "one of Bulgaria", confirm(norwegian, "VTR13"), refusal.Invalid)
		want(h.T, "a Norwegian one for Iceland", confirm(icelandic, "NO-5014"), refusal.Invalid)
		if n, err := organisation.Unconfirmed(h.Reader()); err != nil || n != 2 {
			h.Errorf("%d wait: %v", n, err)
		}
		if err := confirm(norwegian, "NO-5014"); err != nil {
			h.Fatal(err)
		}
		found, err := organisation.Municipal(h.Reader(), "NO-5014")
		if err != nil || len(found) != 1 || found[0].ID != norwegian || !found[0].IsMunicipality() {
			h.Errorf("%+v %v", found, err)
		}
		if none, err := organisation.Municipal(h.Reader(), ""); err != nil || len(none) != 0 {
			h.Errorf("no code is the code of %+v: %v", none, err)
		}
	})
}

// A seat that is the name of one municipality says which it is, in whatever alphabet.
func TestTheNameOfASeatSaysWhichMunicipalityItIs(t *testing.T) {
	houses(t, func(h house) {
		ctx := context.Background()
		operator := action.Actor{ID: h.kari, Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
		for i, c := range []struct{ country, seat, code string }{{"NO", "frøya", "NO-5014"}, {"NO", "NO-5014", "NO-5014"}, {organisation.OtherCountry, "Elena", "VTR13"}} {
			id, err := organisation.Register.Run(ctx, h.Door, h.as(h.ola), organisation.Registering{Name: "K", Country: c.country, Number: []string{"942110464", "971032146", "1"}[i],
				Kind: organisation.Municipality, Seat: c.seat})
			if err != nil {
				h.Fatal(c.seat, err, refusal.Complaints(err))
			}
			if _, err := organisation.Confirm.Run(ctx, h.Door, operator, organisation.Confirming{Organisation: id}); err != nil {
				h.Fatal(c.seat, err)
			}
			if o, err := organisation.Find(h.Reader(), id); err != nil || o.Municipality != c.code {
				h.Errorf("%s is %q: %v", c.seat, o.Municipality, err)
			}
		}
	})
}
