package territory

import (
	"math"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"vekst/platform/web"
	"vekst/value/decimal"
)

func figures(all ...int64) []decimal.Decimal {
	var values []decimal.Decimal
	for _, n := range all {
		values = append(values, decimal.Whole(n))
	}
	return values
}

func ends(c Classes) (all []int64) {
	for _, one := range c {
		all = append(all, int64(one.To/decimal.One))
	}
	return all
}

func TestFiguresAreDividedInClasses(t *testing.T) {
	for name, c := range map[string]struct {
		values []decimal.Decimal
		way    string
		n      int
		ends   []int64
	}{
		"no figures":                          {nil, Quantiles, 5, nil},
		"figures that are all the same":       {figures(4, 4, 4), Steps, 5, []int64{4}},
		"as many in each":                     {figures(1, 2, 3, 4, 5, 6, 7, 8, 9), Quantiles, 3, []int64{3, 6, 9}},
		"equal figures, which stay together":  {figures(1, 2, 2, 2, 2, 2, 9), Quantiles, 3, []int64{2, 9}},
		"equal steps, the empty one left out": {figures(0, 1, 2, 100), Steps, 4, []int64{2, 100}},
		"natural breaks":                      {figures(1, 2, 3, 50, 51, 52, 90, 91), Breaks, 3, []int64{3, 52, 91}},
		"more classes than figures":           {figures(1, 9), Breaks, 5, []int64{1, 9}},
		"fewer classes than there can be":     {figures(1, 2, 3, 4, 5, 6), Quantiles, -4, []int64{2, 4, 6}},
	} {
		got := Classify(c.values, c.way, c.n)
		if !slices.Equal(ends(got), c.ends) {
			t.Errorf("%s: classes end at %v, not %v", name, ends(got), c.ends)
		}
		count := 0
		for _, one := range got {
			count += one.Count
		}
		if count != len(c.values) {
			t.Errorf("%s: %d of %d figures are in a class", name, count, len(c.values))
		}
		for _, v := range c.values {
			if at := got.Of(v); at < 0 || v < got[at].From || v > got[at].To {
				t.Errorf("%s: %v is in class %d", name, v, at)
			}
		}
	}
}

// No other borders leave less spread within the classes: all are tried.
func TestNaturalBreaksLeaveTheLeastSpread(t *testing.T) {
	values := figures(3, 1, 4, 1, 5, 9, 2, 6, 5, 35, 8, 97, 93, 23, 84)
	sorted := slices.Sorted(slices.Values(values))
	spread := func(some []decimal.Decimal) (sum float64) {
		mean := 0.0
		for _, v := range some {
			mean += float64(v) / float64(len(some))
		}
		for _, v := range some {
			sum += math.Pow(float64(v)-mean, 2)
		}
		return sum
	}
	best := math.Inf(1)
	for i := 1; i < len(sorted); i++ {
		for k := i + 1; k < len(sorted); k++ {
			best = min(best, spread(sorted[:i])+spread(sorted[i:k])+spread(sorted[k:]))
		}
	}
	got, rest := 0.0, sorted
	for _, c := range Classify(values, Breaks, 3) {
		got += spread(rest[:c.Count])
		rest = rest[c.Count:]
	}
	if math.Abs(got-best) > best*1e-9 {
		t.Errorf("the spread is %g, and could be %g", got, best)
	}
}

func TestThePalestShadeIsTheLeastAndTheStrongestTheGreatest(t *testing.T) {
	for n := fewest; n <= most; n++ {
		c := Classify(figures(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), Quantiles, n)
		if len(c) != n || c[0].Shade != 0 || c[n-1].Shade != shades-1 {
			t.Errorf("%d classes: %+v", n, c)
		}
	}
}

