package account

import (
	"context"
	"strings"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// New is a person to be. Without a password they can sign in by a link only.
type New struct {
	Name, Email, Lang, Password string
	hash                        string
}

// Create makes a person without a letter and a confirmation: for the first administrator and the demonstration. It
// returns their identifier. An address that is there already is a refusal of kind Conflict.
var Create = action.Define(action.Definition[New, New, string]{
	Name: "account.create",
	Prepare: func(_ context.Context, _ db.Reader, in *New) error {
		complaints := append(complainName(in.Name), complainEmail(in.Email)...)
		complaints = append(complaints, complainLang(in.Lang)...)
		if in.Password != "" {
			complaints = append(complaints, complainPassword("password", in.Password, in.Name, in.Email)...)
			in.hash = hashPassword(in.Password)
		}
		return refusal.Of(complaints)
	},
	Load: func(_ *action.Tx, in New) (New, error) { return in, nil },
	May:  action.Program[New](),
	When: action.AnyTime[New](),
	Do: func(tx *action.Tx, _ New, n New) (string, error) {
		return add(tx, n)
	},
})

// add keeps a new person.
func add(tx *action.Tx, n New) (string, error) {
	p := Person{ID: id.New(), Name: strings.TrimSpace(n.Name), Email: strings.TrimSpace(n.Email), Lang: n.Lang}
	tx.About("person", p.ID)
	err := insertPerson(tx, p, n.hash)
	if db.IsDuplicate(err) {
		return "", refusal.New(refusal.Conflict, "account.refusal.exists")
	}
	return p.ID, err
}
