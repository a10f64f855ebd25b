package application

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Returning is what a certifier wants changed before signing, by section; "" is the application as a whole.
type Returning struct {
	Application string
	Words       map[string]string
}

// SendBack answers a request for a signature with what is to be changed first.
var SendBack = action.Define(action.Definition[Returning, timed, struct{}]{
	Name:    "application.send_back",
	Prepare: tidyReturning,
	Load:    func(tx *action.Tx, in Returning) (timed, error) { return load(tx, in.Application) },
	May:     certifiersOnly(),
	When:    whileOpen("while the call is open and the application is a draft", isDraft),
	Do: func(tx *action.Tx, in Returning, t timed) (struct{}, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		tx.Note("role", account.Certifier)
		last, err := LastRound(tx, t.ID)
		if err != nil {
			return struct{}{}, err
		}
		if last.State != SignatureAsked {
			return struct{}{}, refusal.New(refusal.Conflict, "application.sign.not_asked")
		}
		last.State, last.At, last.By = SignatureReturned, tx.Now(), tx.Actor().Name()
		if err := keepRound(tx, last); err != nil {
			return struct{}{}, err
		}
		for section, words := range in.Words {
			if err := insertReturned(tx, last, section, words); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, t.answerTo(tx, toldReturned, last)
	},
})

// tidyReturning leaves what was written, and refuses nothing and too much.
func tidyReturning(_ context.Context, r db.Reader, in *Returning) error {
	a, err := Find(r, in.Application)
	if err != nil {
		return err
	}
	d, err := definition(r, a.Call, a.CallVersion)
	if err != nil {
		return err
	}
	sections := []string{""}
	for _, s := range d.Form.Sections {
		sections = append(sections, s.ID)
	}
	words := map[string]string{}
	var complaints []refusal.Complaint
	for section, w := range in.Words {
		w = strings.TrimSpace(printable(w))
		if n := utf8.RuneCountInString(w); n > CommentLimit {
			complaints = append(complaints, refusal.About("back-"+section, "application.comment.too_long", "Written", inAll(whole(n)), "Limit", inAll(whole(CommentLimit))))
		}
		if w != "" && utf8.ValidString(w) && slices.Contains(sections, section) {
			words[section] = w
		}
	}
	if in.Words = words; len(words) == 0 {
		complaints = append(complaints, refusal.About("back-", "application.sign.no_words"))
	}
	return refusal.Of(complaints)
}
