package targeting

import (
	"fmt"
	"slices"
	"strings"

	"vekst/value/text"
)

// Recipe says how an index is counted. With the data, the framework and the seed in it, it is all there is to know.
type Recipe struct {
	ID    string
	Title text.Text
	// LeaveOut are indicators of the framework that are not counted.
	LeaveOut []string
	Method   Method // the official way of counting
	// Group is the column of the data by which missing figures are imputed within groups; empty for none.
	Group string
	// Screen is the share of a unit's figures that must be there before anything is imputed; 0 for any.
	Screen float64
	// Present is the share of the parts of a group that must be there for the group to have a value.
	Present float64
	// First is which end of the index has rank 1.
	First  End
	Choose Choose
	Others Others
	Random Random

	scale *[2]float64 // of every way that has none of its own; nil where none was written
	at    map[string]place
}

// Method is one way of counting.
type Method struct {
	Impute    Impute
	Treat     Treat
	Normalise Normalise
	Weights   Weights
	Aggregate Aggregate
}

// Others are other defensible ways for each step, beside the official one.
type Others struct {
	Impute    []Impute
	Treat     []Treat
	Normalise []Normalise
	Weights   []Weights
	Aggregate []Aggregate
	// WithoutEach also counts once without each indicator.
	WithoutEach bool
}

// End is an end of a ranking.
type End string

// The two ends.
const (
	Highest End = "highest"
	Lowest  End = "lowest"
)

// Choose says how many units would be chosen, and from which end of the index.
type Choose struct {
	Number int
	From   End
}

// Random says how weights and choices vary in random draws.
type Random struct {
	Seed    uint64
	Draws   int     // N, a power of two; each takes as many runs as there are inputs, and two more. 0 for none
	Weights float64 // each weight varies by this share of itself, up and down
}

// Impute says what stands for a missing figure.
type Impute string

// Ways to impute. Within groups means among the units of the recipe's group.
const (
	ImputeNothing     Impute = "none"
	ImputeMean        Impute = "mean"
	ImputeMedian      Impute = "median"
	ImputeGroupMean   Impute = "group-mean"
	ImputeGroupMedian Impute = "group-median"
)

func (i Impute) byGroup() bool { return i == ImputeGroupMean || i == ImputeGroupMedian }

// Treat says how outliers are drawn in.
type Treat struct {
	Method         Treatment
	Points         int     // the most values that are drawn in
	Skew, Kurtosis float64 // a column is left alone with a skewness of at most Skew, or a kurtosis of at most Kurtosis
	Otherwise      Treatment
}

// Treatment is one way of drawing outliers in.
type Treatment string

// Treatments.
const (
	TreatNothing   Treatment = "none"
	TreatWinsorise Treatment = "winsorise"
	TreatLog       Treatment = "log"
)

// Normalise says how different units of measurement are put on one scale.
type Normalise struct {
	Method Scaling
	// From and To are the ends of the scale; for z-scores Mean and Deviation follow from them unless they are given.
	From, To        float64
	Mean, Deviation float64
	Natural         bool // no scale was given: ranks stay ranks, and shares shares
}

// Scaling is one way of normalising.
type Scaling string

// Scalings.
const (
	MinMax      Scaling = "min-max"
	ZScore      Scaling = "z-score"
	Rank        Scaling = "rank"
	PercentRank Scaling = "percentile-rank"
	Borda       Scaling = "borda"
	Goalposts   Scaling = "goalposts"
	ToTarget    Scaling = "distance-to-target"
	Exponential Scaling = "exponential"
)

// Weights are a set of weights. Without Of they are those of the framework (ByFramework) or all the same (ByEqual).
type Weights struct {
	Name string
	Of   map[string]float64 // of nodes; those not named keep the framework's
}

// The sets of weights that need no numbers.
const (
	ByFramework = "framework"
	ByEqual     = "equal"
)

// Aggregate is how parts become a whole, from the lowest level to the top; the last holds for all levels above it.
type Aggregate []Averaging

// Averaging is one way of making a whole of parts.
type Averaging string

// Averagings.
const (
	Arithmetic Averaging = "arithmetic"
	Geometric  Averaging = "geometric"
	Harmonic   Averaging = "harmonic"
	Copeland   Averaging = "copeland"
)

// at is the way used to make nodes of a level.
func (a Aggregate) at(level int) Averaging { return a[min(level-2, len(a)-1)] }

// String names the way.
func (a Aggregate) String() string {
	words := make([]string, len(a))
	for i, w := range a {
		words[i] = string(w)
	}
	return strings.Join(words, " > ")
}

