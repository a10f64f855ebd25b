package municipality

import (
	"cmp"
	"slices"
)

// Change is the change of the population from the estimate of 2013 to the census of 2021, in basis points, rounded towards
// zero. The two are counted in different ways, so it tells a direction, and small differences nothing. It is 0 where the
// earlier figure is not known.
func (m Municipality) Change() int64 {
	if m.Population2013 == 0 {
		return 0
	}
	return int64(m.Population2021-m.Population2013) * 10_000 / int64(m.Population2013)
}

// MedianChange is the Change of the municipality in the middle when all are put in order.
func (r *Register) MedianChange() int64 {
	changes := make([]int64, len(r.municipalities))
	for i, m := range r.municipalities {
		changes[i] = m.Change()
	}
	slices.Sort(changes)
	return changes[len(changes)/2]
}

// Nearest returns the municipalities whose seats lie nearest to that of m on the dot map, nearest first.
func (r *Register) Nearest(m Municipality, count int) []Municipality {
	others := slices.DeleteFunc(r.Municipalities(), func(o Municipality) bool { return o.Code == m.Code })
	x, y := m.Point.On()
	square := func(o Municipality) int {
		ox, oy := o.Point.On()
		return (ox-x)*(ox-x) + (oy-y)*(oy-y)
	}
	slices.SortStableFunc(others, func(a, b Municipality) int { return cmp.Compare(square(a), square(b)) })
	return others[:min(count, len(others))]
}
