package application

import (
	"context"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Signing is a signature under the document with a hash: the one the certifier has read.
type Signing struct {
	Application, Hash string
	sending           Sending
}

// Sign signs an application for its organisation. It refuses a document other than the one that was read. Nobody needs to
// have asked.
var Sign = action.Define(action.Definition[Signing, timed, struct{}]{
	Name: "application.sign",
	Prepare: func(ctx context.Context, r db.Reader, in *Signing) error {
		in.sending.Application = in.Application
		return freeze(ctx, r, &in.sending)
	},
	Load: func(tx *action.Tx, in Signing) (timed, error) { return load(tx, in.Application) },
	May:  certifiersOnly(),
	When: whileOpen("while the call is open and the application is a draft", isDraft),
	Do: func(tx *action.Tx, in Signing, t timed) (struct{}, error) {
		f := in.sending.frozen
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		tx.Note("role", account.Certifier)
		tx.Note("hash", f.sum())
		if err := f.ready(t); err != nil {
			return struct{}{}, unchanging(err)
		}
		if in.Hash != f.sum() {
			return struct{}{}, refusal.New(refusal.Conflict, "application.sign.unread")
		}
		last, err := LastRound(tx, t.ID)
		if err != nil || last.Holds(in.Hash) {
			return struct{}{}, err
		}
		if last.State != SignatureAsked {
			last = Round{Application: t.ID, N: last.N + 1, Asked: tx.Now(), AskedBy: tx.Actor().Name()}
		}
		last.State, last.At, last.By, last.Hash, last.Content = SignatureGiven, tx.Now(), tx.Actor().Name(), in.Hash, f.content
		if err := keepRound(tx, last); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, t.answerTo(tx, toldSigned, last)
	},
})

// answerTo tells whoever asked for a signature what came of it.
func (t timed) answerTo(tx *action.Tx, k notice.Kind, r Round) error {
	by, err := account.Find(tx, r.By)
	if err != nil {
		return err
	}
	return notice.Tell(tx, k, notice.News{About: t.subject(tx), Link: "/applications/" + t.ID + "/check", Args: map[string]text.Text{"Name": notice.Same(by.Name)}}, r.AskedBy)
}
