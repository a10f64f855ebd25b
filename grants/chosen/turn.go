package chosen

import (
	"math"
	"slices"

	"vekst/grants/targeting"
)

// Turn is what one figure of a municipality would have to be, all others as they are, for the municipality to be on the
// other side of the cut.
type Turn struct {
	Indicator targeting.Node
	Now       float64 // missing where there is none
	Decimals  int     // with how many the figure is published
	Found     bool    // there is such a figure between the lowest and the highest of all municipalities
	Any       bool    // any figure would do: it is missing now
	AtLeast   bool    // it would have to be at least Needed; otherwise at most
	Needed    float64
}

// Turns finds for each indicator the figure nearest to the present one that would move a municipality over the cut: in steps
// of the last decimal in which the figure is published, by counting the whole index again for each that is tried. It looks
// no further than the lowest and the highest figure that any municipality has. That such a figure turns it, and the one a
// step nearer does not, has been counted; a municipality that would be turned by a figure in between and turned back by the
// one after it is not looked for.
func Turns(index *targeting.Result, rule Rule, seed, code string) (turns []Turn) {
	at := turning{index, rule, seed, code}
	now := at.in(index)
	for k, node := range index.Indicators() {
		turns = append(turns, at.turn(node, index.Raw[k], now))
	}
	return turns
}

type turning struct {
	index      *targeting.Result
	rule       Rule
	seed, code string
}

// in says whether the municipality is chosen by an index.
func (t turning) in(index *targeting.Result) bool {
	u := index.Find(t.code)
	if u < 0 {
		return false
	}
	c := newContest(index, t.rule, t.seed)
	return slices.Contains(c.pick(c.order(index.Index()), -1), u)
}

func (t turning) turn(node targeting.Node, figures []float64, now bool) Turn {
	turn := Turn{Indicator: node, Now: missing, Decimals: t.index.Table.Decimals(node.Code)}
	if u := t.index.Find(t.code); u >= 0 {
		turn.Now = figures[u]
	}
	scale := math.Pow(10, float64(turn.Decimals))
	steps := func(x float64) int { return int(math.Round(x * scale)) }
	low, high := steps(lowest(figures)), steps(-lowest(negated(figures)))
	turns := func(n int) bool {
		changed, faults := t.index.With(targeting.Changed{Unit: t.code, Column: node.Code, Value: float64(n) / scale})
		return len(faults) == 0 && t.in(changed) != now
	}
	var found int
	if targeting.IsMissing(turn.Now) {
		found, turn.AtLeast, turn.Any, turn.Found = nearestOfMissing(low, high, turns)
	} else {
		found, turn.AtLeast, turn.Found = nearest(steps(turn.Now), low, high, turns)
	}
	turn.Needed = float64(found) / scale
	return turn
}

// nearest is the whole number nearest to one that does not turn and for which turns says yes, looking towards both ends.
func nearest(from, low, high int, turns func(int) bool) (found int, atLeast, ok bool) {
	for _, end := range []int{low, high} {
		if end == from || !turns(end) {
			continue
		}
		if n := between(from, end, turns); !ok || max(n-from, from-n) < max(found-from, from-found) {
			found, atLeast, ok = n, end > from, true
		}
	}
	return found, atLeast, ok
}

func nearestOfMissing(low, high int, turns func(int) bool) (found int, atLeast, anyDoes, ok bool) {
	switch below, above := turns(low), turns(high); {
	case below && above:
		return low, true, true, true
	case above:
		return between(low, high, turns), true, false, true
	case below:
		return between(high, low, turns), false, false, true
	}
	return 0, false, false, false
}

// between halves the way from a number that does not turn to one that does until they are beside each other.
func between(no, yes int, turns func(int) bool) int {
	for max(yes-no, no-yes) > 1 {
		if middle := no + (yes-no)/2; turns(middle) {
			yes = middle
		} else {
			no = middle
		}
	}
	return yes
}

func lowest(figures []float64) float64 {
	low := math.Inf(1)
	for _, x := range figures {
		if x < low {
			low = x
		}
	}
	return low
}

func negated(figures []float64) []float64 {
	all := make([]float64, len(figures))
	for i, x := range figures {
		all[i] = -x
	}
	return all
}
