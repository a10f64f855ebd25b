package territory

import (
	"math"
	"slices"

	"vekst/value/decimal"
)

// Class is some figures that are shown alike. From and To are the least and the greatest that are in it.
type Class struct {
	Shade    int // of the colour, 0 the palest
	From, To decimal.Decimal
	Count    int
}

// Classes are in order, and none is empty.
type Classes []Class

// Classify puts figures in n classes. Equal figures are always in the same, so there may be fewer than n.
func Classify(values []decimal.Decimal, way string, n int) Classes {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	n = min(max(n, fewest), most)
	var ends []decimal.Decimal
	switch way {
	case Steps:
		ends = steps(sorted, n)
	case Breaks:
		ends = breaks(sorted, n)
	default:
		ends = quantiles(sorted, n)
	}
	return divide(sorted, ends)
}

// Of is the place of the class a figure is in; -1 for a figure that is in none.
func (c Classes) Of(v decimal.Decimal) int {
	return slices.IndexFunc(c, func(one Class) bool { return v >= one.From && v <= one.To })
}

// divide makes classes that reach up to each of some ends.
func divide(sorted, ends []decimal.Decimal) Classes {
	var all Classes
	for i, end := range ends {
		n := 0
		for n < len(sorted) && sorted[n] <= end {
			n++
		}
		if n > 0 {
			all = append(all, Class{Shade: shade(i, len(ends)), From: sorted[0], To: sorted[n-1], Count: n})
		}
		sorted = sorted[n:]
	}
	return all
}

// shade spreads n classes over the shades there are.
func shade(i, n int) int {
	if n == 1 {
		return shades / 2
	}
	return int(math.Round(float64(i) * (shades - 1) / float64(n-1)))
}

func quantiles(sorted []decimal.Decimal, n int) []decimal.Decimal {
	ends := make([]decimal.Decimal, 0, n)
	for k := 1; k <= n; k++ {
		ends = append(ends, sorted[(len(sorted)*k+n-1)/n-1])
	}
	return slices.Compact(ends)
}

func steps(sorted []decimal.Decimal, n int) []decimal.Decimal {
	least, greatest := sorted[0], sorted[len(sorted)-1]
	if least == greatest {
		return []decimal.Decimal{greatest}
	}
	ends := make([]decimal.Decimal, n)
	for k := range ends {
		ends[k] = least + decimal.Decimal(math.Round(float64(greatest-least)*float64(k+1)/float64(n)))
	}
	ends[n-1] = greatest
	return ends
}

// heap is equal figures, or neighbours where there are very many, with what their spread is counted from.
type heap struct {
	end                 decimal.Decimal
	count, sum, squares float64
}

// mostHeaps keeps the search for breaks short: it takes time as the square of the heaps.
const mostHeaps = 600

func heaps(sorted []decimal.Decimal) []heap {
	var all []heap
	width := len(sorted)/mostHeaps + 1
	origin := sorted[0]
	for i, v := range sorted {
		n := len(all)
		if n == 0 || (v != all[n-1].end && all[n-1].count >= float64(width)) || i == 0 {
			all = append(all, heap{})
			n++
		}
		x := float64(v-origin) / float64(decimal.One)
		h := &all[n-1]
		h.end, h.count, h.sum, h.squares = v, h.count+1, h.sum+x, h.squares+x*x
	}
	return all
}

// breaks finds the ends of the n classes within which figures differ least from the mean of their class: the natural
// breaks of Fisher and Jenks, exactly.
func breaks(sorted []decimal.Decimal, n int) []decimal.Decimal {
	all := heaps(sorted)
	n = min(n, len(all))
	spread := spreads(all)
	best := make([][]float64, n+1)
	from := make([][]int, n+1)
	for k := range best {
		best[k], from[k] = make([]float64, len(all)+1), make([]int, len(all)+1)
	}
	for k := 1; k <= n; k++ {
		for j := k; j <= len(all); j++ {
			best[k][j] = math.Inf(1)
			if k == 1 {
				best[k][j] = spread(0, j)
				continue
			}
			for i := k - 1; i < j; i++ {
				if sum := best[k-1][i] + spread(i, j); sum < best[k][j] {
					best[k][j], from[k][j] = sum, i
				}
			}
		}
	}
	ends := make([]decimal.Decimal, n)
	for k, j := n, len(all); k > 0; k-- {
		ends[k-1] = all[j-1].end
		j = from[k][j]
	}
	return ends
}

// spreads gives the sum of squared distances from the mean in heaps i to j, the last not among them.
func spreads(all []heap) func(i, j int) float64 {
	count, sum, squares := make([]float64, len(all)+1), make([]float64, len(all)+1), make([]float64, len(all)+1)
	for i, h := range all {
		count[i+1], sum[i+1], squares[i+1] = count[i]+h.count, sum[i]+h.sum, squares[i]+h.squares
	}
	return func(i, j int) float64 {
		s := sum[j] - sum[i]
		return max(0, squares[j]-squares[i]-s*s/(count[j]-count[i]))
	}
}
