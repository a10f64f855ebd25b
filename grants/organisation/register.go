package organisation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/registration"
)

// Registering is what somebody sends to register an organisation. Owner is for the program only, which registers for a
// person; who is signed in becomes the owner themselves.
type Registering struct {
	Name, Country, Number, Kind, Seat string
	Owner                             string

	municipality string // which one it is, as far as its seat says; only of what the program registers
}

// Register makes an organisation, of which who registers it becomes the first owner, and returns its identifier. The
// number must have a right check digit where we can check it, and nobody may have registered it before.
var Register = action.Define(action.Definition[Registering, Registering, string]{
	Name: "organisation.register",
	Prepare: func(_ context.Context, r db.Reader, in *Registering) error {
		if err := check(in); err != nil || in.Kind != Municipality || in.Owner == "" {
			return err
		}
		d, err := directory(r)
		if err != nil {
			return err
		}
		m, _ := Organisation{Country: in.Country, Seat: in.Seat}.which(d, "")
		in.municipality = m.Code
		return nil
	},
	Load: func(_ *action.Tx, in Registering) (Registering, error) { return in, nil },
	May: append(action.SignedIn[Registering](),
		action.Permit[Registering]{Who: "the program itself", If: func(a action.Actor, r Registering) bool { return a.System() && r.Owner != "" }}),
	When: action.AnyTime[Registering](),
	Do: func(tx *action.Tx, _ Registering, r Registering) (string, error) {
		owner := r.Owner
		if tx.Actor().Person() {
			owner = tx.Actor().ID
		}
		o := Organisation{ID: id.New(), Name: r.Name, Country: r.Country, Number: r.Number, Kind: r.Kind, Seat: r.Seat}
		if tx.Actor().System() && r.municipality != "" {
			o.Confirmed, o.Municipality = tx.Now(), r.municipality // whoever runs the program vouches for what it registers
		}
		tx.About("organisation", o.ID)
		tx.OnBehalf(o.ID)
		if err := insert(tx, o); err != nil {
			if db.IsDuplicate(err) {
				err = refusal.Of([]refusal.Complaint{refusal.About("number", "organisation.refusal.number_taken")})
			}
			return "", err
		}
		if err := account.Give(tx, owner, account.Owner, o.ID); err != nil {
			return "", err
		}
		return o.ID, tellClaim(tx, o)
	},
})

// check judges what was sent and writes the number as it is kept.
func check(in *Registering) error {
	in.Name = strings.Join(strings.Fields(in.Name), " ")
	in.Seat = strings.TrimSpace(in.Seat)
	complaints := complainName(in.Name)
	if !slices.Contains(Countries, in.Country) {
		complaints = append(complaints, refusal.About("country", "organisation.refusal.country"))
	}
	number, _, err := registration.Parse(in.Country, in.Number)
	if err != nil {
		complaints = append(complaints, refusal.About("number", "organisation.refusal."+reason(in.Country, err)))
	} else if utf8.RuneCountInString(number) > 40 {
		complaints = append(complaints, refusal.About("number", "organisation.refusal.number_long"))
	}
	in.Number = number
	if !slices.Contains(Kinds, in.Kind) {
		complaints = append(complaints, refusal.About("kind", "organisation.refusal.kind"))
	}
	return refusal.Of(append(complaints, complainSeat(*in)...))
}

// reason is the sentence for what is wrong with a number.
func reason(country string, err error) string {
	switch {
	case errors.Is(err, registration.ErrEmpty):
		return "number_empty"
	case errors.Is(err, registration.ErrCheckDigit), errors.Is(err, registration.ErrZeros):
		return "number_wrong"
	case country == "BG":
		return "number_bg"
	}
	return "number_no"
}

func complainSeat(in Registering) []refusal.Complaint {
	switch {
	case in.Country == "BG" && !isMunicipality(in.Seat):
		return []refusal.Complaint{refusal.About("seat", "organisation.refusal.seat_bg")}
	case in.Seat == "":
		return []refusal.Complaint{refusal.About("seat", "organisation.refusal.seat_empty")}
	case utf8.RuneCountInString(in.Seat) > SeatLimit:
		return []refusal.Complaint{refusal.About("seat", "organisation.refusal.seat_long", "Limit", SeatLimit)}
	}
	return nil
}

// places is the register of municipalities, read when it is first wanted.
var places = sync.OnceValues(municipality.Seed)

func isMunicipality(code string) bool {
	register, err := places()
	if err != nil {
		return false
	}
	_, found := register.Municipality(code)
	return found
}

func complainName(name string) []refusal.Complaint {
	switch name = strings.TrimSpace(name); {
	case name == "":
		return []refusal.Complaint{refusal.About("name", "organisation.refusal.name_empty")}
	case utf8.RuneCountInString(name) > NameLimit:
		return []refusal.Complaint{refusal.About("name", "organisation.refusal.name_long", "Limit", NameLimit)}
	}
	return nil
}
