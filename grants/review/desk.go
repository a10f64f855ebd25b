package review

import (
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// desk is one application as its expert's rules look at it.
type desk struct {
	assignment Assignment
	submission application.Submission
	call       call.Published
}

// sit reads the actor's own assignment to an application and keeps it still; Missing for everybody else, so that nobody
// learns who assesses what.
func sit(tx *action.Tx, applicationID string) (desk, error) {
	var d desk
	var err error
	if d.assignment, err = assignmentOf(tx, applicationID, tx.Actor().ID, tx.ForUpdate()); err != nil {
		return d, err
	}
	if d.submission, err = application.FindSubmission(tx, applicationID); err != nil {
		return d, err
	}
	d.call, err = call.FindVersion(tx, d.submission.Call, d.submission.CallVersion)
	return d, err
}

// assessors may do what an expert does with the application: the expert it was given to, while they hold no other role in
// the selection.
func assessors() action.Permits[desk] {
	return action.Permits[desk]{{Who: "the expert the application was given to, who holds no other role in the selection", If: func(a action.Actor, d desk) bool {
		return a.Has(account.Expert, d.call.Programme) && a.ID == d.assignment.Expert && !a.HasAny(d.call.Programme, otherRoles...)
	}}}
}

// unlocked refuses what comes after locking or after stepping back.
func (d desk) unlocked(time.Time) error {
	switch {
	case d.assignment.IsLocked():
		return refusal.New(refusal.Closed, "review.refusal.locked")
	case !d.assignment.Recused.IsZero():
		return refusal.New(refusal.Closed, "review.refusal.recused")
	}
	return nil
}

// scoring is when an expert can mark.
func scoring() action.Moment[desk] {
	return action.Moment[desk]{Is: "once the expert has declared to have no conflict, until they lock", Check: func(now time.Time, d desk) error {
		if err := d.unlocked(now); err != nil {
			return err
		}
		if !d.assignment.IsOpen() {
			return refusal.New(refusal.Closed, "review.refusal.declare_first")
		}
		return nil
	}}
}
