package selection

import (
	"time"

	"vekst/grants/account"
	"vekst/grants/follow"
	"vekst/grants/review"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Confirming confirms the proposed decision. Hash is of the list the person has seen.
type Confirming struct{ Call, Hash string }

// Confirm makes the proposed list the decision: what it means for each application is written down, and everyone gets a
// letter. Whoever proposed it cannot confirm it (rule L16); of two who confirm at once one is first.
var Confirm = action.Define(action.Definition[Confirming, table, Kept]{
	Name: "selection.confirm",
	Load: func(tx *action.Tx, in Confirming) (table, error) { return lay(tx, in.Call) },
	May: action.Permits[table]{
		{Who: "members of the selection committee, but not who proposed it", If: func(a action.Actor, t table) bool { return a.Has(account.Committee, t.call.Programme) }},
		{Who: "operators of the programme, but not the one who proposed it", If: func(a action.Actor, t table) bool { return a.Has(account.Operator, t.call.Programme) }},
	},
	When: in("once the decision is proposed", Proposed),
	Do: func(tx *action.Tx, in Confirming, t table) (Kept, error) {
		tx.About("call", in.Call)
		tx.Note("ranking-sha256", t.list.Hash)
		switch {
		case tx.Actor().ID == t.list.ProposedBy:
			return t.list, refusal.New(refusal.Forbidden, "selection.refusal.same_person")
		case in.Hash != t.list.Hash:
			return t.list, refusal.New(refusal.Conflict, "selection.refusal.other_list")
		}
		if err := setConfirmed(tx, t.list.ID); err != nil {
			return t.list, err
		}
		return t.list, carryOut(tx, t)
	},
})

// carryOut writes down what the list means for each application and writes to the applicants.
func carryOut(tx *action.Tx, t table) error {
	list, err := readFile(t.list.File)
	if err != nil {
		return err
	}
	results, err := review.Results(tx, t.call.ID)
	if err != nil {
		return err
	}
	byNumber := map[string]review.Result{}
	for _, r := range results {
		byNumber[r.Submission.Number] = r
	}
	for _, row := range list.Rows {
		result, ok := byNumber[row.Number]
		if !ok {
			continue // withdrawn by the programme after the list was frozen: there is nobody to tell
		}
		if err := insertDecided(tx, row.decided(result.Submission.Application, t.call.ID, tx.Now())); err != nil {
			return err
		}
		if err := tell(tx, t, list, row, result); err != nil {
			return err
		}
	}
	return follow.Decided(tx, t.call)
}

func (row fileRow) decided(application, callID string, now time.Time) Decided {
	d := Decided{Application: application, Call: callID, Number: row.Number, Outcome: row.Outcome, Twice: -1, Rank: row.Rank,
		Reserve: row.Reserve, Award: row.AwardCents, At: now}
	if row.Score != nil {
		d.Twice = int64(*row.Score)
	}
	return d
}