// Two squares side by side share a border that is kept once, whichever way each goes along it.
func twoSquares() []Shape {
	return []Shape{
		{Code: "A", Rings: []Ring{{{0, 0}, {100, 0}, {101, 50}, {100, 100}, {0, 100}}}},
		{Code: "B", Rings: []Ring{{{100, 0}, {200, 0}, {200, 100}, {100, 100}, {101, 50}}}},
		{Code: "island", Rings: []Ring{{{500, 500}, {510, 500}, {510, 510}}}},
	}
}

func TestACommonBorderIsKeptOnceAndStaysCommon(t *testing.T) {
	j := Join(twoSquares())
	if len(j.Arcs) != 4 {
		t.Fatalf("%d arcs: %v", len(j.Arcs), j.Arcs)
	}
	for i, s := range twoSquares() {
		back := j.Ring(j.Shapes[i].Rings[0])
		if len(back) != len(s.Rings[0]) {
			t.Errorf("%s comes back as %v", s.Code, back)
		}
		for _, p := range s.Rings[0] {
			if !slices.Contains(back, p) {
				t.Errorf("%s has lost %v", s.Code, p)
			}
		}
	}
	flat := j.Simplify(5)
	for i := range flat.Shapes[:2] {
		if r := flat.Ring(flat.Shapes[i].Rings[0]); len(r) != 4 || slices.Contains(r, Spot{101, 50}) {
			t.Errorf("%s is simplified to %v", flat.Shapes[i].Code, r)
		}
	}
}

func TestNothingFallsFlatHoweverMuchIsLeftOut(t *testing.T) {
	flat := Join(twoSquares()).Simplify(1e9)
	for _, s := range flat.Shapes {
		if r := flat.Ring(s.Rings[0]); len(r) < 3 {
			t.Errorf("%s is %v", s.Code, r)
		}
	}
}

func TestOutlinesAreReadBackAsWritten(t *testing.T) {
	for _, s := range twoSquares() {
		back, err := read(write(s.Rings))
		if err != nil || !slices.EqualFunc(back, s.Rings, slices.Equal) {
			t.Errorf("%s: %v, %v", s.Code, back, err)
		}
	}
	if _, err := read("1 2 x 4"); err == nil {
		t.Error("a step that is no number is read")
	}
}

func TestAPictureShowsAllOfABoxAndNorthIsUp(t *testing.T) {
	var b Box
	b.Take(Spot{220_000, 412_000})
	b.Take(Spot{286_000, 442_000})
	p := Fit(b)
	west, south := p.On(Spot{220_000, 412_000})
	east, north := p.On(Spot{286_000, 442_000})
	if west != margin || east != pictureWidth-margin || north != margin || south < north || south > p.Height-margin+1 {
		t.Errorf("west %d east %d north %d south %d of %d", west, east, north, south, p.Height)
	}
}

func TestResourcesThatLieCloseTogetherAreOneHeap(t *testing.T) {
	var b Box
	b.Take(Spot{0, 0})
	b.Take(Spot{10_000, 10_000})
	heaps := heapsOn(Fit(b), []Spot{{100, 100}, {101, 101}, {9000, 9000}, {90_000, 0}})
	if len(heaps) != 2 || heaps[0].Count != 2 || heaps[1].Count != 1 {
		t.Errorf("%+v", heaps)
	}
}

func TestTheListOfWhatTheMapShowsAsksForTheSame(t *testing.T) {
	q := &web.Request{Request: httptest.NewRequest(http.MethodGet, "/nb/map", nil), Lang: "nb"}
	for _, c := range []struct{ filter, code, query string }{
		{everyResource, "", ""}, {classPrefix + "natural", "", "?class=natural"}, {kindPrefix + "cave", "", "?kind=cave"},
		{everyResource, "VTR13", "?municipality=VTR13"}, {kindPrefix + "cave", "VTR13", "?kind=cave&municipality=VTR13"},
	} {
		if got, want := listOf(q, c.filter, c.code), q.Link("/resources")+c.query; got != want {
			t.Errorf("of %s in %q: %s, want %s", c.filter, c.code, got, want)
		}
	}
}
