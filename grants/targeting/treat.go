package targeting

import "slices"

// Treated says what was done about the outliers of a column.
type Treated struct {
	Skew, Kurtosis           float64 // before
	SkewAfter, KurtosisAfter float64
	Did                      Treatment // none when the column was left alone
	Mirrored                 bool      // the logarithm was taken from the other side, as the low values were the outliers
	Drawn                    []Drawn   // by unit: whether its value was drawn in
}

// Drawn says whether a value was drawn in, and from where.
type Drawn string

// Where a value was drawn in from.
const (
	FromAbove Drawn = "high"
	FromBelow Drawn = "low"
)

// leaves says whether the shape of a column needs no treatment.
func (t Treat) leaves(c column) bool {
	xs := c.present()
	return abs(skew(xs)) <= t.Skew || kurtosis(xs) <= t.Kurtosis
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

// column draws the outliers of a column in. Winsorising that does not help gives way to the logarithm where the recipe
// says so, from the untouched column.
func (t Treat) column(c column) (column, Treated) {
	did := Treated{Skew: skew(c.present()), Kurtosis: kurtosis(c.present()), Did: TreatNothing, Drawn: make([]Drawn, len(c))}
	treated := c
	if t.Method != TreatNothing && !t.leaves(c) {
		if t.Method == TreatWinsorise {
			treated, did.Drawn = t.winsorise(c)
			did.Did = TreatWinsorise
		}
		if t.Method == TreatLog || t.Otherwise == TreatLog && !t.leaves(treated) {
			treated, did.Mirrored = logged(c)
			did.Did, did.Drawn = TreatLog, make([]Drawn, len(c))
		}
	}
	did.SkewAfter, did.KurtosisAfter = skew(treated.present()), kurtosis(treated.present())
	return treated, did
}

// winsorise gives the highest value (or the lowest, by the sign of the skewness) the next one's value, until the shape is
// good or so many values were drawn in.
func (t Treat) winsorise(c column) (column, []Drawn) {
	c, drawn := c.clone(), make([]Drawn, len(c))
	for n := 0; n < t.Points && !t.leaves(c); {
		from, end := FromAbove, slices.Max[column]
		if skew(c.present()) < 0 {
			from, end = FromBelow, slices.Min[column]
		}
		outlier := end(c.present())
		rest := slices.DeleteFunc(column(c.present()), func(x float64) bool { return x == outlier })
		if len(rest) == 0 {
			break
		}
		next := end(rest)
		for u, x := range c {
			if x == outlier {
				c[u], drawn[u] = next, from
			}
		}
		n = counted(drawn)
	}
	return c, drawn
}

func counted(drawn []Drawn) (n int) {
	for _, d := range drawn {
		if d != "" {
			n++
		}
	}
	return n
}

// logged is the logarithm of the distance from the lowest value, begun a hundredth of the range below it; of a column
// whose outliers are low, it is mirrored.
func logged(c column) (column, bool) {
	xs := c.present()
	low, high := slices.Min(xs), slices.Max(xs)
	begin, mirrored := float64(0.01*(high-low)), skew(xs) < 0
	l := c.clone()
	for u, x := range c {
		switch {
		case IsMissing(x):
		case mirrored:
			l[u] = -logarithm(high - x + begin)
		default:
			l[u] = logarithm(x - low + begin)
		}
	}
	return l, mirrored
}
