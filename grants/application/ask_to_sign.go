package application

import (
	"context"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Asking is a draft that somebody is to sign.
type Asking struct {
	Application string
	sending     Sending
}

// AskToSign asks the certifiers of the organisation to read and sign a draft that is complete. Each gets a letter at once.
// Asking twice is asking once.
var AskToSign = action.Define(action.Definition[Asking, timed, struct{}]{
	Name: "application.ask_to_sign",
	Prepare: func(ctx context.Context, r db.Reader, in *Asking) error {
		in.sending.Application = in.Application
		return freeze(ctx, r, &in.sending)
	},
	Load: func(tx *action.Tx, in Asking) (timed, error) { return load(tx, in.Application) },
	May:  mayEdit(),
	When: whileOpen("while the call is open and the application is a draft", isDraft),
	Do: func(tx *action.Tx, in Asking, t timed) (struct{}, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		if err := in.sending.frozen.ready(t); err != nil {
			return struct{}{}, unchanging(err)
		}
		last, err := LastRound(tx, t.ID)
		if err != nil || last.State == SignatureAsked || last.Holds(in.sending.frozen.sum()) {
			return struct{}{}, err
		}
		people, err := organisation.Certifiers(tx, t.Organisation)
		if err != nil {
			return struct{}{}, err
		}
		if len(people) == 0 {
			return struct{}{}, refusal.New(refusal.Conflict, "application.sign.nobody")
		}
		round := Round{Application: t.ID, N: last.N + 1, State: SignatureAsked, Asked: tx.Now(), AskedBy: tx.Actor().Name()}
		if err := keepRound(tx, round); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.callFor(tx, people, in.sending.frozen)
	},
})

// What is told about signatures.
var (
	toldToSign   = notice.Define(notice.Kind{Key: "application.told.sign", Must: true})
	toldSigned   = notice.Define(notice.Kind{Key: "application.told.signed", Way: notice.AtOnce})
	toldReturned = notice.Define(notice.Kind{Key: "application.told.returned", Way: notice.AtOnce})
)

// callFor writes to those who are to sign, but for whoever asks.
func (t timed) callFor(tx *action.Tx, people []account.Person, f frozen) error {
	by, err := account.Find(tx, tx.Actor().Name())
	if err != nil {
		return err
	}
	subject := t.subject(tx)
	n := notice.News{About: subject, Link: "/applications/" + t.ID + "/check", Args: map[string]text.Text{"Name": notice.Same(by.Name)}}
	for _, p := range people {
		if p.ID == by.ID {
			continue
		}
		l := mail.Letter{Lang: p.Lang, Key: "application.mail.sign", Args: map[string]string{"By": by.Name, "Title": subject.Title.In(p.Lang),
			"Call": f.call.Title.In(p.Lang), "Closes": lang.DateTime(p.Lang, t.window.Closes.In(t.window.Location())), "Link": n.Link}}
		if err := notice.Write(tx, toldToSign, n, p, l); err != nil {
			return err
		}
	}
	return nil
}
