package application

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/value/period"
	"vekst/value/text"
)

// overseers read what was submitted, never drafts.
var overseers = []string{account.Operator, account.Auditor, account.Observer}

// Edits says whether the actor writes for the organisation of the application.
func (a Application) Edits(actor action.Actor) bool {
	return organisation.MaySpeak(actor, a.Organisation)
}

// Reads says whether the actor may see the draft: the people of the applicant, and of its partners.
func (a Application) Reads(actor action.Actor) bool {
	return organisation.MayRead(actor, a.Organisation) || slices.ContainsFunc(strings.Fields(a.partners), func(p string) bool {
		return organisation.MayRead(actor, p)
	})
}

// Oversees says whether the actor may see what was submitted, on behalf of the programme.
func (a Application) Oversees(actor action.Actor) bool {
	return a.Version > 0 && actor.HasAny(a.Programme, overseers...)
}

// isKnown says whether the actor may know that the application exists.
func (a Application) isKnown(actor action.Actor) bool {
	return actor.System() || a.Reads(actor) || a.Oversees(actor)
}

// mayEdit is who writes in an application.
func mayEdit() action.Permits[timed] {
	return action.Permits[timed]{
		{Who: "owners and editors of the organisation", If: func(a action.Actor, t timed) bool { return t.Edits(a) }},
		{Who: "the program itself", If: func(a action.Actor, _ timed) bool { return a.System() }},
	}
}

// whileOpen is until the call closes, and in some states only.
func whileOpen(is string, state func(Application) error) action.Moment[timed] {
	return action.Moment[timed]{Is: is, Check: func(now time.Time, t timed) error {
		if err := open(t.window, now); err != nil {
			return err
		}
		return state(t.Application)
	}}
}

func isDraft(a Application) error {
	switch a.State {
	case Submitted:
		return refusal.New(refusal.Closed, "application.save.submitted")
	case Withdrawn:
		return refusal.New(refusal.Closed, "application.save.withdrawn")
	}
	return nil
}

// open refuses what can only be done while the call is open.
func open(w period.Window, now time.Time) error {
	switch w.At(now) {
	case period.Coming:
		return refusal.New(refusal.Closed, "application.window.coming", "Opens", inAll(moment(w.Opens, w)))
	case period.Closed:
		return refusal.New(refusal.Closed, "application.window.closed", "Closes", inAll(moment(w.Closes, w)), "Now", inAll(moment(now, w)))
	}
	return nil
}

// inAll is something written in each of the three languages; a sentence takes the one it is in. Refusals need it because
// they are made where nobody knows who will read them.
func inAll(write func(lang string) string) text.Text {
	return text.Text{BG: write(text.BG), NB: write(text.NB), EN: write(text.EN)}
}

func moment(t time.Time, w period.Window) func(string) string {
	return func(l string) string { return lang.Exact(l, t.In(w.Location())) }
}

func whole(n int) func(string) string {
	return func(l string) string { return lang.Number(l, int64(n)) }
}
