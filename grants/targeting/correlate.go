package targeting

import "math"

// Correlation is how two columns go together, from −1 to 1.
type Correlation struct {
	A, B string
	R    float64
	N    int // units that have both
}

// correlate is Pearson's correlation of two columns, missing where one of them does not vary.
func correlate(a, b column) (float64, int) {
	var xs, ys []float64
	for u := range a {
		if !IsMissing(a[u]) && !IsMissing(b[u]) {
			xs, ys = append(xs, a[u]), append(ys, b[u])
		}
	}
	if len(xs) < fewestUnits {
		return missing, len(xs)
	}
	dx, dy := deviations(xs), deviations(ys)
	products := make([]float64, len(dx))
	for i := range dx {
		products[i] = float64(dx[i] * dy[i])
	}
	scale := math.Sqrt(powers(dx, 2)) * math.Sqrt(powers(dy, 2))
	if scale == 0 {
		return missing, len(xs)
	}
	return max(-1, min(1, sum(products)/scale)), len(xs)
}

// Correlations are those of each two indicators, and of each indicator with the index.
func (r *Result) Correlations() []Correlation {
	var all []Correlation
	add := func(a, b int) {
		x, n := correlate(r.Values[a], r.Values[b])
		all = append(all, Correlation{r.Framework.Nodes[a].Code, r.Framework.Nodes[b].Code, x, n})
	}
	for k, a := range r.Framework.indicators {
		for _, b := range r.Framework.indicators[k+1:] {
			add(a, b)
		}
	}
	for _, a := range r.Framework.indicators {
		add(a, r.Framework.top())
	}
	return all
}

// Limits of what is remarkable, as in the Handbook: two indicators that say the same are counted twice; two of one group
// that go against each other cancel out; one that has nothing to do with the index is counted for nothing.
const (
	sameAbove    = 0.9
	againstBelow = -0.4
	silentBelow  = 0.3
)

// Note is something about a result that whoever answers for it should know. It refuses nothing.
type Note struct {
	Kind NoteKind
	A, B string // what it is about
	R    float64
	N    int
	Of   int // what N is a part of
}

// NoteKind is what a note says.
type NoteKind string

// Notes.
const (
	SaysTheSame    NoteKind = "redundant"    // A and B correlate with R
	GoesAgainst    NoteKind = "opposed"      // A and B, of one group, correlate with R
	SaysLittle     NoteKind = "silent"       // A correlates with the index by R only
	FiguresMissing NoteKind = "missing"      // A has no figure for N units
	WasImputed     NoteKind = "imputed"      // N of the missing figures of A were imputed
	WasScreened    NoteKind = "screened"     // the unit A has too few figures and is left out
	HasNoValue     NoteKind = "no-value"     // the unit A has no value of the index
	IsNotRead      NoteKind = "not-read"     // the column A of the data is used nowhere
	IsConstant     NoteKind = "constant"     // A is the same for every unit
	StillSkewed    NoteKind = "still-skewed" // A has outliers even after treatment
)

// Notes are what should be known about a result.
func (r *Result) Notes() []Note {
	notes := r.notesOnUnits()
	for k, i := range r.Framework.indicators {
		notes = append(notes, r.notesOnIndicator(k, r.Framework.Nodes[i])...)
	}
	for _, c := range r.Correlations() {
		b := r.Framework.find(c.B)
		switch {
		case IsMissing(c.R):
		case b == r.Framework.top():
			if c.R < silentBelow {
				notes = append(notes, Note{SaysLittle, c.A, c.B, c.R, c.N, 0})
			}
		case c.R > sameAbove || c.R < -sameAbove:
			notes = append(notes, Note{SaysTheSame, c.A, c.B, c.R, c.N, 0})
		case c.R < againstBelow && r.Framework.Nodes[r.Framework.find(c.A)].Parent == r.Framework.Nodes[b].Parent:
			notes = append(notes, Note{GoesAgainst, c.A, c.B, c.R, c.N, 0})
		}
	}
	return notes
}

func (r *Result) notesOnUnits() (notes []Note) {
	for _, s := range r.Screened {
		notes = append(notes, Note{Kind: WasScreened, A: s.Unit.Code, N: s.All - s.There, Of: s.All})
	}
	for u, x := range r.Index() {
		if IsMissing(x) {
			notes = append(notes, Note{Kind: HasNoValue, A: r.Units[u].Code})
		}
	}
	for _, c := range r.Table.unused(r.Framework, r.Recipe.Group) {
		notes = append(notes, Note{Kind: IsNotRead, A: c})
	}
	return notes
}

func (r *Result) notesOnIndicator(k int, node Node) (notes []Note) {
	gone := len(r.Units) - len(r.Denominated[k].present())
	filled := gone - (len(r.Units) - len(r.Imputed[k].present()))
	if gone > 0 {
		notes = append(notes, Note{Kind: FiguresMissing, A: node.Code, N: gone, Of: len(r.Units)})
	}
	if filled > 0 {
		notes = append(notes, Note{Kind: WasImputed, A: node.Code, N: filled, Of: gone})
	}
	xs := r.Treated[k].present()
	if deviation := powers(deviations(xs), 2); deviation == 0 {
		notes = append(notes, Note{Kind: IsConstant, A: node.Code})
	}
	if t := r.Recipe.Method.Treat; t.Method != TreatNothing && !t.leaves(r.Treated[k]) {
		notes = append(notes, Note{Kind: StillSkewed, A: node.Code, R: r.TreatedBy[k].SkewAfter})
	}
	return notes
}
