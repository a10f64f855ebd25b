package account

import (
	"context"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// forgetting is what somebody sends who has forgotten their password.
type forgetting struct{ Email, Client string }

// forgot sends a link to choose a new password, good for one use within an hour. An address without an account gets no
// letter; who asks sees the same either way.
var forgot = action.Define(action.Definition[forgetting, writing, struct{}]{
	Name: "account.forgot",
	Prepare: func(_ context.Context, _ db.Reader, in *forgetting) error {
		return refusal.Of(complainEmail(in.Email))
	},
	Load: func(tx *action.Tx, in forgetting) (writing, error) { return holdWriting(tx, in.Email, in.Client) },
	May:  action.Anyone[writing](),
	When: notWriting(),
	Do: func(tx *action.Tx, in forgetting, w writing) (struct{}, error) {
		tx.About("reset", id.New())
		silent, err := countLetter(tx, in.Email, in.Client, w)
		if err != nil || silent {
			return struct{}{}, err
		}
		p, err := FindByEmail(tx, in.Email)
		if refusal.KindOf(err) == refusal.Missing {
			return struct{}{}, nil
		}
		if err != nil {
			return struct{}{}, err
		}
		path, err := newLink(tx, linkReset, p.ID, resetLife)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, tx.Tell(mail.Kind, mail.Letter{To: p.Email, Name: p.Name, Lang: p.Lang, Key: "account.mail.reset", Foot: "account.mail.always",
			Args: map[string]string{"Name": p.Name, "Link": path}})
	},
})

// choosing is a new password with the link that allows it.
type choosing struct {
	Secret, Password, Browser string
	Demo                      bool
	hash                      string
}

// reset sets a new password, ends every session, and signs in here.
var reset = action.Define(action.Definition[choosing, Person, string]{
	Name: "account.reset",
	Prepare: func(_ context.Context, r db.Reader, in *choosing) error {
		p, err := personOf(r, linkReset, in.Secret)
		if err != nil {
			return err
		}
		in.hash = ""
		if err := refusal.Of(complainPassword("password", in.Password, p.Name, p.Email)); err != nil {
			return err
		}
		in.hash = hashPassword(in.Password)
		return nil
	},
	Load: func(tx *action.Tx, in choosing) (Person, error) {
		l, err := findLink(tx, linkReset, in.Secret, tx.Now())
		if err != nil {
			return Person{}, err
		}
		return Find(tx, l.person)
	},
	May:  action.Permits[Person]{{Who: "who has the link of the letter", If: func(action.Actor, Person) bool { return true }}},
	When: action.Moment[Person]{Is: "until the link ends, and once", Check: action.AnyTime[Person]().Check},
	Do: func(tx *action.Tx, in choosing, p Person) (string, error) {
		tx.About("person", p.ID)
		if err := useLink(tx, in.Secret); err != nil {
			return "", err
		}
		if _, err := tx.Exec(`DELETE FROM account_links WHERE person = $1 AND kind = $2`, p.ID, linkReset); err != nil {
			return "", err
		}
		if err := setPassword(tx, p, in.hash, ""); err != nil {
			return "", err
		}
		if err := clearAttempts(tx, signInsOf.of(Fold(p.Email))); err != nil {
			return "", err
		}
		return StartSession(tx, p.ID, in.Browser, in.Demo)
	},
})

// setPassword changes the password, ends all sessions but one, and writes to the person: if it was not them, they should
// know.
func setPassword(tx *action.Tx, p Person, hash, keep string) error {
	if err := updatePassword(tx, p.ID, hash); err != nil {
		return err
	}
	if err := deleteSessions(tx, p.ID, keep); err != nil {
		return err
	}
	return tx.Tell(mail.Kind, mail.Letter{To: p.Email, Name: p.Name, Lang: p.Lang, Key: "account.mail.changed", Foot: "account.mail.always",
		Args: map[string]string{"Name": p.Name, "Forgotten": "/forgotten"}})
}
