package targeting

import "slices"

// ranker ranks again and again without asking for memory.
type ranker struct{ order []int }

// rank writes the rank of each value, 1 for the highest (or the lowest, by first). Equal values share the smallest rank;
// missing ones have rank 0.
func (r *ranker) rank(values column, first End, into []int) {
	r.order = r.order[:0]
	for u, x := range values {
		into[u] = 0
		if !IsMissing(x) {
			r.order = append(r.order, u)
		}
	}
	slices.SortFunc(r.order, func(a, b int) int {
		if x, y := values[a], values[b]; x != y {
			if (x > y) == (first == Highest) {
				return -1
			}
			return 1
		}
		return a - b
	})
	for at, u := range r.order {
		if into[u] = at + 1; at > 0 && values[u] == values[r.order[at-1]] {
			into[u] = into[r.order[at-1]]
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
