package review

import (
	"errors"
	"strings"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Marking is what an expert filled in for one criterion: an option, or points as typed, and the reason in words. Both may
// be missing while they think.
type Marking struct {
	Application, Criterion string
	Option, Points, Reason string
}

// Score saves one criterion of an expert's sheet and returns the sheet added up so far.
var Score = action.Define(action.Definition[Marking, desk, Total]{
	Name: "review.score",
	Load: func(tx *action.Tx, in Marking) (desk, error) { return sit(tx, in.Application) },
	May:  assessors(),
	When: scoring(),
	Do: func(tx *action.Tx, in Marking, d desk) (Total, error) {
		tx.About("assignment", d.assignment.ID)
		tx.Note("criterion", in.Criterion)
		criterion, ok := criterionWith(d.call.Grid, in.Criterion)
		if !ok {
			return Total{}, refusal.New(refusal.Missing, "look.refusal.missing")
		}
		g, complaints := read(in, criterion)
		if len(complaints) > 0 {
			return Total{}, refusal.Of(complaints)
		}
		g.Assignment = d.assignment.ID
		if err := saveGiven(tx, g); err != nil {
			return Total{}, err
		}
		all, err := given(tx, d.assignment.ID)
		if err != nil {
			return Total{}, err
		}
		return GridOf(d.call.Grid).Total(marksOf(all))
	},
})

// read understands what was typed for a criterion.
func read(in Marking, c call.Criterion) (Given, []refusal.Complaint) {
	g := Given{Criterion: c.ID, Option: in.Option, Reason: strings.TrimSpace(in.Reason)}
	complaints := complainReason("reason-"+c.ID, g.Reason, false)
	if len(c.Options) > 0 {
		g.Marked = in.Option != ""
		for _, o := range c.Options {
			if o.ID == in.Option {
				g.Points = o.Points
				return g, complaints
			}
		}
		if g.Marked {
			complaints = append(complaints, refusal.About("points-"+c.ID, "review.refusal.option"))
		}
		return g, complaints
	}
	g.Option = ""
	points, err := ParseScore(in.Points, c.Max)
	switch {
	case errors.Is(err, ErrNoScore):
		return g, complaints
	case err != nil:
		return g, append(complaints, complainPoints(err, c))
	}
	g.Points, g.Marked = points, true
	return g, complaints
}

// complainPoints says what is wrong with points as typed.
func complainPoints(err error, c call.Criterion) refusal.Complaint {
	field := "points-" + c.ID
	switch {
	case errors.Is(err, ErrDecimals):
		return refusal.About(field, "review.refusal.points_decimals")
	case errors.Is(err, ErrBelowZero):
		return refusal.About(field, "review.refusal.points_below")
	case errors.Is(err, ErrAboveMaximum):
		return refusal.About(field, "review.refusal.points_above", "Most", Plain(2*c.Max))
	}
	return refusal.About(field, "review.refusal.points_number")
}

func criterionWith(grid call.Grid, id string) (call.Criterion, bool) {
	for _, group := range grid.Groups {
		for _, c := range group.Criteria {
			if c.ID == id {
				return c, true
			}
		}
	}
	return call.Criterion{}, false
}
