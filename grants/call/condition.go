package call

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"vekst/platform/search"
)

// MaxCost is the greatest cost of one condition, in CEL's units (about one operation each). A condition that may cost
// more is a fault of the file; a loop that turns out to cost more, because an answer has more rows than allowed, is stopped.
const MaxCost = 50_000

// Condition is a CEL expression of a call file, checked and compiled when the file was read.
type Condition struct {
	Text         string
	Line, Column int // where it begins in the file

	path    string
	program cel.Program
	uses    []string // names it refers to
}

// Given says whether there is a condition at all.
func (c Condition) Given() bool { return c.Text != "" }

// holds evaluates a compiled condition.
func (c Condition) holds(names cel.Activation) (bool, error) {
	if c.program == nil {
		return false, fmt.Errorf("call: condition %q was not compiled", c.Text)
	}
	value, _, err := c.program.Eval(names)
	if err != nil {
		return false, err
	}
	return value == types.True, nil
}

// compile checks and compiles every condition of the call.
func (r *reader) compile(d *Definition) {
	d.Form.plan = newPlan(d)
	form := formLanguage(d)
	for _, c := range formConditions(d) {
		r.translate(c, form)
	}
	for _, f := range formulas(d) {
		r.reckonable(f, d, form)
	}
	for i := range d.Gates {
		r.translate(&d.Gates[i].Pass, form)
	}
	d.screening = newScreening(d)
	screener := screenerLanguage(d, r)
	for i := range d.Screener {
		for j := range d.Screener[i].Refusals {
			r.translate(&d.Screener[i].Refusals[j].When, screener)
		}
	}
	r.circles(d)
	if len(r.faults) == 0 {
		r.rehearse(d)
	}
}

// formConditions lists the conditions of the form, in its order.
func formConditions(d *Definition) []*Condition {
	var all []*Condition
	for i := range d.Form.Sections {
		s := &d.Form.Sections[i]
		all = append(all, &s.When)
		for j := range s.Fields {
			f := &s.Fields[j]
			all = append(all, &f.When, &f.RequiredWhen)
			for n := range f.Checks {
				all = append(all, &f.Checks[n].Must)
			}
		}
	}
	return all
}

// translate checks one condition, faults what is wrong with it, and compiles it.
func (r *reader) translate(c *Condition, l *language) {
	if !c.Given() {
		return
	}
	checked, issues := l.env.Compile(c.Text)
	if issues.Err() != nil {
		for _, issue := range issues.Errors() {
			form, args := l.explain(issue.Message)
			r.complain(*c, issue.Location, form, args...)
		}
		return
	}
	if !checked.OutputType().IsExactType(types.BoolType) {
		r.complain(*c, nil, "A condition is true or false, and this one gives %s.", called(checked.OutputType()))
		return
	}
	if cost, err := l.env.EstimateCost(checked, estimator{l}); err != nil || cost.Max > MaxCost {
		r.complain(*c, nil, "This condition may take %s steps for one answer, and %d is the limit. Loops inside loops multiply: use fewer, or give the tables a smaller max_rows.",
			steps(cost.Max), MaxCost)
		return
	}
	for _, unreadable := range literals(checked) {
		r.complain(*c, nil, "In the condition, %s.", unreadable)
	}
	c.uses = l.mentioned(checked)
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if loops(checked) {
		options = append(options, cel.CostLimit(MaxCost))
	}
	program, err := l.env.Program(checked, options...)
	if err != nil {
		r.complain(*c, nil, "The condition cannot be used: %s", err.Error())
	}
	c.program = program
}

func steps(n uint64) string {
	if n > 1e15 {
		return "more than a million million"
	}
	return fmt.Sprint(n)
}

// complain notes a fault inside a condition.
func (r *reader) complain(c Condition, where common.Location, sentence string, args ...any) {
	line, column := c.Line, c.Column
	if where != nil && where.Line() >= 1 {
		line, column = line+where.Line()-1, column+where.Column()
	}
	r.put(line, column, c.path, sentence, args...)
}

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	undefined  = regexp.MustCompile(`^undefined field '([^']*)'`)
	mismatch   = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '\(?([^']*?)\)?'`)
	operator   = regexp.MustCompile(`^_?([^_]+)_?$`)
)

// explain says in plain English what CEL says to its programmers.
func (l *language) explain(message string) (sentence string, args []any) {
	if found := undeclared.FindStringSubmatch(message); found != nil {
		return l.missing(found[1])
	}
	if found := undefined.FindStringSubmatch(message); found != nil {
		return "The condition refers to a part called %q that is not there.%s", []any{found[1], suggestion(found[1], l.kinds.parts())}
	}
	if found := mismatch.FindStringSubmatch(message); found != nil {
		return "%q cannot be used with (%s). Amounts are compared with euro(5000), dates with date(\"2024-04-30\").",
			[]any{sign(found[1]), plainTypes(found[2])}
	}
	return "The condition cannot be read: %s.", []any{message}
}

// missing is the sentence about a name that the form does not have.
func (l *language) missing(name string) (sentence string, args []any) {
	near := search.Meant(name, l.names)
	return "The condition refers to %q, and the form has no field of that name.%s", []any{name, hint{near, l.at[near]}}
}

// sign writes CEL's name of an operator (_>_) as it is typed (>).
func sign(name string) string {
	if typed, ok := operators.FindReverse(name); ok && typed != "" {
		return typed
	}
	return operator.ReplaceAllString(name, "$1")
}

var plain = strings.NewReplacer("int", "number", "google.protobuf.Timestamp", "date", "timestamp", "date", "string", "text",
	"bool", "true or false", "vekst.", "")

func plainTypes(s string) string { return plain.Replace(s) }

