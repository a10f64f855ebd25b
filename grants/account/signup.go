package account

import (
	"context"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// signingUp is what somebody sends to get an account. Browser is the secret of a cookie: who opens the letter in the same
// browser need not type the password again.
type signingUp struct {
	New
	Next            string
	Client, Browser string
}

// writing is what the throttle knows of a mail address and of the client that makes us write to it.
type writing struct{ address, client attempts }

// signUp keeps what was sent for two days and sends a letter to confirm it. Where the address has an account already, the
// letter says so instead; who signs up sees the same either way.
var signUp = action.Define(action.Definition[signingUp, writing, struct{}]{
	Name: "account.sign_up",
	Prepare: func(_ context.Context, _ db.Reader, in *signingUp) error {
		complaints := append(complainName(in.Name), complainEmail(in.Email)...)
		complaints = append(complaints, complainPassword("password", in.Password, in.Name, in.Email)...)
		if err := refusal.Of(append(complaints, complainLang(in.Lang)...)); err != nil {
			return err
		}
		in.Name, in.Email = strings.TrimSpace(in.Name), strings.TrimSpace(in.Email)
		in.hash = hashPassword(in.Password)
		return nil
	},
	Load: func(tx *action.Tx, in signingUp) (writing, error) { return holdWriting(tx, in.Email, in.Client) },
	May:  action.Anyone[writing](),
	When: notWriting(),
	Do: func(tx *action.Tx, in signingUp, w writing) (struct{}, error) {
		tx.About("sign-up", id.New())
		silent, err := countLetter(tx, in.Email, in.Client, w)
		if err != nil || silent {
			return struct{}{}, err
		}
		p, err := FindByEmail(tx, in.Email)
		if err == nil {
			return struct{}{}, tx.Tell(mail.Kind, mail.Letter{To: p.Email, Name: p.Name, Lang: p.Lang, Key: "account.mail.exists", Foot: "account.mail.always",
				Args: map[string]string{"Name": p.Name, "SignIn": "/sign-in", "Forgotten": "/forgotten"}})
		}
		if refusal.KindOf(err) != refusal.Missing {
			return struct{}{}, err
		}
		return struct{}{}, keepSignUp(tx, in)
	},
})

func keepSignUp(tx *action.Tx, in signingUp) error {
	if _, err := tx.Exec(`DELETE FROM account_sign_ups WHERE ends < $1`, db.At(tx.Now())); err != nil {
		return err
	}
	secret := NewSecret()
	_, err := tx.Exec(`INSERT INTO account_sign_ups (secret, browser, email, folded, name, lang, password, next, ends)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, Hashed(secret), Hashed(in.Browser), in.Email, Fold(in.Email), in.Name, in.Lang, in.hash,
		in.Next, db.At(tx.Now().Add(signUpLife)))
	if err != nil {
		return err
	}
	return tx.Tell(mail.Kind, mail.Letter{To: in.Email, Name: in.Name, Lang: in.Lang, Key: "account.mail.confirm", Foot: "account.mail.always",
		Args: map[string]string{"Name": in.Name, "Link": "/confirm/" + secret}})
}

func holdWriting(tx *action.Tx, email, client string) (w writing, err error) {
	if w.address, err = holdAttempts(tx, lettersTo.of(Fold(email))); err == nil {
		w.client, err = holdAttempts(tx, lettersFrom.of(client))
	}
	return w, err
}

// notWriting refuses a client that made us write too many letters. A mail address that gets too many is passed over in
// silence, since a refusal would tell that somebody is there.
func notWriting() action.Moment[writing] {
	return action.Moment[writing]{Is: "not while waiting after too many letters", Check: func(now time.Time, w writing) error {
		return w.client.wait(now)
	}}
}

// countLetter counts a letter, and says whether it must not be sent.
func countLetter(tx *action.Tx, email, client string, w writing) (silent bool, err error) {
	if err := saveAttempts(tx, lettersFrom.of(client), lettersFrom.more(w.client, tx.Now())); err != nil {
		return false, err
	}
	if tx.Now().Before(w.address.until) {
		return true, nil
	}
	return false, saveAttempts(tx, lettersTo.of(Fold(email)), lettersTo.more(w.address, tx.Now()))
}
