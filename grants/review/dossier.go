package review

import (
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/period"
)

// dossier is what the rules of an assessment look at: the application as submitted, its call, and how far things are.
type dossier struct {
	submission application.Submission
	call       call.Published
	check      Check
	decisions  []Decision
	frozen     time.Time
}

// open reads the dossier of an application and keeps the assessment of its call still.
func open(tx *action.Tx, applicationID string) (dossier, error) {
	var d dossier
	var err error
	if d.submission, err = application.FindSubmission(tx, applicationID); err != nil {
		return d, err
	}
	if d.call, err = call.FindVersion(tx, d.submission.Call, d.submission.CallVersion); err != nil {
		return d, err
	}
	if d.frozen, err = hold(tx, d.submission.Call); err != nil {
		return d, err
	}
	if d.check, err = check(tx, applicationID); err != nil {
		return d, err
	}
	d.decisions, err = decisions(tx, applicationID)
	return d, err
}

func operators() action.Permits[dossier] {
	return action.Permits[dossier]{{Who: "operators of the programme", If: func(a action.Actor, d dossier) bool {
		return a.Has(account.Operator, d.call.Programme)
	}}}
}

// closed refuses while applications can still be sent.
func (d dossier) closed(now time.Time) error {
	if d.call.Window.At(now) != period.Closed {
		return refusal.New(refusal.Closed, "review.refusal.before_closing")
	}
	return d.unfrozen()
}

// unfrozen refuses after the list was frozen.
func (d dossier) unfrozen() error {
	if !d.frozen.IsZero() {
		return refusal.New(refusal.Closed, "review.refusal.frozen")
	}
	return nil
}

// checking is when the check of an application can change.
func checking() action.Moment[dossier] {
	return action.Moment[dossier]{Is: "after the call has closed, until the check of the application is closed", Check: func(now time.Time, d dossier) error {
		if err := d.closed(now); err != nil {
			return err
		}
		if d.check.Verdict != "" {
			return refusal.New(refusal.Closed, "review.refusal.check_closed")
		}
		return nil
	}}
}

// assessing is when experts can be found for an application.
func assessing() action.Moment[dossier] {
	return action.Moment[dossier]{Is: "once the application was found eligible, until the list is frozen", Check: func(now time.Time, d dossier) error {
		if err := d.closed(now); err != nil {
			return err
		}
		if d.check.Verdict != Eligible {
			return refusal.New(refusal.Closed, "review.refusal.not_eligible")
		}
		return nil
	}}
}

// rejectedUntilFrozen is when an appeal against a rejection can be upheld. A late appeal is the operator's to judge.
func rejectedUntilFrozen() action.Moment[dossier] {
	return action.Moment[dossier]{Is: "once the application was rejected, until the list is frozen", Check: func(now time.Time, d dossier) error {
		if err := d.closed(now); err != nil {
			return err
		}
		if d.check.Verdict != Rejected {
			return refusal.New(refusal.Closed, "review.refusal.not_rejected")
		}
		return nil
	}}
}
