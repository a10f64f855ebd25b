package review

import (
	"strings"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Choosing is the committee's choice between two equally close pairs of scores: HigherPair or LowerPair.
type Choosing struct {
	Application string
	Choice      Tie
	Reason      string
}

// Choose lets the committee say which pair counts, with the reason, where the call leaves a tie to it (rule L8).
var Choose = action.Define(action.Definition[Choosing, dossier, struct{}]{
	Name: "review.choose_pair",
	Load: func(tx *action.Tx, in Choosing) (dossier, error) { return open(tx, in.Application) },
	May: action.Permits[dossier]{{Who: "members of the selection committee", If: func(a action.Actor, d dossier) bool {
		return a.Has(account.Committee, d.call.Programme)
	}}},
	When: assessing(),
	Do: func(tx *action.Tx, in Choosing, d dossier) (struct{}, error) {
		tx.About("application", in.Application)
		tx.Note("choice", string(in.Choice))
		reason := strings.TrimSpace(in.Reason)
		complaints := complainReason("reason", reason, true)
		if in.Choice != HigherPair && in.Choice != LowerPair {
			complaints = append(complaints, refusal.About("choice", "review.refusal.choice"))
		}
		if err := refusal.Of(complaints); err != nil {
			return struct{}{}, err
		}
		r, err := ResultOf(tx, in.Application)
		if err != nil {
			return struct{}{}, err
		}
		if r.Waiting != ForCommittee {
			return struct{}{}, refusal.New(refusal.Conflict, "review.refusal.nothing_to_choose")
		}
		err = insertRuling(tx, d.call.ID, Ruling{in.Application, in.Choice, reason, tx.Actor().ID, tx.Now()})
		if db.IsDuplicate(err) {
			err = refusal.New(refusal.Conflict, "review.refusal.nothing_to_choose")
		}
		return struct{}{}, err
	},
})
