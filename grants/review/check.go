package review

import (
	"slices"
	"time"

	"vekst/grants/call"
)

// Answer is an officer's answer to a gate.
type Answer string

// The answers. Clarify asks the applicant first; the check cannot be closed while a gate waits for that.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Clarify Answer = "clarify"
)

// Decision is the answer to one gate for one application.
type Decision struct {
	Application, Gate string
	Answer            Answer
	Reason            string    // in the officer's words
	Asked             time.Time // when the applicant was first asked to clarify; zero if never
	Officer           string    // identifier of the person
	At                time.Time
}

// Verdict is what the check of an application came to; empty while it is open.
type Verdict string

// The verdicts.
const (
	Eligible Verdict = "eligible"
	Rejected Verdict = "rejected"
)

// Check is the closed check of an application.
type Check struct {
	Application string
	Verdict     Verdict
	Officer     string
	At          time.Time
	AppealUntil time.Time // the last moment to appeal a rejection; zero where there is nothing to appeal
	Upheld      string    // why an appeal was upheld; empty if none was
}

// AppealDays is how many days a rejected applicant has to appeal where the call does not say. The rules ask for a
// reasonable time and name no number (rule L1); ten working days are fourteen days.
const AppealDays = 14

// AppealUntil is the last moment to appeal a letter of the moment at: the end of the last day where the call is.
func AppealUntil(d call.Definition, at time.Time) time.Time {
	days := d.Ranking.AppealDays
	if days == 0 {
		days = AppealDays
	}
	local := at.In(d.Window.Location())
	return time.Date(local.Year(), local.Month(), local.Day()+days+1, 0, 0, 0, 0, local.Location()).Add(-time.Millisecond).UTC()
}

// Judge says what the decisions over the call's gates come to. It is not ready while a gate is undecided or waits for
// the applicant; those gates are in open. A no rejects: on a gate that does not reject by itself it can only be given
// after the applicant was asked (see mayAnswer).
func Judge(gates []call.Gate, decisions []Decision) (verdict Verdict, open, failed []string) {
	for _, g := range gates {
		i := slices.IndexFunc(decisions, func(d Decision) bool { return d.Gate == g.ID })
		switch {
		case i < 0 || decisions[i].Answer == Clarify:
			open = append(open, g.ID)
		case decisions[i].Answer == No:
			failed = append(failed, g.ID)
		}
	}
	switch {
	case len(open) > 0:
		return "", open, failed
	case len(failed) > 0:
		return Rejected, nil, failed
	}
	return Eligible, nil, nil
}

// mayAnswer says whether a gate can be answered so. What an applicant may repair is not refused before they were asked.
func mayAnswer(g call.Gate, before Decision, answer Answer) bool {
	return answer == Yes || answer == Clarify || answer == No && (g.Rejecting || !before.Asked.IsZero())
}

func gateOf(d call.Definition, id string) (call.Gate, bool) {
	i := slices.IndexFunc(d.Gates, func(g call.Gate) bool { return g.ID == id })
	if i < 0 {
		return call.Gate{}, false
	}
	return d.Gates[i], true
}
