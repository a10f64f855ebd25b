package dialogue

import (
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Consulting lays the draft of a call before the public until a moment. Account says whether one must be signed in to
// comment.
type Consulting struct {
	File    []byte
	Closes  time.Time
	Account bool
}

// draft is the file that is laid before the public, read.
type draft struct {
	call.Definition
	isPublished, isThere bool
}

// Consult opens the public consultation of a draft. The draft has no faults, or people would comment on those; it is not a
// call yet, and nobody can apply.
var Consult = action.Define(action.Definition[Consulting, draft, Consultation]{
	Name: "dialogue.consult",
	Load: func(tx *action.Tx, in Consulting) (draft, error) {
		d, faults := call.Read(in.File, call.WithinRules)
		if len(faults) > 0 {
			return draft{}, refusal.Of([]refusal.Complaint{refusal.About("text", "dialogue.consult.faults", "Line", faults[0].Line, "Fault", faults[0].Sentence)})
		}
		_, missing := call.CurrentVersion(tx, d.ID)
		if missing != nil && refusal.KindOf(missing) != refusal.Missing {
			return draft{}, missing
		}
		_, absent := FindConsultation(tx, d.ID)
		if absent != nil && refusal.KindOf(absent) != refusal.Missing {
			return draft{}, absent
		}
		return draft{d, missing == nil, absent == nil}, nil
	},
	May:  officers(func(d draft) string { return d.Programme }),
	When: action.AnyTime[draft](),
	Do: func(tx *action.Tx, in Consulting, d draft) (Consultation, error) {
		tx.About("consultation", d.ID)
		tx.Note("hash", d.Hash())
		tx.Note("closes", in.Closes.UTC().Format(time.RFC3339))
		var complaints []refusal.Complaint
		switch {
		case d.isPublished:
			complaints = append(complaints, refusal.About("text", "dialogue.consult.published"))
		case d.isThere:
			complaints = append(complaints, refusal.About("text", "dialogue.consult.there"))
		}
		switch {
		case in.Closes.IsZero():
			complaints = append(complaints, refusal.About("closes", "dialogue.consult.unclear"))
		case !in.Closes.After(tx.Now()):
			complaints = append(complaints, refusal.About("closes", "dialogue.consult.past"))
		case in.Closes.After(tx.Now().AddDate(1, 0, 0)):
			complaints = append(complaints, refusal.About("closes", "dialogue.consult.far"))
		}
		if err := refusal.Of(complaints); err != nil {
			return Consultation{}, err
		}
		c := Consultation{Call: d.ID, Programme: d.Programme, File: in.File, Opens: tx.Now(), Closes: in.Closes, Account: in.Account}
		return c, insertConsultation(tx, c)
	},
})

// mayAnswer are the roles that answer.
var mayAnswer = []string{account.Operator, account.Administrator}
