package account

import (
	"net/url"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Kinds of links. Each can be used once.
const (
	linkReset = "reset" // to choose a password
	linkDemo  = "demo"  // to sign in, in a demonstration only
)

// link is one use of an account without its password.
type link struct {
	kind, person string
	ends         time.Time
}

// LinkFor asks for a link that signs a person in. Next is the path of ours to go on to, "" for their own page.
type LinkFor struct{ Person, Next string }

// SignInLink makes a link that signs a person in, for a demonstration; it returns its path. The link works once, for a
// day, and only where account.Options.Demo is set.
var SignInLink = action.Define(action.Definition[LinkFor, Person, string]{
	Name: "account.sign_in_link",
	Load: func(tx *action.Tx, in LinkFor) (Person, error) { return Find(tx, in.Person) },
	May:  action.Program[Person](),
	When: action.AnyTime[Person](),
	Do: func(tx *action.Tx, in LinkFor, p Person) (string, error) {
		tx.About("person", p.ID)
		path, err := newLink(tx, linkDemo, p.ID, 24*time.Hour)
		if err == nil && in.Next != "" {
			path += "?next=" + url.QueryEscape(in.Next)
		}
		return path, err
	},
})

// newLink keeps a link and returns its path. Links that have ended are forgotten.
func newLink(tx *action.Tx, kind, person string, life time.Duration) (path string, err error) {
	if _, err := tx.Exec(`DELETE FROM account_links WHERE ends <= $1`, db.At(tx.Now())); err != nil {
		return "", err
	}
	secret := NewSecret()
	_, err = tx.Exec(`INSERT INTO account_links (secret, kind, person, ends) VALUES ($1, $2, $3, $4)`,
		Hashed(secret), kind, person, db.At(tx.Now().Add(life)))
	return linkPaths[kind] + secret, err
}

var linkPaths = map[string]string{linkReset: "/reset/", linkDemo: "/enter/"}

// findLink returns the link if it can be used at now, and otherwise a refusal that says so.
func findLink(r db.Reader, kind, secret string, now time.Time) (link, error) {
	l, err := db.One(r, func(s db.Scanner, l *link) error { return s.Scan(&l.kind, &l.person, db.Moment(&l.ends)) },
		`SELECT kind, person, ends FROM account_links WHERE secret = $1 AND kind = $2`, Hashed(secret), kind)
	if refusal.KindOf(err) == refusal.Missing || err == nil && !now.Before(l.ends) {
		return l, refusal.New(refusal.Closed, "account.refusal.link")
	}
	return l, err
}

// useLink spends the link. Of two who use it at once, one is refused.
func useLink(tx *action.Tx, secret string) error {
	n, err := tx.Exec(`DELETE FROM account_links WHERE secret = $1`, Hashed(secret))
	if err == nil && n == 0 {
		err = refusal.New(refusal.Closed, "account.refusal.link")
	}
	return err
}

// personOf is whose link it is; whether it has ended is judged by the action.
func personOf(r db.Reader, kind, secret string) (Person, error) {
	p, err := db.One(r, scanPerson, `SELECT p.id, p.name, p.email, p.lang FROM account_links l JOIN people p ON p.id = l.person
		WHERE l.secret = $1 AND l.kind = $2`, Hashed(secret), kind)
	if refusal.KindOf(err) == refusal.Missing {
		err = refusal.New(refusal.Closed, "account.refusal.link")
	}
	return p, err
}

// entering is a link of SignInLink with the browser it was opened in.
type entering struct{ Secret, Browser string }

// enter signs in by such a link. The pages run it in a demonstration only.
var enter = action.Define(action.Definition[entering, link, string]{
	Name: "account.enter",
	Load: func(tx *action.Tx, in entering) (link, error) { return findLink(tx, linkDemo, in.Secret, tx.Now()) },
	May:  action.Permits[link]{{Who: "who has a sign-in link of the demonstration", If: func(action.Actor, link) bool { return true }}},
	When: action.Moment[link]{Is: "within a day, and once", Check: action.AnyTime[link]().Check},
	Do: func(tx *action.Tx, in entering, l link) (string, error) {
		tx.About("person", l.person)
		if err := useLink(tx, in.Secret); err != nil {
			return "", err
		}
		return StartSession(tx, l.person, in.Browser, true)
	},
})
