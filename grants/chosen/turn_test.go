package chosen

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"vekst/grants/targeting"
)

func TestTheFigureThatWouldTurnItIsTheNearestOne(t *testing.T) {
	index := indexOf(t, six...)
	turns := Turns(index.Result, three, "seed", "B1")
	// Its index is (jobs + school) / 2 = 40, and A3's is 30: jobs must come below 20, or to 20 where the draw is for it.
	if jobs := turns[0]; !jobs.Found || jobs.AtLeast || jobs.Needed > 20 || jobs.Needed < 19 || jobs.Now != 40 {
		t.Errorf("%+v", jobs)
	}
	if jobs := Turns(index.Result, three, "seed", "A1")[0]; !jobs.Found && jobs.Needed != 0 {
		t.Errorf("the first of them: %+v", jobs)
	}
	if far := Turns(index.Result, three, "seed", "C2")[0]; far.Found {
		t.Errorf("no figure of one indicator would turn the last: %+v", far)
	}
	rule := everything()
	if out := Turns(index.Result, rule, "seed", "C2")[0]; out.Found {
		t.Errorf("no figure turns one that is left out: %+v", out)
	}
}

func TestAMissingFigureIsLookedForFromBothEnds(t *testing.T) {
	gap := "D1,D,,45,1"
	index := indexOf(t, append([]string{gap}, six...)...)
	turn := Turns(index.Result, three, "seed", "D1")[0]
	if !targeting.IsMissing(turn.Now) || !turn.Found || turn.AtLeast || turn.Any || turn.Needed > 15 || turn.Needed < 14 {
		t.Errorf("%+v", turn)
	}
}

// Whatever is said to turn a municipality does so when it is counted, and the figure a step nearer does not.
func TestATurnIsTrue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows, rule := drawn(t)
		index := publishedOf(t, rows)
		code := rapid.SampledFrom(index.Units).Draw(t, "unit").Code
		before, _ := Apply(index, rule, "seed").Of(code)
		in := func(x float64) bool {
			changed, faults := index.With(targeting.Changed{Unit: code, Column: "jobs", Value: x})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			r, _ := Apply(changed, rule, "seed").Of(code)
			return r.In()
		}
		turn := Turns(index, rule, "seed", code)[0]
		if !turn.Found {
			if in(10) != before.In() && in(16) != before.In() {
				t.Errorf("nothing was found for %+v", before)
			}
			return
		}
		nearer := turn.Needed - math.Copysign(1, turn.Needed-turn.Now)
		if in(turn.Needed) == before.In() || in(nearer) != before.In() {
			t.Errorf("%+v does not turn %+v", turn, before)
		}
	})
}
