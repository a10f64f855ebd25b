package call

import (
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"

	"vekst/value/money"
)

// cut parts the path of a computed value into the field and the part of it.
func cut(path string) (id, part string, isPart bool) { return strings.Cut(path, "/") }

// formula reads where a value comes from. It is translated when the form is known.
func (e entry) formula() Formula { return Formula{Condition: e.condition()} }

// readFrom reads what is computed: the value of a number or an amount, or parts of an indicator by their names.
func readFrom(k keys, f *Field) {
	if f.Kind != Indicator {
		f.From = k.get("from").formula()
		return
	}
	parts := k.get("from").keys("baseline", "target")
	for i := range f.Columns {
		f.Columns[i].From = parts.get(f.Columns[i].ID).formula()
	}
}

// formulas lists the fields, and parts of fields, that are computed.
func formulas(d *Definition) []*Field {
	var all []*Field
	for _, p := range d.Form.plan.fields {
		for _, part := range p.computed {
			if part == "" {
				all = append(all, p.Field)
			} else {
				all = append(all, &p.Columns[p.columns[part]])
			}
		}
	}
	return all
}

// reckonable checks a formula and makes it ready to be computed.
func (r *reader) reckonable(f *Field, d *Definition, l *language) {
	c := f.From.Condition
	checked, ok := r.understood(c, l)
	if !ok {
		return
	}
	b := &builder{reader: r, form: d.Form.plan, of: c}
	root := b.term(checked.NativeRep().Expr())
	switch {
	case root == nil:
		return
	case len(root.Leaves()) == 0:
		r.complain(c, nil, "A value comes from something that is answered, and this is always the same.")
	case f.Kind == Amount && !root.IsAmount:
		r.complain(c, nil, "The field is an amount, and this gives a number.")
	case f.Kind == Number && root.IsAmount:
		r.complain(c, nil, "The field is a number, and this gives an amount.")
	}
	if f.SameAs != "" {
		r.complain(c, nil, "A field that is computed asks no fact of the applicant's profile (same_as).")
	}
	f.From.Root = root
}

// understood checks an expression as it does a condition, but for what it gives.
func (r *reader) understood(c Condition, l *language) (*cel.Ast, bool) {
	checked, issues := l.env.Compile(c.Text)
	if issues.Err() != nil {
		for _, issue := range issues.Errors() {
			form, args := l.explain(issue.Message)
			r.complain(c, issue.Location, form, args...)
		}
		return nil, false
	}
	if !checked.OutputType().IsExactType(types.IntType) {
		r.complain(c, nil, "A value that is computed is a number or an amount, and this gives %s.", called(checked.OutputType()))
		return nil, false
	}
	if cost, err := l.env.EstimateCost(checked, estimator{l}); err != nil || cost.Max > MaxCost {
		r.complain(c, nil, "This condition may take %s steps for one answer, and %d is the limit. Loops inside loops multiply: use fewer, or give the tables a smaller max_rows.",
			steps(cost.Max), MaxCost)
		return nil, false
	}
	return checked, true
}

// builder makes terms of a checked expression, and faults what a formula cannot have.
type builder struct {
	*reader
	form  *plan
	of    Condition
	row   string // the variable that stands for a row, inside a sum
	table *planned
}

// refuse faults what cannot stand in a formula.
func (b *builder) refuse(what string) *Term {
	b.complain(b.of, nil, "A value is computed from numbers, amounts, sums and counts of tables, and the budget, with + - * and /. This cannot stand here: %s.", what)
	return nil
}

func (b *builder) term(e ast.Expr) *Term {
	switch e.Kind() {
	case ast.LiteralKind:
		if n, ok := e.AsLiteral().(types.Int); ok {
			return &Term{Op: TermNumber, Units: int64(n)}
		}
	case ast.IdentKind:
		return b.ident(e.AsIdent())
	case ast.SelectKind:
		return b.part(e.AsSelect())
	case ast.CallKind:
		return b.call(e.AsCall())
	}
	return b.refuse("{…}")
}

func (b *builder) ident(name string) *Term {
	p := b.form.byID[name]
	if p == nil || b.row != "" || p.Kind != Number && p.Kind != Amount {
		return b.refuse(name)
	}
	return &Term{Op: TermAnswer, Field: name, IsAmount: p.Kind == Amount}
}

// part is indicator.target, budget.total, budget.by.staff, call.max, a column of the row, or the people of a target area.
func (b *builder) part(s ast.SelectExpr) *Term {
	name := s.FieldName()
	if of := s.Operand(); of.Kind() == ast.SelectKind && of.AsSelect().Operand().Kind() == ast.IdentKind && of.AsSelect().Operand().AsIdent() == "budget" && b.row == "" {
		return &Term{Op: TermBudget, Field: "budget", Part: of.AsSelect().FieldName(), Key: name, IsAmount: true}
	}
	if s.IsTestOnly() || s.Operand().Kind() != ast.IdentKind {
		return b.refuse(name)
	}
	of := s.Operand().AsIdent()
	p := b.form.byID[of]
	switch {
	case of == b.row && b.row != "":
		return b.cell(name)
	case b.row != "":
	case of == "call" && slices.Contains([]string{"budget", "min", "max"}, name):
		return &Term{Op: TermCall, Part: name, IsAmount: true}
	case p == nil:
	case p.Kind == BudgetTable:
		return &Term{Op: TermBudget, Field: of, Part: name, IsAmount: true}
	case p.Kind == Indicator:
		return &Term{Op: TermAnswer, Field: of, Part: name}
	case p.Kind == Settlements:
		return &Term{Op: TermPeople, Field: of}
	}
	return b.refuse(of + "." + name)
}

