package review

import (
	"slices"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
)

// Assignment is an expert's place on an application.
type Assignment struct {
	ID, Application, Call, Expert string
	Place                         int    // 1, 2, or 3
	Way                           string // ByLot or ByHand
	At, Due                       time.Time
	Declared                      time.Time // when the expert said that there is no conflict
	Locked                        time.Time // from when nothing can change
	Recused                       time.Time // from when a conflict keeps the expert away
	Interest                      Interest  // the conflict
	Words                         string    // the expert's words about it
	Total                         int64     // hundredths, once locked
}

// The ways to a place.
const (
	ByLot  = "lot"
	ByHand = "hand"
)

// IsOpen says whether the expert may read the application: no conflict is known, and they have declared that there is
// none (rule L18).
func (a Assignment) IsOpen() bool { return !a.Declared.IsZero() && a.Recused.IsZero() }

// IsLocked says whether the score is given for good.
func (a Assignment) IsLocked() bool { return !a.Locked.IsZero() }

// Given is an expert's mark for a criterion with the reason in words. Marked is false while there is only a reason.
type Given struct {
	Assignment, Criterion string
	Marked                bool
	Option                string // of a criterion with options
	Points                int64  // hundredths
	Reason                string
	At                    time.Time
}

// Sheet is what one expert gave.
type Sheet struct {
	Assignment Assignment
	Given      []Given
	Total      Total
}

// Ruling is the committee's choice between two equally close pairs of scores.
type Ruling struct {
	Application string
	Choice      Tie
	Reason      string
	Member      string
	At          time.Time
}

// Waiting is what an application's assessment waits for.
type Waiting string

// What is waited for; empty when the assessment is complete.
const (
	ForCheck     Waiting = "check"     // the officer has not closed the check
	ForExperts   Waiting = "experts"   // a place has no expert
	ForScores    Waiting = "scores"    // an expert has not locked
	ForThird     Waiting = "third"     // the scores lie too far apart and there is no third expert yet
	ForCommittee Waiting = "committee" // two pairs are equally close and the committee has not chosen
)

// Result is the assessment of one application as far as it has come. Sheets are of the experts who are not recused, by
// place.
type Result struct {
	Submission application.Submission
	Decisions  []Decision
	Check      Check
	Sheets     []Sheet
	Ruling     Ruling
	Policy     Policy
	Outcome    Outcome
	Waiting    Waiting
}

// settle finds the outcome of the locked sheets and what is waited for.
func (r *Result) settle(policy Policy) {
	r.Policy = policy
	scores, complete := r.scores()
	if complete {
		r.Outcome = policy.Chosen(r.Ruling.Choice, scores...)
	}
	switch {
	case r.Check.Verdict == Rejected:
		r.Waiting = ""
	case r.Check.Verdict == "":
		r.Waiting = ForCheck
	case len(r.free()) > 0:
		r.Waiting = ForExperts
	case !complete:
		r.Waiting = ForScores
	case r.Outcome.Settled:
		r.Waiting = ""
	case r.Outcome.Tied:
		r.Waiting = ForCommittee
	default:
		r.Waiting = ForThird
	}
}

// scores are the totals by place; complete when every expert there is has locked.
func (r *Result) scores() (scores []int64, complete bool) {
	complete = len(r.free()) == 0
	for _, s := range r.Sheets {
		if !s.Assignment.IsLocked() {
			complete = false
		}
		scores = append(scores, s.Total.Points)
	}
	return scores, complete
}

func (r *Result) has(place int) bool {
	return slices.ContainsFunc(r.Sheets, func(s Sheet) bool { return s.Assignment.Place == place })
}

// free lists the places every eligible application has and that have no expert.
func (r *Result) free() []int {
	places := make([]int, r.Policy.Experts())
	for i := range places {
		places[i] = i + 1
	}
	return slices.DeleteFunc(places, r.has)
}

// vacant lists the places that want an expert now.
func (r *Result) vacant() []int {
	switch r.Waiting {
	case ForExperts:
		return r.free()
	case ForThird:
		return []int{3}
	}
	return nil
}

// marksOf is what was given, as the grid adds it up.
func marksOf(given []Given) []Mark {
	var all []Mark
	for _, g := range given {
		if g.Marked {
			all = append(all, Mark{Criterion: g.Criterion, Option: g.Option, Points: g.Points})
		}
	}
	return all
}

// unexplained lists the criteria that want a written reason and have none.
func unexplained(grid call.Grid, given []Given) []string {
	var missing []string
	for _, group := range grid.Groups {
		for _, c := range group.Criteria {
			explained := slices.ContainsFunc(given, func(g Given) bool { return g.Criterion == c.ID && g.Reason != "" })
			if c.Reason && !explained {
				missing = append(missing, c.ID)
			}
		}
	}
	return missing
}
