package targeting

import "slices"

// scaled says how the values of a column are put on a scale: how one value becomes another, and in figures.
type scaled struct {
	of   func(x float64) float64
	says func(x float64) string // the arithmetic, for whoever follows a value back
}

// column puts a column on the scale of the recipe. More is always more afterwards: an indicator of which less is more is
// turned round first.
func (n Normalise) column(c column, node Node) (column, *Fault) {
	s, fault := n.scale(turned(c, node.Direction), node)
	if fault != nil {
		return nil, fault
	}
	out := c.clone()
	for u, x := range turned(c, node.Direction) {
		if !IsMissing(x) {
			out[u] = s.of(x)
		}
	}
	return out, nil
}

func turned(c column, direction int) column {
	if direction > 0 {
		return c
	}
	t := c.clone()
	for u := range t {
		t[u] = -t[u]
	}
	return t
}

// scale works on values that have been turned.
func (n Normalise) scale(c column, node Node) (scaled, *Fault) {
	xs := slices.Sorted(slices.Values(c.present()))
	if len(xs) == 0 {
		return scaled{}, refuse(DataFile, "No unit has a value in %s.", node.Code)
	}
	low, high := xs[0], xs[len(xs)-1]
	switch n.Method {
	case MinMax:
		if low == high {
			return scaled{}, constant(node, low)
		}
		return n.between(low, high), nil
	case ZScore:
		if low == high {
			return scaled{}, constant(node, low)
		}
		return n.deviating(mean(xs), deviation(xs)), nil
	case Goalposts:
		return n.goalposts(node)
	case ToTarget:
		return n.target(node, low, high)
	}
	return n.ranked(xs), nil
}

func constant(node Node, x float64) *Fault {
	return refuse(DataFile, "Every unit has the same value in %s (%s), so it tells nobody apart. Leave it out.", node.Code, figure(float64(node.Direction)*x))
}

// between maps a range onto the scale.
func (n Normalise) between(low, high float64) scaled {
	return scaled{
		func(x float64) float64 { return float64((x-low)/(high-low)*(n.To-n.From)) + n.From },
		func(x float64) string {
			return "(" + figure(x) + " − " + bracket(low) + ") ÷ (" + figure(high) + " − " + bracket(low) + ")" + n.onto()
		},
	}
}

// onto is the rest of the arithmetic once a value is a share of the range.
func (n Normalise) onto() string {
	says := " × " + figure(n.To-n.From)
	if n.From != 0 {
		says += " + " + bracket(n.From)
	}
	return says
}

func bracket(x float64) string {
	if x < 0 {
		return "(" + figure(x) + ")"
	}
	return figure(x)
}

func (n Normalise) deviating(m, sd float64) scaled {
	return scaled{
		func(x float64) float64 { return float64((x-m)/sd*n.Deviation) + n.Mean },
		func(x float64) string {
			return "(" + figure(x) + " − " + bracket(m) + ") ÷ " + figure(sd) + " × " + figure(n.Deviation) + " + " + bracket(n.Mean)
		},
	}
}

// goalposts are fixed in the framework, so that years can be compared. Values beyond them count as the post.
func (n Normalise) goalposts(node Node) (scaled, *Fault) {
	if IsMissing(node.Low) || IsMissing(node.High) {
		return scaled{}, refuse(FrameworkFile, "%s has no goalposts: give goalpost_lower and goalpost_upper.", node.Code)
	}
	low, high := node.Low, node.High
	if node.Direction < 0 {
		low, high = -high, -low
	}
	inner := n.between(low, high)
	within := func(x float64) float64 { return max(low, min(high, x)) }
	return scaled{
		func(x float64) float64 { return inner.of(within(x)) },
		func(x float64) string { return inner.says(within(x)) },
	}, nil
}

// target measures how far the way to a target is gone, from the worst value.
func (n Normalise) target(node Node, low, high float64) (scaled, *Fault) {
	if IsMissing(node.Target) {
		return scaled{}, refuse(FrameworkFile, "%s has no Target to measure the distance to.", node.Code)
	}
	target := float64(node.Direction) * node.Target
	if target <= low {
		return scaled{}, refuse(FrameworkFile, "The target of %s (%s) is no better than the worst value (%s).", node.Code, figure(node.Target), figure(float64(node.Direction)*low))
	}
	_ = high
	return n.between(low, target), nil
}

// ranked are scales that only look at the order. Equal values share the smallest rank.
func (n Normalise) ranked(sorted []float64) scaled {
	count := len(sorted)
	below := func(x float64) int { at, _ := slices.BinarySearch(sorted, x); return at }
	if n.Method == Exponential {
		return n.exponential(sorted)
	}
	share := func(x float64) float64 { return float64(below(x)) / float64(max(1, count-1)) }
	says := func(x float64) string {
		return figure(float64(below(x))) + " ÷ " + figure(float64(max(1, count-1)))
	}
	switch {
	case n.Natural && n.Method == Rank:
		return scaled{func(x float64) float64 { return float64(below(x) + 1) }, func(x float64) string { return figure(float64(below(x))) + " + 1" }}
	case n.Natural && n.Method == Borda:
		return scaled{func(x float64) float64 { return float64(below(x)) }, func(x float64) string { return figure(float64(below(x))) }}
	case n.Natural:
		return scaled{share, says}
	}
	return scaled{func(x float64) float64 { return float64(share(x)*(n.To-n.From)) + n.From }, func(x float64) string { return says(x) + n.onto() }}
}

// exponential is the transform of the English and Welsh indices, from 0 to 100, which spreads the most deprived tenth over
// the upper half: X = −23 ln(1 − R(1 − e^(−100/23))), where R is 1 for the highest value and 1/N for the lowest.
func (n Normalise) exponential(sorted []float64) scaled {
	count := len(sorted)
	shrink := 1 - exponential(-100.0/23)
	rank := func(x float64) int { // from the highest, equal ones share the smallest
		at, _ := slices.BinarySearchFunc(sorted, x, func(e, x float64) int {
			if e <= x {
				return -1
			}
			return 1
		})
		return count - at + 1
	}
	of := func(x float64) float64 {
		r := float64(count-rank(x)+1) / float64(count)
		raw := float64(-23 * logarithm(1-float64(r*shrink)))
		if n.Natural {
			return raw
		}
		return float64(raw/100*(n.To-n.From)) + n.From
	}
	return scaled{of, func(x float64) string {
		says := "−23 × ln(1 − " + figure(float64(count-rank(x)+1)) + " ÷ " + figure(float64(count)) + " × (1 − e^(−100 ÷ 23)))"
		if !n.Natural {
			says += " ÷ 100" + n.onto()
		}
		return says
	}}
}