func (b *builder) cell(name string) *Term {
	i, ok := b.table.columns[name]
	if kind := b.table.Columns[max(i, 0)].Kind; !ok || kind != Number && kind != Amount {
		return b.refuse(b.row + "." + name)
	}
	return &Term{Op: TermCell, Field: b.table.ID, Part: name, IsAmount: b.table.Columns[i].Kind == Amount}
}

var operations = map[string]Op{operators.Add: TermAdd, operators.Subtract: TermLess, operators.Multiply: TermTimes, operators.Divide: TermOver}

func (b *builder) call(c ast.CallExpr) *Term {
	args := c.Args()
	if c.IsMemberFunction() {
		args = append([]ast.Expr{c.Target()}, args...)
	}
	op, isOperation := operations[c.FunctionName()]
	switch name := c.FunctionName(); {
	case isOperation:
		return b.operation(op, b.term(args[0]), b.term(args[1]))
	case name == operators.Negate:
		return b.negative(b.term(args[0]))
	case name == "sum" && b.row == "":
		return b.sum(args[0])
	case name == "size" && b.row == "":
		return b.count(args[0])
	case name == "euro":
		return b.euro(args[0])
	}
	return b.refuse(sign(c.FunctionName()))
}

func (b *builder) negative(t *Term) *Term {
	if t == nil {
		return nil
	}
	return &Term{Op: TermLess, IsAmount: t.IsAmount, Of: []*Term{{Op: TermNumber, IsAmount: t.IsAmount}, t}}
}

// operation keeps amounts and numbers apart: what is added is alike, and money is multiplied and divided by numbers.
func (b *builder) operation(op Op, l, r *Term) *Term {
	if l == nil || r == nil {
		return nil
	}
	t := &Term{Op: op, Of: []*Term{l, r}, IsAmount: l.IsAmount || r.IsAmount}
	switch {
	case (op == TermAdd || op == TermLess) && l.IsAmount != r.IsAmount:
		b.complain(b.of, nil, "Amounts and numbers cannot be added to or taken from one another. An amount is written euro(5000).")
		return nil
	case op == TermTimes && l.IsAmount && r.IsAmount || op == TermOver && r.IsAmount && !l.IsAmount:
		b.complain(b.of, nil, "An amount cannot be multiplied by an amount, nor a number divided by one.")
		return nil
	case op == TermOver:
		t.IsAmount = l.IsAmount && !r.IsAmount
	}
	return t
}

// rowsOf is the table an expression names.
func (b *builder) rowsOf(e ast.Expr) *planned {
	if e.Kind() != ast.IdentKind {
		return nil
	}
	p := b.form.byID[e.AsIdent()]
	if p == nil || p.Kind != Table && p.Kind != Partner && p.Kind != File {
		return nil
	}
	return p
}

func (b *builder) count(e ast.Expr) *Term {
	p := b.rowsOf(e)
	if p == nil {
		return b.refuse("size")
	}
	return &Term{Op: TermCount, Field: p.ID}
}

// sum is sum(table.map(row, …)), which CEL has written out as a loop that makes a list.
func (b *builder) sum(e ast.Expr) *Term {
	if e.Kind() != ast.ComprehensionKind {
		return b.refuse("sum")
	}
	loop := e.AsComprehension()
	p, step := b.rowsOf(loop.IterRange()), loop.LoopStep()
	if p == nil || p.Kind != Table || step.Kind() != ast.CallKind || step.AsCall().FunctionName() != operators.Add || step.AsCall().Args()[1].Kind() != ast.ListKind {
		return b.refuse("sum")
	}
	inside := &builder{reader: b.reader, form: b.form, of: b.of, row: loop.IterVar(), table: p}
	one := inside.term(step.AsCall().Args()[1].AsList().Elements()[0])
	if one == nil {
		return nil
	}
	return &Term{Op: TermSum, Field: p.ID, IsAmount: one.IsAmount, Of: []*Term{one}}
}

func (b *builder) euro(e ast.Expr) *Term {
	if e.Kind() == ast.LiteralKind {
		switch v := e.AsLiteral().(type) {
		case types.Int:
			if v >= 0 && v <= money.Max/100 {
				return &Term{Op: TermNumber, Units: int64(v) * 100, IsAmount: true}
			}
		case types.String:
			if units, err := money.Parse(string(v)); err == nil {
				return &Term{Op: TermNumber, Units: units, IsAmount: true}
			}
		}
	}
	return b.refuse("euro")
}
