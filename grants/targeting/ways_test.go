package targeting

import (
	"strings"
	"testing"
)

// A is first by jobs and last by poverty; B and C lie between. Weights decide.
const crossed = "uCode,jobs,poverty\nA,10,9\nB,5,5\nC,4,4\nD,0,0\n"

func TestCountsEveryWayAndNamesThoseThatCannotBeCounted(t *testing.T) {
	r := mustCalculate(t, []byte(crossed), []byte(smallFramework), head+`choose: {number: 1, from: lowest}
others:
  normalise: [rank]
  weights: [{name: jobs-only, of: {poverty: 0}}]
  aggregate: [geometric]
`)
	w := r.CountWays()
	if len(w.All) != 8 {
		t.Fatalf("%d ways", len(w.All))
	}
	refused := 0
	for _, way := range w.All {
		if way.Refused != nil {
			refused++
			if way.Normalise.Method != MinMax || way.Aggregate[0] != Geometric || !strings.Contains(way.Refused.Sentence, "geometric mean") {
				t.Errorf("%+v is refused: %v", way.Method, way.Refused)
			}
		}
	}
	if refused != 2 || w.Counted != 6 {
		t.Errorf("%d refused, %d counted", refused, w.Counted)
	}
	official := w.All[0]
	if official.Agreement < 0.999999 || official.Same != len(official.Chosen) {
		t.Errorf("the official way does not agree with itself: %+v", official)
	}
	// By jobs alone D is lowest, in three ways (min-max and rank by the mean, rank by the geometric mean).
	if d := w.Units[3]; d.Chosen < 3 || d.Best != 1 {
		t.Errorf("D: %+v", d)
	}
}

func TestEachIndicatorIsLeftOutOnce(t *testing.T) {
	r := mustCalculate(t, []byte(crossed), []byte(smallFramework), head+"choose: {number: 1, from: lowest}\nothers: {without_each: true}\n")
	w := r.CountWays()
	if len(w.All) != 3 || w.All[1].Without != "jobs" || w.All[2].Without != "poverty" {
		t.Fatalf("%+v", w.All)
	}
	// Without jobs, A has most poverty and is lowest; without poverty, D has fewest jobs.
	if w.Units[0].Chosen == 0 || w.All[1].Chosen[0] != 0 || w.All[2].Chosen[0] != 3 {
		t.Errorf("%+v", w.All)
	}
}

func TestDrawsSayWhatMattersMost(t *testing.T) {
	var data strings.Builder
	data.WriteString("uCode,jobs,poverty\n")
	for u := range 30 {
		data.WriteString(strings.Join([]string{"u" + figure(float64(u)), figure(float64(u * 13 % 30)), figure(float64(u))}, ",") + "\n")
	}
	recipe := head + "others: {weights: [{name: jobs-only, of: {poverty: 0}}]}\nrandom: {seed: 1, draws: 256, weights: 1 %}\n"
	d := mustCalculate(t, []byte(data.String()), []byte(smallFramework), recipe).Draw()
	if len(d.Inputs) != 3 || d.Inputs[0] != "weights" || d.N != 256 || d.Runs != 256*5 || d.Fell != 0 {
		t.Fatalf("%+v", d)
	}
	if s := d.Shift[0]; s.Total < 0.9 || s.TotalLow > s.Total || s.TotalHigh < s.Total {
		t.Errorf("the set of weights should decide nearly everything: %+v", s)
	}
	if s := d.Shift[1]; s.Total > 0.05 {
		t.Errorf("one per cent should decide nearly nothing: %+v", s)
	}
	other := mustCalculate(t, []byte(data.String()), []byte(smallFramework), strings.Replace(recipe, "seed: 1", "seed: 2", 1)).Draw()
	if other.Shift[0] == d.Shift[0] {
		t.Error("another seed draws the same")
	}
}

func TestChoicesThatCannotGoTogetherAreSaid(t *testing.T) {
	d := mustCalculate(t, []byte(crossed), []byte(smallFramework), head+"choose: {number: 1}\nothers: {aggregate: [geometric]}\nrandom: {seed: 1, draws: 64}\n").Draw()
	if d.Fell == 0 || d.Fell == d.Runs {
		t.Errorf("%d of %d runs fell back on the official way", d.Fell, d.Runs)
	}
	if r := mustCalculate(t, []byte(crossed), []byte(smallFramework), head+"choose: {number: 1}\n"); r.Draw() != nil {
		t.Error("draws although the recipe has none")
	}
}
