package targeting

// Result is an index with every step on the way to it. Columns are by place among the indicators of Framework, values by
// place among Units.
type Result struct {
	Recipe    *Recipe
	Framework *Framework // what was counted: without the indicators that were left out
	Table     *Table
	Units     []Unit
	Screened  []Screened

	Raw, Denominated, Imputed, Treated, Normalised []column

	ImputedBy [][]Imputed
	TreatedBy []Treated

	Weights []float64 // by node, as in the recipe
	Overall []float64 // by node, as a share of the index
	Values  []column  // by node
	Ranks   []int     // by unit; 0 for units without a value
	Counted []int     // ranks from the end that is chosen from

	kept []int // places in Table.Units
}

// Calculate makes an index of data by a framework and a recipe. The result is nil when there are faults.
func Calculate(t *Table, f *Framework, r *Recipe) (*Result, Faults) {
	if faults := r.checkAgainst(f, t); len(faults) > 0 {
		return nil, faults
	}
	stages, faults := begin(t, f.without(r.LeaveOut), r)
	if len(faults) > 0 {
		return nil, faults
	}
	result, fault := stages.result()
	if fault != nil {
		return nil, Faults{r.located(fault)}
	}
	return result, nil
}

// located gives a fault of counting the place of the step that was refused.
func (r *Recipe) located(f *Fault) *Fault {
	if f.Line > 0 {
		return f
	}
	at := place{1, 1}
	if f.File == RecipeFile {
		at = r.placeOf(f.step)
	}
	f.Line, f.Column = at.line, at.column
	return f
}

// stages are the steps up to what differs between ways of counting.
type stages struct {
	r     *Recipe
	t     *Table
	f     *Framework
	units []Unit // all of the table, with their groups
	all   []column
	raw   []column
	kept  []int
	out   []Screened
}

// begin selects, denominates and screens.
func begin(t *Table, f *Framework, r *Recipe) (*stages, Faults) {
	all, faults := denominate(f, t)
	if len(faults) == 0 {
		faults = checkColumns(f, all)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	s := &stages{r: r, t: t, f: f, units: append([]Unit(nil), t.Units...), all: all}
	for u := range s.units {
		if r.Group != "" {
			s.units[u].Group = t.texts[r.Group][u]
		}
	}
	for _, i := range f.indicators {
		s.raw = append(s.raw, t.columns[f.Nodes[i].Code])
	}
	if s.kept, s.out = screen(r.Screen, s.units, all); len(s.kept) < fewestUnits {
		at := r.placeOf("screen")
		fault := refuse(RecipeFile, "Only %d units have enough figures, and an index compares at least %d.", len(s.kept), fewestUnits)
		fault.Line, fault.Column = at.line, at.column
		return nil, Faults{fault}
	}
	return s, nil
}

// imputed fills missing figures of all units and keeps those that were not screened out.
func (s *stages) imputed(by Impute) (filled []column, how [][]Imputed) {
	for _, c := range s.all {
		values, done := by.fill(c, s.units)
		filled, how = append(filled, pick(values, s.kept)), append(how, pick(done, s.kept))
	}
	return filled, how
}

// treated draws outliers in.
func (t Treat) columns(all []column) (treated []column, how []Treated) {
	for _, c := range all {
		values, done := t.column(c)
		treated, how = append(treated, values), append(how, done)
	}
	return treated, how
}

// columns normalises the indicators of a framework.
func (n Normalise) columns(f *Framework, all []column) ([]column, *Fault) {
	normalised := make([]column, len(all))
	for k, i := range f.indicators {
		values, fault := n.column(all[k], f.Nodes[i])
		if fault != nil {
			return nil, fault
		}
		normalised[k] = values
	}
	return normalised, nil
}

// result counts the official way and keeps every step.
func (s *stages) result() (*Result, *Fault) {
	method := s.r.Method
	r := &Result{Recipe: s.r, Framework: s.f, Table: s.t, Units: pick(s.units, s.kept), Screened: s.out, kept: s.kept}
	for k := range s.all {
		r.Raw, r.Denominated = append(r.Raw, pick(s.raw[k], s.kept)), append(r.Denominated, pick(s.all[k], s.kept))
	}
	var fault *Fault
	r.Imputed, r.ImputedBy = s.imputed(method.Impute)
	r.Treated, r.TreatedBy = method.Treat.columns(r.Imputed)
	if r.Normalised, fault = method.Normalise.columns(s.f, r.Treated); fault != nil {
		return nil, fault
	}
	if r.Weights, fault = method.Weights.of(s.f); fault != nil {
		return nil, fault
	}
	r.Overall = overall(s.f, r.Weights)
	g := aggregator{present: s.r.Present}
	index, fault := g.run(newMatrix(s.f, r.Normalised), r.Weights, method.Aggregate)
	if fault != nil {
		return nil, fault
	}
	r.Values = g.values
	r.Ranks, r.Counted = ranked(index, s.r.First), ranked(index, s.r.Choose.From)
	if counted := len(index.present()); counted == 0 {
		return nil, refuse(RecipeFile, "No unit has a value of the index: too much is missing. Impute, or ask for less to be present.").in("present")
	}
	return r, nil
}

// Index is the value of the index of each unit.
func (r *Result) Index() []float64 { return r.Values[r.Framework.top()] }
