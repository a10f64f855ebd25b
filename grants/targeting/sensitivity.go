package targeting

import (
	"math/rand/v2"
	"slices"
)

// Sensitivity says how much of the variance of an outcome comes from one input: First alone, Total together with all it
// does in company. The intervals hold 95 of 100 bootstrap samples.
type Sensitivity struct {
	Input                      string
	First, FirstLow, FirstHigh float64
	Total, TotalLow, TotalHigh float64
}

// design is Saltelli's: two sets of points, and for each input the first set with that input from the second.
type design struct {
	n, inputs int
	points    *sequence
}

func newDesign(n, inputs int, seed uint64) design {
	return design{n, inputs, newSequence(2*inputs, seed)}
}

// runs is how often the outcome is worked out.
func (d design) runs() int { return d.n * (d.inputs + 2) }

// point writes the inputs of one run: those of the first set, then of the second, then of each mixture.
func (d design) point(run int, into []float64) {
	set, i := run/d.n, run%d.n
	for k := range into {
		dimension := k
		if set == 1 || set == k+2 {
			dimension += d.inputs
		}
		into[k] = d.points.at(uint32(i), dimension)
	}
}

// resamples are made for an interval.
const resamples = 500

// indices estimates, from the outcome of every run, the first order by Saltelli and the total order by Jansen.
func (d design) indices(outcome []float64, seed uint64) []Sensitivity {
	middle := mean(outcome[:2*d.n])
	y := make([]float64, len(outcome))
	for i := range y {
		y[i] = outcome[i] - middle
	}
	all := make([]Sensitivity, d.inputs)
	whole := make([]int, d.n)
	for i := range whole {
		whole[i] = i
	}
	for k, e := range d.estimate(y, whole) {
		all[k].First, all[k].Total = e[0], e[1]
	}
	d.intervals(y, seed, all)
	return all
}

// estimate works on some of the base points, which may repeat.
func (d design) estimate(y []float64, sample []int) [][2]float64 {
	first, total := make([]float64, d.inputs), make([]float64, d.inputs)
	squares, whole := 0.0, 0.0
	a, b := y[:d.n], y[d.n:2*d.n]
	for _, i := range sample {
		squares += float64(a[i]*a[i]) + float64(b[i]*b[i])
		whole += a[i] + b[i]
	}
	count := float64(2 * len(sample))
	variance := squares/count - float64((whole/count)*(whole/count))
	estimates := make([][2]float64, d.inputs)
	for k := range d.inputs {
		mixed := y[(k+2)*d.n : (k+3)*d.n]
		for _, i := range sample {
			change := mixed[i] - a[i]
			first[k] += float64(b[i] * change)
			total[k] += float64(change * change)
		}
		if variance > 0 {
			estimates[k] = [2]float64{first[k] / float64(len(sample)) / variance, total[k] / float64(2*len(sample)) / variance}
		}
	}
	return estimates
}

// intervals come from samples of the base points with repetition, each from a stream of random numbers of its own.
func (d design) intervals(y []float64, seed uint64, all []Sensitivity) {
	samples := make([][][2]float64, resamples)
	inParallel(resamples, func() func(int) {
		sample := make([]int, d.n)
		return func(r int) {
			random := rand.New(rand.NewPCG(seed, 1<<32+uint64(r)))
			for i := range sample {
				sample[i] = random.IntN(d.n)
			}
			samples[r] = d.estimate(y, sample)
		}
	})
	of := make([]float64, resamples)
	bounds := func(k, which int) (low, high float64) {
		for r := range samples {
			of[r] = samples[r][k][which]
		}
		slices.Sort(of)
		return quantile(of, 0.025), quantile(of, 0.975)
	}
	for k := range all {
		all[k].FirstLow, all[k].FirstHigh = bounds(k, 0)
		all[k].TotalLow, all[k].TotalHigh = bounds(k, 1)
	}
}
