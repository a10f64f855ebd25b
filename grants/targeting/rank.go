package targeting

import "slices"

// ranker ranks again and again without asking for memory.
type ranker struct{ order []rankedValue }

type rankedValue struct {
	x    float64
	unit int
}

// rank writes the rank of each value, 1 for the highest (or the lowest, by first). Equal values share the smallest rank;
// missing ones have rank 0.
func (r *ranker) rank(values column, first End, into []int) {
	r.order = r.order[:0]
	for u, x := range values {
		into[u] = 0
		switch {
		case IsMissing(x):
		case first == Highest:
			r.order = append(r.order, rankedValue{-x, u})
		default:
			r.order = append(r.order, rankedValue{x, u})
		}
	}
	slices.SortFunc(r.order, func(a, b rankedValue) int {
		switch {
		case a.x < b.x:
			return -1
		case a.x > b.x:
			return 1
		}
		return a.unit - b.unit
	})
	for at, v := range r.order {
		if into[v.unit] = at + 1; at > 0 && v.x == r.order[at-1].x {
			into[v.unit] = into[r.order[at-1].unit]
		}
	}
}

func ranked(values column, first End) []int {
	ranks := make([]int, len(values))
	new(ranker).rank(values, first, ranks)
	return ranks
}

// isChosen says whether a rank, counted from the end that is chosen from, is among those chosen. Equal values at the cut
// are all among them.
func (c Choose) isChosen(rank int) bool { return rank > 0 && rank <= c.Number }
