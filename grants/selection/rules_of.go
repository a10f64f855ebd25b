package selection

import (
	"errors"
	"slices"

	"vekst/grants/call"
	"vekst/grants/review"
)

// ErrField is returned for a call whose tie-breaker is an answer of the form other than the smaller amount.
var ErrField = errors.New("selection: a list can break ties by an answer only where it is the smaller amount asked for")

// RulesOf are the rules of a ranking as the call published them, with the seed of the draw. A call that shares out places
// and no money is ranked as if each place were a cent: the budget is the number of places, and everyone asks for one.
func RulesOf(d call.Definition, seed string) (Settings, error) {
	s := Settings{Policy: review.PolicyOf(d.Assessment), Threshold: d.Grid.Threshold, Budget: d.Money.Budget,
		Marginal: Marginal(d.Ranking.Marginal), NoReserve: !d.Ranking.Reserve,
		MinimumGrant: d.Ranking.PartialMin, Seed: seed}
	if !d.Money.Given() {
		s.Budget, s.MinimumGrant = int64(d.Ranking.Places), 0
	}
	if s.Marginal == "" {
		s.Marginal = StopAtMarginal
	}
	for _, g := range review.GridOf(d.Grid).Groups {
		s.Groups = append(s.Groups, Group{g.ID, g.Threshold})
	}
	for _, b := range d.Ranking.TieBreakers {
		switch {
		case b.By == call.ByGroup || b.By == call.ByCriterion:
			s.TieBreakers = append(s.TieBreakers, TieBreaker{ByCriterion, b.Ref})
		case b.By == call.ByField && b.Smaller && isBudget(d, b.Ref):
			s.TieBreakers = append(s.TieBreakers, TieBreaker{Rule: ByLowerRequested})
		case b.By == call.ByField:
			return s, ErrField
		}
	}
	return s, nil
}

func isBudget(d call.Definition, field string) bool {
	f, ok := d.Form.Field(field)
	return ok && f.Kind == call.BudgetTable
}

// EntryOf is an assessed application as it comes to the ranking. The assessment must be complete.
func EntryOf(d call.Definition, s Settings, r review.Result) Entry {
	e := Entry{Number: r.Submission.Number, Choice: r.Ruling.Choice, Requested: r.Submission.Requested, Submitted: r.Submission.Received}
	if !d.Money.Given() {
		e.Requested = 1
	}
	if r.Check.Verdict == review.Rejected {
		_, _, e.Rejected = review.Judge(d.Gates, r.Decisions)
		return e
	}
	for _, sheet := range r.Sheets {
		e.Sheets = append(e.Sheets, sheetOf(s, sheet))
	}
	return e
}

// sheetOf is what an expert gave: the subtotals, and the criteria that break ties.
func sheetOf(s Settings, sheet review.Sheet) Sheet {
	out := Sheet{Total: sheet.Total.Points, Points: map[string]int64{}}
	for _, g := range sheet.Total.Groups {
		out.Points[g.Group] = g.Points
	}
	for _, b := range s.TieBreakers {
		i := slices.IndexFunc(sheet.Given, func(g review.Given) bool { return g.Criterion == b.Criterion })
		if b.Rule == ByCriterion && !s.isGroup(b.Criterion) && i >= 0 {
			out.Points[b.Criterion] = sheet.Given[i].Points
		}
	}
	return out
}
