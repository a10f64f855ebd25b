package targeting

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// ishigami is the usual function with known indices, over points from 0 to 1.
func ishigami(x []float64) float64 {
	at := func(k int) float64 { return math.Pi * (2*x[k] - 1) }
	return math.Sin(at(0)) + 7*math.Pow(math.Sin(at(1)), 2) + 0.1*math.Pow(at(2), 4)*math.Sin(at(0))
}

func outcomesOf(d design, f func([]float64) float64) []float64 {
	y, x := make([]float64, d.runs()), make([]float64, d.inputs)
	for run := range y {
		d.point(run, x)
		y[run] = f(x)
	}
	return y
}

func TestAgreesWithTheKnownIndicesOfIshigami(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/data/sobol-analytic/ishigami.json")
	if err != nil {
		t.Skipf("the known answers are not on this machine: %v", err)
	}
	var want struct {
		First []float64 `json:"first_order"`
		Total []float64 `json:"total_order"`
	}
	if err := json.Unmarshal(raw, &want); err != nil || len(want.First) != 3 {
		t.Fatal(err, want)
	}
	for seed := range uint64(3) {
		d := newDesign(1<<14, 3, seed)
		for k, s := range d.indices(outcomesOf(d, ishigami), seed) {
			if math.Abs(s.First-want.First[k]) > 0.01 || math.Abs(s.Total-want.Total[k]) > 0.01 {
				t.Errorf("seed %d, input %d: %+v, want %v and %v", seed, k+1, s, want.First[k], want.Total[k])
			}
			if s.FirstLow > want.First[k] || s.FirstHigh < want.First[k] || s.TotalLow > want.Total[k] || s.TotalHigh < want.Total[k] {
				t.Errorf("seed %d, input %d: the intervals of %+v do not hold %v and %v", seed, k+1, s, want.First[k], want.Total[k])
			}
		}
	}
}

// Of a sum of independent inputs, each input's share is its variance, and nothing is done in company; with sixty
// dimensions this also looks at points the first few dimensions do not.
func TestTheIndicesOfASumAreItsShares(t *testing.T) {
	d := newDesign(1<<12, 30, 7)
	total := 0.0
	for k := range 30 {
		total += float64((k + 1) * (k + 1))
	}
	y := outcomesOf(d, func(x []float64) (sum float64) {
		for k, v := range x {
			sum += float64(k+1) * v
		}
		return sum
	})
	for k, s := range d.indices(y, 7) {
		share := float64((k+1)*(k+1)) / total
		if math.Abs(s.First-share) > 0.003 || math.Abs(s.Total-share) > 0.003 {
			t.Errorf("input %d: %.4f and %.4f, want %.4f", k+1, s.First, s.Total, share)
		}
	}
}

func TestPointsAreSpreadEvenlyInEveryDimension(t *testing.T) {
	const n = 256
	s := newSequence(200, 42)
	for d := range 200 {
		var seen [n]bool
		for i := range uint32(n) {
			slice := int(s.at(i, d) * n)
			if seen[slice] {
				t.Fatalf("dimension %d has two points in slice %d", d, slice)
			}
			seen[slice] = true
		}
	}
}

func TestNoTwoDimensionsAreTheSame(t *testing.T) {
	s := newSequence(200, 0)
	seen := map[[32]uint32]int{}
	for d, v := range s.directions {
		if first, twice := seen[v]; twice {
			t.Errorf("dimensions %d and %d", first, d)
		}
		seen[v] = d
	}
}
