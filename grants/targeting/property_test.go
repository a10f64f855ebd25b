package targeting

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// world is random data under a framework of two groups.
type world struct {
	values [][]float64 // by unit, then indicator; missing ones are missing
	factor []float64   // by indicator
}

const worldIndicators = 5

var worldFramework = framed + "1,a,1,1,P,Indicator\n1,b,-1,2,P,Indicator\n1,c,1,1,Q,Indicator\n1,d,1,3,Q,Indicator\n1,e,-1,1,Q,Indicator\n2,P,1,1,I,Aggregate\n2,Q,1,2,I,Aggregate\n3,I,1,1,,Aggregate\n"

func drawWorld(t *rapid.T, gaps bool) world {
	w := world{}
	for range rapid.IntRange(3, 25).Draw(t, "units") {
		row := make([]float64, worldIndicators)
		for i := range row {
			row[i] = float64(rapid.IntRange(-400, 400).Draw(t, "value")) / 4
			if gaps && rapid.IntRange(0, 9).Draw(t, "gap") == 0 {
				row[i] = missing
			}
		}
		w.values = append(w.values, row)
	}
	return w
}

// csv writes the units in an order.
func (w world) csv(order []int) string {
	var b strings.Builder
	b.WriteString("uCode,a,b,c,d,e\n")
	for _, u := range order {
		fmt.Fprintf(&b, "u%02d", u)
		for i, x := range w.values[u] {
			if w.factor != nil {
				x *= w.factor[i]
			}
			b.WriteString("," + figure(x))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func inOrder(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	return order
}

// counted is the result of a world, nil where it cannot be counted.
func (w world) counted(order []int, recipe string) *Result {
	f, _ := ReadFramework([]byte(worldFramework))
	table, faults := ReadTable([]byte(w.csv(order)), f)
	if len(faults) > 0 {
		return nil
	}
	r, faults := ReadRecipe([]byte(head + "choose: {number: 2}\n" + recipe))
	if len(faults) > 0 {
		panic(faults)
	}
	result, faults := Calculate(table, f, r)
	if len(faults) > 0 {
		return nil
	}
	return result
}

var everyWay = []string{
	"normalise: {method: min-max, from: 1, to: 100}\naggregate: arithmetic\n", "normalise: {method: min-max, from: 1, to: 100}\naggregate: geometric\n",
	"normalise: {method: min-max, from: 1, to: 100}\naggregate: harmonic\n", "normalise: z-score\n", "normalise: rank\naggregate: [geometric, arithmetic]\n",
	"normalise: percentile-rank\n", "normalise: borda\n", "normalise: exponential\n", "aggregate: copeland\n", "scale: {from: 2, to: 7}\nnormalise: borda\naggregate: [copeland, arithmetic]\n",
	"treat: {method: winsorise, otherwise: log, skew: 1, kurtosis: 1}\n", "treat: {method: log, skew: 0.5, kurtosis: 0.5}\n",
	"impute: mean\npresent: 50 %\n", "impute: median\n", "present: 34 %\n",
}

func TestTheOrderOfUnitsChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, recipe := drawWorld(t, true), rapid.SampledFrom(everyWay).Draw(t, "recipe")
		order := rapid.Permutation(inOrder(len(w.values))).Draw(t, "order")
		first, second := w.counted(inOrder(len(w.values)), recipe), w.counted(order, recipe)
		if (first == nil) != (second == nil) {
			t.Fatal("one order can be counted, and another cannot")
		}
		for at, u := range order {
			if first == nil {
				break
			}
			if x, y := first.Index()[u], second.Index()[at]; math.Float64bits(x) != math.Float64bits(y) || first.Ranks[u] != second.Ranks[at] {
				t.Fatalf("u%02d: %v and %v, ranks %d and %d", u, x, y, first.Ranks[u], second.Ranks[at])
			}
		}
	})
}

