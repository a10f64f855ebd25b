package account

import (
	"context"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// profile is what a person can change of themselves.
type profile struct{ Name, Lang string }

// changeProfile changes the name and the language of whoever asks.
var changeProfile = action.Define(action.Definition[profile, Person, struct{}]{
	Name: "account.change_profile",
	Prepare: func(_ context.Context, _ db.Reader, in *profile) error {
		in.Name = strings.TrimSpace(in.Name)
		return refusal.Of(append(complainName(in.Name), complainLang(in.Lang)...))
	},
	Load: loadSelf[profile],
	May:  theyThemselves(),
	When: action.AnyTime[Person](),
	Do: func(tx *action.Tx, in profile, p Person) (struct{}, error) {
		tx.About("person", p.ID)
		p.Name, p.Lang = in.Name, in.Lang
		return struct{}{}, updatePerson(tx, p)
	},
})

// changing is a new password with the old one. Person and Session are whose and where, as the request says.
type changing struct {
	Old, New        string
	Person, Session string
	Client          string
	hash            string
	right           bool
}

// asking is who asks, with what the throttle knows of their account.
type asking struct {
	person  Person
	account attempts
}

// changePassword sets a new password and ends all other sessions. It returns false, and counts a failure, where the old
// password is wrong: who found an open browser shall not find out the password by trying.
var changePassword = action.Define(action.Definition[changing, asking, bool]{
	Name: "account.change_password",
	Prepare: func(_ context.Context, r db.Reader, in *changing) error {
		p, err := Find(r, in.Person)
		if err != nil {
			return err
		}
		if err := refusal.Of(complainPassword("new_password", in.New, p.Name, p.Email)); err != nil {
			return err
		}
		hash, err := findHash(r, in.Person)
		if err != nil {
			return err
		}
		if in.right = isPassword(in.Old, hash); in.right {
			in.hash = hashPassword(in.New)
		}
		return nil
	},
	Load: func(tx *action.Tx, in changing) (a asking, err error) {
		if a.person, err = Find(tx, in.Person); err == nil {
			a.account, err = holdAttempts(tx, signInsOf.of(Fold(a.person.Email)))
		}
		return a, err
	},
	May:  action.Permits[asking]{{Who: "the person", If: func(a action.Actor, s asking) bool { return a.ID == s.person.ID && a.Person() }}},
	When: action.Moment[asking]{Is: notWaiting().Is, Check: func(now time.Time, s asking) error { return s.account.wait(now) }},
	Do: func(tx *action.Tx, in changing, s asking) (bool, error) {
		tx.About("person", s.person.ID)
		subject := signInsOf.of(Fold(s.person.Email))
		if !in.right {
			tx.Note("outcome", "refused")
			return false, saveAttempts(tx, subject, signInsOf.more(s.account, tx.Now()))
		}
		if err := clearAttempts(tx, subject); err != nil {
			return false, err
		}
		return true, setPassword(tx, s.person, in.hash, in.Session)
	},
})

func loadSelf[In any](tx *action.Tx, _ In) (Person, error) {
	if !tx.Actor().Person() {
		return Person{}, nil // May refuses
	}
	return Find(tx, tx.Actor().ID)
}

func theyThemselves() action.Permits[Person] {
	return action.Permits[Person]{{Who: "the person", If: func(a action.Actor, p Person) bool { return a.Person() && a.ID == p.ID }}}
}
