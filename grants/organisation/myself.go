package organisation

import (
	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Person is the kind of somebody who takes part in their own name, where a call lets natural persons. It stands for them as an
// organisation would, has no number and no seat, and nobody registers one: ActForMyself makes it.
const Person = "person"

// Myself is the identifier under which the actor takes part in their own name, "" where they never did.
func Myself(r db.Reader, a action.Actor) (string, error) {
	o, err := mine(r, a)
	if refusal.KindOf(err) == refusal.Missing {
		return "", nil
	}
	return o.ID, err
}

func mine(r db.Reader, a action.Actor) (Organisation, error) {
	return db.One(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed, municipality FROM organisations WHERE country = 'BG' AND number = $1 AND kind = 'person'`, ownNumber(a))
}

// ownNumber keeps the place of the number of a register. No register has one with letters in it.
func ownNumber(a action.Actor) string { return "person:" + a.ID }

// ActForMyself lets somebody signed in take part in their own name, and returns the identifier under which they do. It is the
// same each time.
var ActForMyself = action.Define(action.Definition[struct{}, action.Actor, string]{
	Name: "organisation.act_for_myself",
	Load: func(tx *action.Tx, _ struct{}) (action.Actor, error) { return tx.Actor(), nil },
	May:  action.SignedIn[action.Actor](),
	When: action.AnyTime[action.Actor](),
	Do: func(tx *action.Tx, _ struct{}, me action.Actor) (string, error) {
		tx.About("person", me.ID)
		if have, err := Myself(tx, me); err != nil || have != "" {
			return have, err
		}
		p, err := account.Find(tx, me.ID)
		if err != nil {
			return "", err
		}
		o := Organisation{ID: id.New(), Name: p.Name, Country: "BG", Number: ownNumber(me), Kind: Person}
		if err := insert(tx, o); err != nil {
			return "", err
		}
		return o.ID, account.Give(tx, me.ID, account.Owner, o.ID)
	},
})
