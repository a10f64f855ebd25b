package calendar

import (
	"strconv"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/token"
)

// purpose is that of the tokens in addresses of calendars.
const purpose = "calendar"

// Renew makes an address for the calendar of whoever asks. The one they had before stops working.
var Renew = action.Define(action.Definition[struct{}, struct{}, struct{}]{
	Name: "calendar.renew",
	Load: func(*action.Tx, struct{}) (struct{}, error) { return struct{}{}, nil },
	May:  action.SignedIn[struct{}](),
	When: action.AnyTime[struct{}](),
	Do: func(tx *action.Tx, _, _ struct{}) (struct{}, error) {
		tx.About("person", tx.Actor().ID)
		_, err := tx.Exec(`INSERT INTO calendar_addresses (person, number, at) VALUES ($1, 1, $2)
			ON CONFLICT (person) DO UPDATE SET number = calendar_addresses.number + 1, at = excluded.at`, tx.Actor().ID, db.At(tx.Now()))
		return struct{}{}, err
	},
})

// number is which address of a person is good; 0 when they have made none.
func number(r db.Reader, person string) (int64, error) {
	all, err := db.All(r, db.Value[int64], `SELECT number FROM calendar_addresses WHERE person = $1`, person)
	if err != nil || len(all) == 0 {
		return 0, err
	}
	return all[0], nil
}

// address is the path of a person's calendar; "" when they have made none.
func address(r db.Reader, person string) (string, error) {
	n, err := number(r, person)
	if err != nil || n == 0 {
		return "", err
	}
	t, err := token.Make(r, purpose, person, strconv.FormatInt(n, 10))
	return "/calendar/" + t + "/vekst.ics", err
}

// owner is whose calendar an address is, with what they were given; Missing when it was renewed or is none of ours.
func owner(r db.Reader, given string) (account.Person, action.Actor, error) {
	parts, err := token.Read(r, purpose, given)
	if err != nil || len(parts) != 2 {
		return account.Person{}, action.Actor{}, refusal.New(refusal.Missing, "calendar.refusal.address")
	}
	n, err := number(r, parts[0])
	if err != nil {
		return account.Person{}, action.Actor{}, err
	}
	if strconv.FormatInt(n, 10) != parts[1] {
		return account.Person{}, action.Actor{}, refusal.New(refusal.Missing, "calendar.refusal.address")
	}
	p, err := account.Find(r, parts[0])
	if err != nil {
		return p, action.Actor{}, err
	}
	a, err := account.ActorOf(r, p.ID)
	return p, a, err
}
