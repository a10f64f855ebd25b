package call

import "math/big"

// of is what was answered to a field, or what was computed for it. Nothing computes itself by way of others: circles are
// faults of the file.
func (x *Examination) of(p *planned) *found {
	f := &x.found[p.index]
	if len(p.computed) == 0 || f.isComputed {
		return f
	}
	f.isComputed = true
	for _, part := range p.computed {
		if part == "" {
			f.reading = x.figure(p.Field)
			continue
		}
		i := p.columns[part]
		f.partsFor(p)[i] = x.figure(&p.Columns[i])
	}
	return f
}

// figure computes the value of a field as a reading; none while it is not known.
func (x *Examination) figure(f *Field) reading {
	if f.From.Root == nil {
		return reading{}
	}
	exact, known := x.Reckon(f.From.Root)
	if !known {
		return reading{}
	}
	units, ok := rounded(exact, f.Places())
	return reading{given: ok, number: units}
}

// Places is how many decimals a field of kind number or money has.
func (f Field) Places() int {
	if f.Kind == Amount {
		return 2
	}
	return f.Decimals
}

// Figure is the value that was computed at a path, in units of its last decimal or in cents; not known while something it
// comes from is not answered, cannot be read, or gives no number.
func (x *Examination) Figure(path string) (units int64, known bool) {
	id, part, _ := cut(path)
	p := x.plan.byID[id]
	if p == nil || !p.Computed(part) {
		return 0, false
	}
	r := x.of(p).reading
	if part != "" {
		r = x.of(p).parts[p.columns[part]]
	}
	return r.number, r.given
}

// Reckon computes a term exactly; amounts are whole units of the currency, not cents. Not known is what must be answered
// and is not, what cannot be read, and a division by nothing. What may be left empty and is, and what is not asked, counts
// as nothing.
func (x *Examination) Reckon(t *Term) (exact *big.Rat, known bool) { return x.reckon(t, nil, nil) }

func (x *Examination) reckon(t *Term, p *planned, r *row) (*big.Rat, bool) {
	switch t.Op {
	case TermAnswer:
		return x.answer(t)
	case TermCell:
		i := p.columns[t.Part]
		return exactly(&p.Columns[i], r.cells[i], p.Columns[i].Required)
	case TermSum:
		return x.sum(t)
	case TermCount:
		return whole64(int64(len(x.shownRows(x.plan.byID[t.Field])))), true
	case TermBudget:
		return x.budgetFigure(t)
	case TermPeople:
		return x.people(t)
	case TermCall:
		return cents(x.plan.call.Money.part(t.Part)), true
	case TermNumber:
		if t.IsAmount {
			return cents(t.Units), true
		}
		return whole64(t.Units), true
	}
	return x.operate(t, p, r)
}

func (x *Examination) operate(t *Term, p *planned, r *row) (*big.Rat, bool) {
	a, knownA := x.reckon(t.Of[0], p, r)
	b, knownB := x.reckon(t.Of[1], p, r)
	if !knownA || !knownB {
		return nil, false
	}
	switch t.Op {
	case TermAdd:
		return new(big.Rat).Add(a, b), true
	case TermLess:
		return new(big.Rat).Sub(a, b), true
	case TermTimes:
		return new(big.Rat).Mul(a, b), true
	}
	if b.Sign() == 0 {
		return nil, false
	}
	return new(big.Rat).Quo(a, b), true
}

// exactly is a reading as a number.
func exactly(f *Field, r reading, must bool) (*big.Rat, bool) {
	if !r.given && !must {
		return new(big.Rat), true
	}
	return new(big.Rat).SetFrac(big.NewInt(r.number), power(f.Places())), r.given && r.wrong == ""
}

func power(decimals int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
}

func whole64(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }
func cents(n int64) *big.Rat   { return big.NewRat(n, 100) }

// isWanted says whether a field must be answered, ever.
func (f Field) isWanted() bool { return f.Required || f.RequiredWhen.Given() }

// answer is the answer to a field, typed or computed. A computed one is never empty but not known.
func (x *Examination) answer(t *Term) (*big.Rat, bool) {
	p := x.plan.byID[t.Field]
	if !x.visible(p) {
		return new(big.Rat), true
	}
	f := x.of(p)
	if t.Part == "" {
		return exactly(p.Field, f.reading, p.isWanted() || p.Computed(""))
	}
	var r reading
	i := p.columns[t.Part]
	if f.parts != nil {
		r = f.parts[i]
	}
	return exactly(&p.Columns[i], r, p.isWanted() || p.Computed(t.Part))
}

// shownRows are the rows of a field, none where it is not asked.
func (x *Examination) shownRows(p *planned) []row {
	if !x.visible(p) {
		return nil
	}
	return x.found[p.index].rows
}

func (x *Examination) sum(t *Term) (*big.Rat, bool) {
	p, all := x.plan.byID[t.Field], new(big.Rat)
	rows := x.shownRows(p)
	if len(rows) == 0 {
		return all, !p.isWanted() || !x.visible(p)
	}
	for i := range rows {
		one, known := x.reckon(t.Of[0], p, &rows[i])
		if !known {
			return nil, false
		}
		all.Add(all, one)
	}
	return all, true
}

// budgetFigure is a sum of the budget, as its page shows it.
func (x *Examination) budgetFigure(t *Term) (*big.Rat, bool) {
	p := x.plan.byID[t.Field]
	if !x.visible(p) {
		return new(big.Rat), true
	}
	f := &x.found[p.index]
	if t.Part == "grant" && p.Budget.Grant == GrantEntered && (f.parts == nil || !f.parts[0].given || f.parts[0].wrong != "") {
		return nil, false
	}
	if len(f.rows) == 0 {
		return nil, false
	}
	return cents(x.totals(p, f).part(t.Part, t.Key)), true
}

// part is a sum by its name in conditions.
func (t *Totals) part(name, key string) int64 {
	switch name {
	case "total":
		return t.Total
	case "grant":
		return t.Grant
	case "own":
		return t.Own
	case "in_kind":
		return t.InKind
	case "by":
		return t.ByHeading[key]
	}
	return t.Funding[key]
}

// people are the inhabitants of a target area.
func (x *Examination) people(t *Term) (*big.Rat, bool) {
	p := x.plan.byID[t.Field]
	if !x.visible(p) {
		return new(big.Rat), true
	}
	f := x.found[p.index]
	return whole64(x.inhabitants(f.list)), f.given && f.wrong == "" || !f.given && !p.isWanted()
}

// part is an amount of the call by its name in conditions.
func (m Money) part(name string) int64 {
	switch name {
	case "budget":
		return m.Budget
	case "min":
		return m.Min
	}
	return m.Max
}
