package account

import (
	"context"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
)

// signingIn is what somebody sends to sign in; person and right are found out before the writing begins.
type signingIn struct {
	Email, Password string
	Client, Browser string
	Demo            bool
	person          string
	right           bool
}

// standing is what the throttle knows of an account and of a client's address.
type standing struct{ account, client attempts }

// signIn returns the secret of a new session, or "" where address and password do not fit together: which of the two was
// wrong is told to nobody. A failure is written down, so it is no refusal; who failed too often is refused until later,
// with the right password too, so that many tries at the same time gain nothing.
var signIn = action.Define(action.Definition[signingIn, standing, string]{
	Name: "account.sign_in",
	Prepare: func(_ context.Context, r db.Reader, in *signingIn) error {
		known, err := findCredentials(r, in.Email)
		if err != nil {
			return err
		}
		in.person, in.right = known.person, isPassword(in.Password, known.hash)
		return nil
	},
	Load: func(tx *action.Tx, in signingIn) (s standing, err error) {
		if s.account, err = holdAttempts(tx, signInsOf.of(Fold(in.Email))); err == nil {
			s.client, err = holdAttempts(tx, signInsFrom.of(in.Client))
		}
		return s, err
	},
	May:  action.Anyone[standing](),
	When: notWaiting(),
	Do: func(tx *action.Tx, in signingIn, s standing) (string, error) {
		if in.person == "" {
			tx.About("person", "unknown")
		} else {
			tx.About("person", in.person)
		}
		if !in.right {
			tx.Note("outcome", "refused")
			return "", countFailure(tx, in, s)
		}
		tx.Note("outcome", "signed-in")
		if err := clearAttempts(tx, signInsOf.of(Fold(in.Email))); err != nil {
			return "", err
		}
		return StartSession(tx, in.person, in.Browser, in.Demo)
	},
})

func countFailure(tx *action.Tx, in signingIn, s standing) error {
	if err := saveAttempts(tx, signInsOf.of(Fold(in.Email)), signInsOf.more(s.account, tx.Now())); err != nil {
		return err
	}
	return saveAttempts(tx, signInsFrom.of(in.Client), signInsFrom.more(s.client, tx.Now()))
}

// notWaiting lets nobody in before their wait is over.
func notWaiting() action.Moment[standing] {
	return action.Moment[standing]{Is: "not while waiting after too many attempts", Check: func(now time.Time, s standing) error {
		if err := s.account.wait(now); err != nil {
			return err
		}
		return s.client.wait(now)
	}}
}

// mustWait is notWaiting outside the action, so that who has to wait costs us no hashing.
func mustWait(r db.Reader, in signingIn, now time.Time) error {
	a, err := findAttempts(r, signInsOf.of(Fold(in.Email)))
	if err != nil {
		return err
	}
	c, err := findAttempts(r, signInsFrom.of(in.Client))
	if err != nil {
		return err
	}
	return notWaiting().Check(now, standing{a, c})
}
