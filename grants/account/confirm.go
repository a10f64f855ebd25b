package account

import (
	"context"
	"crypto/subtle"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// pending is a sign-up that waits for its confirmation.
type pending struct {
	New
	browser, next string
	ends          time.Time
}

// confirming is what somebody sends with the link of the letter. Password is needed in another browser than the one of the
// sign-up: otherwise somebody could sign up with an address of somebody else, who would confirm a stranger's password.
type confirming struct {
	Secret, Password, Cookie string
	Browser                  string
	Demo                     bool
	right                    bool
}

// Entered is a new session and where to go on to.
type entered struct{ secret, next string }

// confirm makes the person and signs them in. Other sign-ups with the same address are forgotten.
var confirm = action.Define(action.Definition[confirming, pending, entered]{
	Name: "account.confirm",
	Prepare: func(_ context.Context, r db.Reader, in *confirming) error {
		p, err := findPending(r, in.Secret)
		if err != nil {
			return err
		}
		if in.right = p.sameBrowser(in.Cookie) || in.Password != "" && isPassword(in.Password, p.hash); !in.right {
			return refusal.Of([]refusal.Complaint{refusal.About("password", "account.refusal.password_wrong")})
		}
		return nil
	},
	Load: func(tx *action.Tx, in confirming) (pending, error) { return findPending(tx, in.Secret) },
	May:  action.Permits[pending]{{Who: "who has the link of the letter", If: func(action.Actor, pending) bool { return true }}},
	When: action.Moment[pending]{Is: "within two days of signing up", Check: func(now time.Time, p pending) error {
		if !now.Before(p.ends) {
			return refusal.New(refusal.Closed, "account.refusal.confirm_late")
		}
		return nil
	}},
	Do: func(tx *action.Tx, in confirming, p pending) (entered, error) {
		if !in.right {
			return entered{}, refusal.New(refusal.Forbidden, "look.refusal.forbidden")
		}
		person, err := add(tx, p.New)
		if err != nil {
			return entered{}, err
		}
		if _, err := tx.Exec(`DELETE FROM account_sign_ups WHERE folded = $1`, Fold(p.Email)); err != nil {
			return entered{}, err
		}
		secret, err := StartSession(tx, person, in.Browser, in.Demo)
		return entered{secret, p.next}, err
	},
})

func (p pending) sameBrowser(cookie string) bool {
	return cookie != "" && subtle.ConstantTimeCompare([]byte(p.browser), []byte(Hashed(cookie))) == 1
}

// findPending returns a sign-up, or a refusal that says what to do when the link was used or never was.
func findPending(r db.Reader, secret string) (pending, error) {
	p, err := db.One(r, func(s db.Scanner, p *pending) error {
		return s.Scan(&p.browser, &p.Email, &p.Name, &p.Lang, &p.hash, &p.next, db.Moment(&p.ends))
	}, `SELECT browser, email, name, lang, password, next, ends FROM account_sign_ups WHERE secret = $1`, Hashed(secret))
	if refusal.KindOf(err) == refusal.Missing {
		err = refusal.New(refusal.Closed, "account.refusal.confirm_used")
	}
	return p, err
}
