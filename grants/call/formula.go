package call

import (
	"math/big"
	"slices"
)

// Formula says where the value of a field comes from when nobody types it. It is written as a condition is, and is made of a
// few things only, so that it can be said in words, followed to where its parts are entered, and computed in the browser
// exactly as here: see Term.
type Formula struct {
	Condition
	Root *Term // nil when there is none
}

// Term is a part of a formula.
type Term struct {
	Op       Op
	Field    string  // the field an answer, a sum, a count or a figure is of
	Part     string  // of an indicator, of the budget, of the call; the column of a row
	Key      string  // the heading or the source of a figure of the budget
	Units    int64   // of a number, in cents where it is an amount
	IsAmount bool    // whether it gives money
	Of       []*Term // what an operation is made of; of a sum, what is added up for each row
}

// Op is what a term does.
type Op string

// The operations. An answer is a field of kind number or money, or a part of an indicator.
const (
	TermAnswer Op = "answer"
	TermCell   Op = "cell" // of the row that is being added up
	TermSum    Op = "sum"
	TermCount  Op = "count"
	TermBudget Op = "budget"
	TermPeople Op = "people" // the inhabitants of a target area
	TermCall   Op = "call"
	TermNumber Op = "number"
	TermAdd    Op = "+"
	TermLess   Op = "-"
	TermTimes  Op = "*"
	TermOver   Op = "/"
)

// Path is the path of the answer a term is about.
func (t *Term) Path() string {
	if t.Op == TermAnswer && t.Part != "" {
		return t.Field + "/" + t.Part
	}
	return t.Field
}

// Leaves lists the terms that are about answers, in the order in which they are written.
func (t *Term) Leaves() []*Term {
	if t.Field != "" && t.Op != TermCell {
		return []*Term{t}
	}
	var all []*Term
	for _, of := range t.Of {
		all = append(all, of.Leaves()...)
	}
	return all
}

// Computed says whether the value of the field, or of this part of it, comes from a formula.
func (f Field) Computed(part string) bool { return f.formula(part) != nil }

// Formula is where the value at a path comes from; nil where it is typed.
func (f Form) Formula(path string) *Term {
	id, part, _ := cut(path)
	p := f.plan.byID[id]
	if p == nil {
		return nil
	}
	return p.formula(part)
}

func (f Field) formula(part string) *Term {
	if part == "" {
		return f.From.Root
	}
	i := slices.IndexFunc(f.Columns, func(c Field) bool { return c.ID == part })
	if f.Kind != Indicator || i < 0 {
		return nil
	}
	return f.Columns[i].From.Root
}

// Figures lists the paths of what is computed, in the order of the form.
func (f Form) Figures() []string {
	var all []string
	for _, p := range f.plan.fields {
		for _, part := range p.computed {
			all = append(all, pathOf(p.ID, part))
		}
	}
	return all
}

func pathOf(id, part string) string {
	if part == "" {
		return id
	}
	return id + "/" + part
}

// greatestFigure bounds what is computed as it does what is typed.
var greatestFigure = big.NewInt(999_999_999_999)

// rounded is an exact value in units of the last of some decimals: the nearest, and of two as near the one farther from
// nothing. It is the only place where what is computed is rounded. Not ok when it is larger than a number can be.
func rounded(exact *big.Rat, decimals int) (units int64, ok bool) {
	scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	n := new(big.Int).Mul(exact.Num(), scale)
	n.Mul(n.Abs(n), big.NewInt(2)).Add(n, exact.Denom())
	n.Quo(n, new(big.Int).Mul(exact.Denom(), big.NewInt(2)))
	if most := new(big.Int).Mul(greatestFigure, scale); n.Cmp(most) > 0 {
		return 0, false
	}
	return int64(exact.Sign()) * n.Int64(), true
}
