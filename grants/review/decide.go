package review

import (
	"strings"
	"time"
	"unicode/utf8"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Deciding is an officer's answer to one gate.
type Deciding struct {
	Application, Gate string
	Answer            Answer
	Reason            string
}

// ReasonLimit is how long a reason can be, in characters.
const ReasonLimit = 4000

// Decide answers one gate of the check for an application, with the reason. An answer can be changed until the check is
// closed. Asking to clarify writes to the applicant.
var Decide = action.Define(action.Definition[Deciding, dossier, struct{}]{
	Name: "review.decide",
	Load: func(tx *action.Tx, in Deciding) (dossier, error) { return open(tx, in.Application) },
	May:  operators(),
	When: checking(),
	Do: func(tx *action.Tx, in Deciding, d dossier) (struct{}, error) {
		tx.About("application", in.Application)
		tx.Note("gate", in.Gate)
		tx.Note("answer", string(in.Answer))
		return struct{}{}, decide(tx, in, d)
	},
})

func decide(tx *action.Tx, in Deciding, d dossier) error {
	gate, ok := gateOf(d.call.Definition, in.Gate)
	if !ok {
		return refusal.New(refusal.Missing, "look.refusal.missing")
	}
	decision := Decision{in.Application, in.Gate, in.Answer, strings.TrimSpace(in.Reason), time.Time{}, tx.Actor().ID, tx.Now()}
	before := before(d.decisions, in.Gate)
	decision.Asked = before.Asked
	complaints := complainReason("reason", decision.Reason, true)
	switch {
	case in.Answer != Yes && in.Answer != No && in.Answer != Clarify:
		complaints = append(complaints, refusal.About("answer", "review.refusal.answer"))
	case !mayAnswer(gate, before, in.Answer):
		complaints = append(complaints, refusal.About("answer", "review.refusal.clarify_first"))
	}
	if len(complaints) > 0 {
		return refusal.Of(complaints)
	}
	if in.Answer == Clarify {
		if decision.Asked.IsZero() {
			decision.Asked = tx.Now()
		}
		if err := askToClarify(tx, d, gate, decision.Reason); err != nil {
			return err
		}
	}
	return saveDecision(tx, d.call.ID, decision)
}

func before(decisions []Decision, gate string) Decision {
	for _, d := range decisions {
		if d.Gate == gate {
			return d
		}
	}
	return Decision{}
}

// complainReason judges what somebody wrote as a reason.
func complainReason(field, reason string, required bool) []refusal.Complaint {
	switch {
	case required && reason == "":
		return []refusal.Complaint{refusal.About(field, "review.refusal.reason_empty")}
	case utf8.RuneCountInString(reason) > ReasonLimit:
		return []refusal.Complaint{refusal.About(field, "review.refusal.reason_long", "Limit", ReasonLimit, "Length", utf8.RuneCountInString(reason))}
	}
	return nil
}