// String names the way and the numbers that belong to it.
func (t Treat) String() string {
	switch {
	case t.Method == TreatNothing:
		return string(t.Method)
	case t.Method == TreatLog:
		return fmt.Sprintf("log (skew %s, kurtosis %s)", figure(t.Skew), figure(t.Kurtosis))
	case t.Otherwise == TreatLog:
		return fmt.Sprintf("winsorise up to %d, else log (skew %s, kurtosis %s)", t.Points, figure(t.Skew), figure(t.Kurtosis))
	}
	return fmt.Sprintf("winsorise up to %d (skew %s, kurtosis %s)", t.Points, figure(t.Skew), figure(t.Kurtosis))
}

// String names the way and its scale.
func (n Normalise) String() string {
	switch {
	case n.Method == ZScore:
		return fmt.Sprintf("z-score (mean %s, deviation %s)", figure(n.Mean), figure(n.Deviation))
	case n.Natural && n.Method != MinMax && n.Method != Goalposts:
		return string(n.Method)
	}
	return fmt.Sprintf("%s (%s to %s)", n.Method, figure(n.From), figure(n.To))
}

func (n Normalise) onScale(from, to float64) Normalise {
	n.From, n.To, n.Natural = from, to, false
	n.Mean, n.Deviation = (from+to)/2, (to-from)/6
	return n
}

// natural is a way of normalising without a scale of the recipe's.
func natural(s Scaling) Normalise {
	n := Normalise{Method: s, From: 0, To: 100, Mean: 0, Deviation: 1, Natural: true}
	if s == ToTarget || s == PercentRank {
		n.To = 1
	}
	return n
}

// String names the set.
func (w Weights) String() string { return w.Name }

// choices are the official way and the others of each step, in this order: impute, treat, normalise, weights, aggregate.
func (r *Recipe) choices() choices {
	return choices{
		append([]Impute{r.Method.Impute}, r.Others.Impute...),
		append([]Treat{r.Method.Treat}, r.Others.Treat...),
		append([]Normalise{r.Method.Normalise}, r.Others.Normalise...),
		append([]Weights{r.Method.Weights}, r.Others.Weights...),
		append([]Aggregate{r.Method.Aggregate}, r.Others.Aggregate...),
	}
}

type choices struct {
	impute    []Impute
	treat     []Treat
	normalise []Normalise
	weights   []Weights
	aggregate []Aggregate
}

// checkAgainst finds what the recipe says of a framework that is not so.
func (r *Recipe) checkAgainst(f *Framework, t *Table) Faults {
	s := faultsIn{file: RecipeFile}
	told := func(path, pattern string, with ...any) {
		at := r.placeOf(path)
		s.fault(at.line, at.column, pattern, with...)
	}
	for _, code := range r.LeaveOut {
		if i := f.find(code); i < 0 || !f.Nodes[i].indicator {
			told("leave_out", "The framework has no indicator %q.%s", code, meant(code, f.codes()))
		}
	}
	for i, w := range r.choices().weights {
		for _, code := range sortedKeys(w.Of) {
			if f.find(code) < 0 {
				told(fmt.Sprintf("weights.%d", i), "The framework has no %q to weigh.%s", code, meant(code, f.codes()))
			}
		}
	}
	if r.Group != "" && !slices.Contains(t.head, r.Group) {
		told("group", "The data have no column %q.%s", r.Group, meant(r.Group, t.head))
	}
	if len(s.faults) == 0 && len(f.without(r.LeaveOut).indicators) == 0 {
		told("leave_out", "Nothing is left to count.")
	}
	if r.Choose.Number >= len(t.Units) {
		told("choose.number", "%d are to be chosen, and there are %d units.", r.Choose.Number, len(t.Units))
	}
	if len(s.faults) == 0 {
		r.checkSize(f.without(r.LeaveOut), told)
	}
	return s.faults.sorted()
}

// mostInputs can vary in random draws: that many dimensions, twice, are spread evenly.
const mostInputs = 100

// checkSize keeps counting in all ways, and at random, within minutes.
func (r *Recipe) checkSize(f *Framework, told func(path, pattern string, with ...any)) {
	p := prepared{r: &Result{Recipe: r, Framework: f, Weights: make([]float64, len(f.Nodes))}, choices: r.choices()}
	for i := range p.r.Weights {
		p.r.Weights[i] = 1
	}
	if ways := len(p.plans()); ways > mostWays {
		told("others", "These are %d ways of counting, and at most %d can be counted. Use random draws for the rest.", ways, mostWays)
	}
	if inputs := len(p.inputs()); r.Random.Draws > 0 && inputs > mostInputs {
		told("random", "%d weights and choices would vary, and at most %d can. Let the weights stand (weights: 0 %%), or leave indicators out.", inputs, mostInputs)
	}
}

func (r *Recipe) placeOf(path string) place {
	for path != "" {
		if at, ok := r.at[path]; ok {
			return at
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return place{1, 1}
}
