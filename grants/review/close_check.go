package review

import (
	"strings"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// CloseCheck closes the check of an application: eligible when every gate was answered with yes, otherwise rejected, with
// a letter to the applicant that says why and until when they can appeal (rule L1).
var CloseCheck = action.Define(action.Definition[string, dossier, Check]{
	Name: "review.close_check",
	Load: open,
	May:  operators(),
	When: checking(),
	Do: func(tx *action.Tx, applicationID string, d dossier) (Check, error) {
		tx.About("application", applicationID)
		verdict, waiting, failed := Judge(d.call.Gates, d.decisions)
		if verdict == "" {
			return Check{}, refusal.Of([]refusal.Complaint{refusal.About("answer-"+waiting[0], "review.refusal.gates_open", "Count", len(waiting))})
		}
		tx.Note("verdict", string(verdict))
		c := Check{Application: applicationID, Verdict: verdict, Officer: tx.Actor().ID, At: tx.Now()}
		if verdict == Rejected {
			tx.Note("failed", strings.Join(failed, " "))
			c.AppealUntil = AppealUntil(d.call.Definition, tx.Now())
			if err := tellRejected(tx, d, failed, c); err != nil {
				return c, err
			}
		}
		err := insertCheck(tx, d.call.ID, c)
		if db.IsDuplicate(err) {
			return c, refusal.New(refusal.Conflict, "review.refusal.check_closed")
		}
		return c, err
	},
})

// Upholding is an appeal that was right.
type Upholding struct{ Application, Reason string }

// Uphold makes a rejected application eligible after an appeal, with the reason (rule L1: result=fail, appeal=upheld).
// The officer who rejected it does not decide the appeal.
var Uphold = action.Define(action.Definition[Upholding, dossier, struct{}]{
	Name: "review.uphold_appeal",
	Load: func(tx *action.Tx, in Upholding) (dossier, error) { return open(tx, in.Application) },
	May: action.Permits[dossier]{{Who: "operators of the programme, but not the one who rejected the application", If: func(a action.Actor, d dossier) bool {
		return a.Has(account.Operator, d.call.Programme) && a.ID != d.check.Officer
	}}},
	When: rejectedUntilFrozen(),
	Do: func(tx *action.Tx, in Upholding, d dossier) (struct{}, error) {
		tx.About("application", in.Application)
		reason := strings.TrimSpace(in.Reason)
		if err := refusal.Of(complainReason("reason", reason, true)); err != nil {
			return struct{}{}, err
		}
		if err := tellUpheld(tx, d, reason); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, upholdAppeal(tx, in.Application, reason)
	},
})