func TestRaisingAGoodIndicatorNeverLowersAUnit(t *testing.T) {
	monotone := slices.DeleteFunc(slices.Clone(everyWay), func(r string) bool { return strings.Contains(r, "treat") })
	rapid.Check(t, func(t *rapid.T) {
		w, recipe := drawWorld(t, false), rapid.SampledFrom(monotone).Draw(t, "recipe")
		u, i := rapid.IntRange(0, len(w.values)-1).Draw(t, "unit"), rapid.SampledFrom([]int{0, 2, 3}).Draw(t, "indicator")
		before := w.counted(inOrder(len(w.values)), recipe)
		w.values[u][i] += float64(rapid.IntRange(1, 400).Draw(t, "more")) / 4
		after := w.counted(inOrder(len(w.values)), recipe)
		if before == nil || after == nil {
			return
		}
		if before.Ranks[u] < after.Ranks[u] {
			t.Fatalf("u%02d falls from place %d to %d", u, before.Ranks[u], after.Ranks[u])
		}
	})
}

func TestTheUnitOfMeasurementChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t, false)
		recipe := rapid.SampledFrom([]string{"normalise: min-max\n", "normalise: z-score\n", "normalise: exponential\naggregate: arithmetic\n"}).Draw(t, "recipe")
		before := w.counted(inOrder(len(w.values)), recipe)
		w.factor = make([]float64, worldIndicators)
		for i := range w.factor {
			w.factor[i] = math.Ldexp(1, rapid.IntRange(-6, 6).Draw(t, "factor"))
		}
		after := w.counted(inOrder(len(w.values)), recipe)
		if before == nil || after == nil {
			return
		}
		for u := range before.Units {
			if math.Abs(before.Index()[u]-after.Index()[u]) > 1e-12*max(1, math.Abs(before.Index()[u])) {
				t.Fatalf("u%02d: %v and %v", u, before.Index()[u], after.Index()[u])
			}
		}
	})
}

func TestNeitherOrderNorProcessorsChangeASum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		xs := rapid.SliceOf(rapid.Float64Range(-1e12, 1e12)).Draw(t, "xs")
		other := rapid.Permutation(xs).Draw(t, "other")
		if sum(xs) != sum(other) {
			t.Fatalf("%v and %v", sum(xs), sum(other))
		}
	})
}

func TestLogarithmsAndPowersAreRight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(1e-60, 1e60).Draw(t, "x")
		if got, want := logarithm(x), math.Log(x); math.Abs(got-want) > 4e-16*math.Max(1, math.Abs(want)) {
			t.Fatalf("ln %v = %v, want %v", x, got, want)
		}
		y := rapid.Float64Range(-140, 140).Draw(t, "y")
		if got, want := exponential(y), math.Exp(y); math.Abs(got-want) > 6e-16*want {
			t.Fatalf("e^%v = %v, want %v", y, got, want)
		}
	})
}

const allWays = `impute: mean
treat: winsorise
scale: {from: 1, to: 100}
others:
  impute: [median]
  normalise: [z-score, borda]
  weights: [equal]
  aggregate: [geometric, copeland]
  without_each: true
random: {seed: 7, draws: 64, weights: 25 %}
`

func TestTheNumberOfProcessorsChangesNothing(t *testing.T) {
	w := world{}
	for u := range 20 {
		w.values = append(w.values, []float64{float64(u * u % 17), float64(u * 7 % 19), float64(u), float64(u*u*u%23) + 1, float64(3*u%11) - 5})
	}
	r := w.counted(inOrder(20), allWays)
	ways, draws := r.CountWays(), r.Draw()
	for _, n := range []int{1, 2, 5} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
		if !reflect.DeepEqual(r.CountWays(), ways) || !reflect.DeepEqual(r.Draw(), draws) {
			t.Errorf("%d processors come to something else", n)
		}
	}
	if len(ways.All) != 2*1*3*2*3*6 || ways.Counted == 0 || draws.Runs != 64*(5+8) && draws.Runs == 0 {
		t.Errorf("%d ways, %d counted, %d runs", len(ways.All), ways.Counted, draws.Runs)
	}
}
