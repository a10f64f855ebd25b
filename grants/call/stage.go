package call

import (
	"time"

	"vekst/value/period"
)

// Stage is where a call stands in its life. It is never kept: it follows from what happened.
type Stage string

// The stages, in their order. A draft is not a call yet; its consultation is a page of its own.
const (
	StageConsulted Stage = "consulted"
	StageAnnounced Stage = "announced"
	StageOpen      Stage = "open"
	StageClosed    Stage = "closed"
	StageAssessed  Stage = "assessed"
	StageArchived  Stage = "archived"
)

// Life is what happened to a call, from which its stage follows. A zero moment has not happened, or is not known.
type Life struct {
	Consulted time.Time // the end of the public consultation of its draft
	Published time.Time
	Window    period.Window
	Decision  time.Time // the day a decision is expected
	Assessed  time.Time // when it was decided
	Archived  time.Time
	// Unassessed is of a call that nobody is assessed by: nothing is decided after it closes.
	Unassessed bool
}

// Step is a stage of a call with when it was, is, or will be.
type Step struct {
	Stage      Stage
	At         time.Time // zero where nobody knows
	IsDone     bool
	IsHere     bool // the stage the call is in
	IsExpected bool // At is what is expected, not what happened
}

// Stage is where a call with this life stands at a moment.
func (l Life) Stage(now time.Time) Stage {
	switch {
	case !l.Archived.IsZero():
		return StageArchived
	case !l.Assessed.IsZero():
		return StageAssessed
	}
	switch l.Window.At(now) {
	case period.Open:
		return StageOpen
	case period.Closed:
		return StageClosed
	}
	return StageAnnounced
}

// assessed is the step of the decision, with the day it is expected until it has happened.
func (l Life) assessed() Step {
	if l.Assessed.IsZero() {
		return Step{Stage: StageAssessed, At: l.Decision, IsExpected: true}
	}
	return Step{Stage: StageAssessed, At: l.Assessed}
}

// Steps are the stages of a call that were, are and will be, in their order.
func (l Life) Steps(now time.Time) []Step {
	all := []Step{{Stage: StageAnnounced, At: l.Published}, {Stage: StageOpen, At: l.Window.Opens}}
	if !l.Consulted.IsZero() {
		all = append([]Step{{Stage: StageConsulted, At: l.Consulted}}, all...)
	}
	if !l.Window.Closes.IsZero() {
		all = append(all, Step{Stage: StageClosed, At: l.Window.Closes})
	}
	if !l.Unassessed {
		all = append(all, l.assessed())
	}
	if !l.Archived.IsZero() {
		all = append(all, Step{Stage: StageArchived, At: l.Archived})
	}
	here := l.Stage(now)
	for i := range all {
		all[i].IsHere = all[i].Stage == here
	}
	for i := range all {
		if all[i].IsHere {
			break
		}
		all[i].IsDone = true
	}
	return all
}
