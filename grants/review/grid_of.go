package review

import "vekst/grants/call"

// GridOf is the grid of a call as an expert's sheet sees it. A call's thresholds are in points before weighing, a
// sheet's after, so they are weighed the same way as the points they are compared with.
func GridOf(published call.Grid) Grid {
	var grid Grid
	for _, g := range published.Groups {
		group := Group{ID: g.ID, Weight: g.Weight, Bonus: g.Bonus}
		group.Threshold = group.weigh(g.Threshold)
		for _, c := range g.Criteria {
			group.Criteria = append(group.Criteria, criterionOf(c))
		}
		grid.Groups = append(grid.Groups, group)
	}
	return grid
}

func criterionOf(c call.Criterion) Criterion {
	if len(c.Options) == 0 {
		return Criterion{ID: c.ID, Kind: Points, Maximum: c.Max}
	}
	criterion := Criterion{ID: c.ID, Kind: Choice}
	for _, o := range c.Options {
		criterion.Options = append(criterion.Options, Option{ID: o.ID, Points: o.Points})
	}
	return criterion
}

// PolicyOf is how a call turns its experts' scores into one. A call's divergence is in basis points and is cut to whole
// percent, which is how the rule is written (L7). One expert alone has nobody to differ from (L19).
func PolicyOf(a call.Assessment) Policy {
	if a.Experts == 1 {
		return Policy{Alone: true}
	}
	return Policy{Percent: a.Divergence / 100, Tie: Tie(a.Tie)}
}