func called(t *cel.Type) string { return plainTypes(t.String()) }

// mentioned lists the variables an expression refers to; answered.x refers to x.
func (l *language) mentioned(checked *cel.Ast) []string {
	var all []string
	ast.PreOrderVisit(checked.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		name := ""
		switch e.Kind() {
		case ast.IdentKind:
			name = e.AsIdent()
		case ast.SelectKind:
			if on := e.AsSelect().Operand(); on.Kind() == ast.IdentKind && on.AsIdent() == "answered" {
				name = e.AsSelect().FieldName()
			}
		}
		if slices.Contains(l.names, name) && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}))
	return all
}

// loops says whether an expression goes over a list. Only then is its cost counted while it runs: without a loop it is
// bounded by its own length and that of the answers, and counting would take longer than the condition.
func loops(checked *cel.Ast) bool {
	found := false
	ast.PreOrderVisit(checked.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		found = found || e.Kind() == ast.ComprehensionKind
	}))
	return found
}

// literals finds amounts and dates written in a condition that are none.
func literals(checked *cel.Ast) []string {
	var wrong []string
	written := map[string]func(ref.Val) ref.Val{"euro": writtenEuro, "date": writtenDate}
	ast.PreOrderVisit(checked.NativeRep().Expr(), ast.NewExprVisitor(func(e ast.Expr) {
		if e.Kind() != ast.CallKind || written[e.AsCall().FunctionName()] == nil {
			return
		}
		of := e.AsCall().Args()[0]
		if of.Kind() != ast.LiteralKind || of.AsLiteral().Type() != types.StringType {
			return
		}
		if v := written[e.AsCall().FunctionName()](of.AsLiteral()); types.IsError(v) {
			wrong = append(wrong, fmt.Sprint(v))
		}
	}))
	return wrong
}

// circles faults conditions and formulas that decide about each other: a field shown depending on a field shown depending
// on it, a value that comes from itself. A field stands for whether it is shown; valueOf its path for what is computed.
func (r *reader) circles(d *Definition) {
	needs := map[string][]string{}
	where := map[string]Condition{}
	for _, p := range d.Form.plan.fields {
		for _, used := range append(slices.Clone(p.When.uses), p.section.When.uses...) {
			needs[p.ID] = append(append(needs[p.ID], used), d.Form.plan.values(used)...)
		}
		needs[p.ID] = append(needs[p.ID], p.ByPartner)
		if p.Budget != nil {
			needs[p.ID] = append(needs[p.ID], p.Budget.ByPartner, p.Budget.ByActivity)
		}
		where[p.ID] = p.When
		if !p.When.Given() {
			where[p.ID] = p.section.When
		}
		for _, part := range p.computed {
			node := valueOf + pathOf(p.ID, part)
			where[node], needs[node] = p.From.Condition, p.formula(part).needs()
			if part != "" {
				where[node] = p.Columns[p.columns[part]].From.Condition
			}
		}
	}
	done := map[string]bool{}
	for _, p := range d.Form.plan.fields {
		for _, node := range append(d.Form.plan.values(p.ID), p.ID) {
			if circle := follow(node, needs, nil, done); circle != nil {
				r.circle(circle, where)
			}
		}
	}
}

// valueOf begins the name of a computed value among what decides about one another.
const valueOf = "="

// values are the computed values of a field.
func (p *plan) values(id string) []string {
	var all []string
	if f := p.byID[id]; f != nil {
		for _, part := range f.computed {
			all = append(all, valueOf+pathOf(id, part))
		}
	}
	return all
}

// needs is what a formula waits for: whether its fields are shown, and their values.
func (t *Term) needs() []string {
	if t == nil {
		return nil
	}
	var all []string
	for _, leaf := range t.Leaves() {
		all = append(all, leaf.Field, valueOf+leaf.Path())
	}
	return all
}

// circle says what comes from itself, where the first formula of it stands, or its first condition.
func (r *reader) circle(all []string, where map[string]Condition) {
	first := slices.IndexFunc(all, func(s string) bool { return strings.HasPrefix(s, valueOf) })
	if first < 0 {
		r.complain(where[all[0]], nil, "Whether a field is shown cannot depend on itself: %s.", strings.Join(append(all, all[0]), " → "))
		return
	}
	var names []string
	for i := range len(all) + 1 {
		name := strings.TrimPrefix(all[(first+i)%len(all)], valueOf)
		if len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	if len(names) == 1 {
		names = append(names, names[0])
	}
	r.complain(where[all[first]], nil, "The value of a field cannot come from itself: %s.", strings.Join(names, " → "))
}

// follow walks from a field to the fields its condition needs, and gives the circle it meets, if any.
func follow(id string, needs map[string][]string, way []string, done map[string]bool) []string {
	if i := slices.Index(way, id); i >= 0 {
		return slices.Clone(way[i:])
	}
	if done[id] {
		return nil
	}
	defer func() { done[id] = true }()
	for _, next := range needs[id] {
		if circle := follow(next, needs, append(way, id), done); circle != nil {
			return circle
		}
	}
	return nil
}

// rehearse runs every condition on the empty form, on which every applicant begins.
func (r *reader) rehearse(d *Definition) {
	x := d.Form.Examine(nil, Facts{}, d.Window.Opens)
	all := formConditions(d)
	for i := range d.Gates {
		all = append(all, &d.Gates[i].Pass)
	}
	for _, c := range all {
		if !c.Given() {
			continue
		}
		if _, err := c.holds(x); err != nil {
			r.complain(*c, nil, "The condition fails on a form that is still empty (%s). Begin it with answered.FIELD && or !answered.FIELD ||.", err.Error())
		}
	}
}
