package targeting

import (
	"math"
	"slices"
)

// The arithmetic of the index gives the same bits on every machine. Three things would not:
//
//   - x*y + z is one rounding on some processors and two on others, even across statements. A product that may be added to
//     something is therefore written float64(x*y), which the language promises to round.
//   - math.Exp and math.Log are written in assembly on some processors, with other last digits. Ours are below.
//   - A sum depends on its order. Sums over units are exact (sum), so that the order of units does not matter; sums over
//     the parts of a group go in the order of the framework.

// sum is the exact sum, rounded once, whatever the order: Shewchuk's algorithm, as in Python's math.fsum.
func sum(xs []float64) float64 {
	var partials []float64
	for _, x := range xs {
		kept := 0
		for _, y := range partials {
			high, low := twoSum(x, y)
			if low != 0 {
				partials[kept] = low
				kept++
			}
			x = high
		}
		partials = append(partials[:kept], x)
	}
	return roundPartials(partials)
}

// twoSum is the rounded sum of two numbers and what the rounding lost, exactly.
func twoSum(a, b float64) (high, low float64) {
	high = a + b
	other := high - a
	return high, (a - (high - other)) + (b - other)
}

// roundPartials adds numbers that do not overlap, from the smallest to the largest, and rounds half to even as one sum.
func roundPartials(p []float64) float64 {
	if len(p) == 0 {
		return 0
	}
	i := len(p) - 1
	high, low := p[i], 0.0
	for i--; i >= 0 && low == 0; i-- {
		high, low = twoSum(high, p[i])
	}
	if low != 0 && i >= 0 && (low < 0) == (p[i] < 0) {
		twice := low * 2
		if next := high + twice; next-high == twice {
			high = next
		}
	}
	return high
}

func mean(xs []float64) float64 { return sum(xs) / float64(len(xs)) }

// deviations are the differences from the mean.
func deviations(xs []float64) []float64 {
	m := mean(xs)
	ds := make([]float64, len(xs))
	for i, x := range xs {
		ds[i] = x - m
	}
	return ds
}

// powers is the exact sum of the rounded k-th powers.
func powers(xs []float64, k int) float64 {
	ps := make([]float64, len(xs))
	for i, x := range xs {
		p := x
		for range k - 1 {
			p = float64(p * x)
		}
		ps[i] = p
	}
	return sum(ps)
}

// deviation is the standard deviation of a sample.
func deviation(xs []float64) float64 {
	return math.Sqrt(powers(deviations(xs), 2) / float64(len(xs)-1))
}

// skew is the skewness of a sample, adjusted for its size (G1); 0 for fewer than three values or none that differ.
func skew(xs []float64) float64 {
	n := float64(len(xs))
	ds := deviations(xs)
	squares := powers(ds, 2)
	if n < 3 || squares == 0 {
		return 0
	}
	g := math.Sqrt(n) * powers(ds, 3) / (squares * math.Sqrt(squares))
	return g * math.Sqrt(n*(n-1)) / (n - 2)
}

// kurtosis is the excess kurtosis of a sample, adjusted for its size (G2); 0 for fewer than four values or none that differ.
func kurtosis(xs []float64) float64 {
	n := float64(len(xs))
	ds := deviations(xs)
	squares := powers(ds, 2)
	if n < 4 || squares == 0 {
		return 0
	}
	r := n * powers(ds, 4) / (squares * squares)
	return (float64((n+1)*(r-3)) + 6) * (n - 1) / ((n - 2) * (n - 3))
}

// median is the middle value, or the mean of the two in the middle.
func median(xs []float64) float64 { return quantile(slices.Sorted(slices.Values(xs)), 0.5) }

// quantile reads a quantile off sorted values, between two of them where it falls between (R's type 7).
func quantile(sorted []float64, p float64) float64 {
	at := float64(p * float64(len(sorted)-1))
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + float64((at-float64(low))*(sorted[low+1]-sorted[low]))
}

// ln2 in two parts, the first of which has few enough digits that whole multiples of it are exact.
const ln2High, ln2Low = 6.93147180369123816490e-01, 1.90821492927058770002e-10

// odd are 1/3, 1/5 … from the last that matters, and factorials 1/1!, 1/2! … likewise: the series of logarithm and exponential.
var odd, factorials = func() (odd [12]float64, factorials [16]float64) {
	for i := range odd {
		odd[i] = 1 / float64(25-2*i)
	}
	product := 1.0 // exact up to 18!
	for i := range factorials {
		product *= float64(i + 1)
		factorials[len(factorials)-1-i] = 1 / product
	}
	return odd, factorials
}()

// logarithm is the natural logarithm of a positive number, within a unit in the last place or so. It takes out powers of
// two and sums the series of the area hyperbolic tangent.
func logarithm(x float64) float64 {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = m*2, k-1
	}
	s := (m - 1) / (m + 1)
	square, tail := float64(s*s), 0.0
	for _, o := range odd {
		tail = float64(square * (tail + o))
	}
	n := float64(k)
	return float64(n*ln2High) + (2*s + (float64(2*s*tail) + float64(n*ln2Low)))
}

// exponential is e to the power of x, within a unit in the last place or so. It takes out powers of two and sums the
// series of Taylor.
func exponential(x float64) float64 {
	k := math.Floor(float64(x*(1/math.Ln2)) + 0.5)
	r := (x - float64(k*ln2High)) - float64(k*ln2Low)
	tail := 0.0
	for _, f := range factorials {
		tail = float64(r * (tail + f))
	}
	if k < -1000 || k > 1000 {
		return math.Ldexp(1+tail, int(k))
	}
	return float64((1 + tail) * math.Float64frombits(uint64(1023+int(k))<<52)) // exact, and faster
}
