package targeting

import (
	"math"
	"testing"
)

const askedFramework = framed + "1,a,1,1,I,Indicator\n1,b,-1,3,I,Indicator\n2,I,1,1,,Aggregate\n"

func asked(t *testing.T, data string) *Result {
	t.Helper()
	return mustCalculate(t, []byte(data), []byte(askedFramework), head+"choose: {number: 1, from: lowest}\n")
}

func TestOneChangedFigureIsCountedAgainFromTheDataOn(t *testing.T) {
	before := asked(t, "uCode,a,b\nx,1,9\ny,2.5,5\nz,5,1\n")
	changed, faults := before.With(Changed{"y", "a", 9}, Changed{"nobody", "a", 1}, Changed{"x", "nothing", 1})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	wanted := asked(t, "uCode,a,b\nx,1,9\ny,9,5\nz,5,1\n")
	for u := range wanted.Units {
		if changed.Index()[u] != wanted.Index()[u] {
			t.Errorf("%s: %v, want %v", wanted.Units[u].Code, changed.Index()[u], wanted.Index()[u])
		}
	}
	if before.Raw[0][1] != 2.5 || before.Table.columns["a"][1] != 2.5 {
		t.Error("the index that was asked has changed")
	}
	if d := before.Table.Decimals("a"); d != 1 {
		t.Errorf("%d decimals", d)
	}
}

func TestPullsAddUpToTheDistanceFromTheMiddle(t *testing.T) {
	r := asked(t, "uCode,a,b\nx,1,9\ny,2,5\nz,5,1\n")
	pulls, far := r.Pulls(0), 0.0
	for _, p := range pulls {
		far += p.Far
	}
	middle := r.Index()[1] // the median of both
	if math.Abs(r.Index()[0]-middle-far) > 1e-9 || pulls[0].Indicator.Code != "b" || pulls[0].Far >= 0 {
		t.Errorf("%v of %v: %+v", far, r.Index()[0]-middle, pulls)
	}
}

func TestEveryCodeOfTheIndexHasAFigure(t *testing.T) {
	r := asked(t, "uCode,a,b\nx,1,9\ny,2,\nz,5,1\n")
	if x, known := r.Figure("b", 0); !known || x != 9 {
		t.Errorf("an indicator: %v %v", x, known)
	}
	if x, known := r.Figure("b", 1); !known || !IsMissing(x) {
		t.Errorf("a missing figure: %v %v", x, known)
	}
	if x, known := r.Figure("I", 0); !known || x != r.Index()[0] {
		t.Errorf("the index: %v %v", x, known)
	}
	if _, known := r.Figure("c", 0); known {
		t.Error("what is not there is known")
	}
	if r.Find("z") != 2 || r.Find("none") != -1 || r.Top().Code != "I" || len(r.Indicators()) != 2 {
		t.Error("units and nodes are not found")
	}
}

func TestEachWayIsCountedAsInAllWays(t *testing.T) {
	r := mustCalculate(t, []byte("uCode,a,b\nx,1,9\ny,2,5\nz,5,1\n"), []byte(askedFramework), head+"choose: {number: 1, from: lowest}\nothers:\n  normalise: [rank]\n  weights: [equal]\n")
	lowest := 0
	ways := r.EachWay(func(values []float64) {
		if values[0] < values[1] && values[0] < values[2] {
			lowest++
		}
	})
	if all := r.CountWays(); ways != all.Counted || lowest != all.Units[0].Chosen {
		t.Errorf("%d of %d, want %d of %d", lowest, ways, all.Units[0].Chosen, all.Counted)
	}
}
