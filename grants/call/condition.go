package call

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/checker"
	"github.com/google/cel-go/common"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
	"github.com/google/cel-go/common/types/traits"

	"vekst/value/money"
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

// language is what the conditions of a form, or of a screener, can speak about.
type language struct {
	env   *cel.Env
	names []string                           // every variable
	at    map[string]int                     // the line of the field or question behind a variable
	size  func(path []string) (uint64, bool) // the greatest size of the value at a path, if it has one
	kinds *shapes
}

// compile checks and compiles every condition of the call.
func (r *reader) compile(d *Definition) {
	d.Form.plan = newPlan(d)
	form := formLanguage(d)
	for _, c := range formConditions(d) {
		r.translate(c, form)
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
	if len(r.faults) == 0 {
		r.circles(d)
	}
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
			r.complain(*c, issue.Location, l.explain(issue.Message))
		}
		return
	}
	if !checked.OutputType().IsExactType(types.BoolType) {
		r.complain(*c, nil, fmt.Sprintf("A condition is true or false, and this one gives %s.", called(checked.OutputType())))
		return
	}
	if cost, err := l.env.EstimateCost(checked, estimator{l}); err != nil || cost.Max > MaxCost {
		r.complain(*c, nil, fmt.Sprintf("This condition may take %s steps for one answer, and %d is the limit. Loops inside loops multiply: use fewer, or give the tables a smaller max_rows.",
			steps(cost.Max), MaxCost))
		return
	}
	for _, unreadable := range literals(checked) {
		r.complain(*c, nil, "In the condition, "+unreadable+".")
	}
	c.uses = l.mentioned(checked)
	options := []cel.ProgramOption{cel.EvalOptions(cel.OptOptimize)}
	if loops(checked) {
		options = append(options, cel.CostLimit(MaxCost))
	}
	program, err := l.env.Program(checked, options...)
	if err != nil {
		r.complain(*c, nil, "The condition cannot be used: "+err.Error())
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
func (r *reader) complain(c Condition, where common.Location, sentence string) {
	line, column := c.Line, c.Column
	if where != nil && where.Line() >= 1 {
		line, column = line+where.Line()-1, column+where.Column()
	}
	r.faults = append(r.faults, Fault{line, column, c.path, sentence})
}

var (
	undeclared = regexp.MustCompile(`^undeclared reference to '([^']*)'`)
	undefined  = regexp.MustCompile(`^undefined field '([^']*)'`)
	mismatch   = regexp.MustCompile(`^found no matching overload for '([^']*)' applied to '\(?([^']*?)\)?'`)
	operator   = regexp.MustCompile(`^_?([^_]+)_?$`)
)

// explain says in plain English what CEL says to its programmers.
func (l *language) explain(message string) string {
	if found := undeclared.FindStringSubmatch(message); found != nil {
		return l.missing(found[1])
	}
	if found := undefined.FindStringSubmatch(message); found != nil {
		return fmt.Sprintf("The condition refers to a part called %q that is not there.", found[1]) + suggestion(found[1], l.kinds.parts())
	}
	if found := mismatch.FindStringSubmatch(message); found != nil {
		return fmt.Sprintf("%q cannot be used with (%s). Amounts are compared with euro(5000), dates with date(\"2024-04-30\").",
			sign(found[1]), plainTypes(found[2]))
	}
	return "The condition cannot be read: " + message + "."
}

// missing is the sentence about a name that the form does not have.
func (l *language) missing(name string) string {
	sentence := fmt.Sprintf("The condition refers to %q, and the form has no field of that name.", name)
	near, ok := meant(name, l.names)
	switch {
	case ok && l.at[near] > 0:
		return sentence + fmt.Sprintf(" Did you mean %q (line %d)?", near, l.at[near])
	case ok:
		return sentence + fmt.Sprintf(" Did you mean %q?", near)
	}
	return sentence
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

// estimator tells CEL how large answers can be.
type estimator struct{ l *language }

// EstimateSize implements checker.CostEstimator.
func (e estimator) EstimateSize(node checker.AstNode) *checker.SizeEstimate {
	path := slices.DeleteFunc(slices.Clone(node.Path()), func(s string) bool { return s == "@items" || s == "@keys" || s == "@values" })
	if size, ok := e.l.size(path); ok {
		return &checker.SizeEstimate{Min: 0, Max: size}
	}
	return nil
}

// EstimateCallCost implements checker.CostEstimator: sum looks at each element once.
func (e estimator) EstimateCallCost(function, _ string, _ *checker.AstNode, args []checker.AstNode) *checker.CallEstimate {
	if function != "sum" || len(args) != 1 {
		return nil
	}
	size := args[0].ComputedSize()
	if size == nil {
		size = e.EstimateSize(args[0])
	}
	if size == nil {
		size = &checker.SizeEstimate{Max: math.MaxUint64}
	}
	return &checker.CallEstimate{CostEstimate: checker.CostEstimate{Min: size.Min, Max: size.Max}}
}

// shapes tells CEL the parts of records: a row of a table, the budget, the applicant. Records are maps when conditions
// run; their shapes exist so that a part that is not there is found when the file is read.
type shapes struct {
	*types.Registry
	records map[string]map[string]*types.Type
}

func newShapes() *shapes {
	return &shapes{types.NewEmptyRegistry(), map[string]map[string]*types.Type{}}
}

// record names a shape and gives its type.
func (s *shapes) record(name string, parts map[string]*types.Type) *types.Type {
	s.records["vekst."+name] = parts
	return types.NewObjectType("vekst." + name)
}

// parts lists the names of all parts of all records.
func (s *shapes) parts() []string {
	var all []string
	for _, parts := range s.records {
		for part := range parts {
			all = append(all, part)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// FindStructType implements types.Provider.
func (s *shapes) FindStructType(name string) (*types.Type, bool) {
	if _, ok := s.records[name]; ok {
		return types.NewTypeTypeWithParam(types.NewObjectType(name)), true
	}
	return s.Registry.FindStructType(name)
}

// FindStructFieldNames implements types.Provider.
func (s *shapes) FindStructFieldNames(name string) ([]string, bool) {
	parts, ok := s.records[name]
	if !ok {
		return s.Registry.FindStructFieldNames(name)
	}
	var names []string
	for part := range parts {
		names = append(names, part)
	}
	return names, true
}

// FindStructFieldType implements types.Provider.
func (s *shapes) FindStructFieldType(name, field string) (*types.FieldType, bool) {
	parts, ok := s.records[name]
	if !ok {
		return s.Registry.FindStructFieldType(name, field)
	}
	t, ok := parts[field]
	return &types.FieldType{Type: t}, ok
}

// reserved are the names that fields and questions cannot have: they mean something else in conditions.
var reserved = []string{"now", "call", "answered", "euro", "date", "sum", "size", "has", "all", "exists", "exists_one", "map",
	"filter", "int", "uint", "double", "bool", "string", "bytes", "list", "type", "dyn", "timestamp", "duration", "null_type",
	"matches", "contains", "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
	"import", "let", "loop", "package", "namespace", "return", "var", "void", "while", "google", "vekst"}

// newLanguage makes the language of the variables given, with the functions and names every condition has.
func newLanguage(kinds *shapes, variables map[string]*types.Type, at map[string]int, size func([]string) (uint64, bool)) *language {
	variables["now"] = types.TimestampType
	variables["call"] = kinds.record("call", map[string]*types.Type{
		"budget": types.IntType, "min": types.IntType, "max": types.IntType, "rate": types.IntType,
		"activities_end": types.TimestampType, "closes": types.TimestampType,
	})
	options := append(functions(), cel.CustomTypeProvider(kinds), cel.CustomTypeAdapter(types.DefaultTypeAdapter),
		cel.ParserExpressionSizeLimit(4000), cel.ParserRecursionLimit(50))
	l := &language{at: at, size: size, kinds: kinds}
	for name, t := range variables {
		if name == "" || !identifierForm.MatchString(name) {
			continue
		}
		options = append(options, cel.Variable(name, t))
		l.names = append(l.names, name)
	}
	slices.Sort(l.names)
	env, err := cel.NewEnv(options...)
	if err != nil {
		panic("call: the language of conditions is wrong: " + err.Error())
	}
	l.env = env
	return l
}

// functions are what conditions can use besides CEL's own.
func functions() []cel.EnvOption {
	numbers := types.NewListType(types.IntType)
	return []cel.EnvOption{
		cel.Function("euro",
			cel.Overload("euro_int", []*cel.Type{types.IntType}, types.IntType, cel.UnaryBinding(wholeEuro)),
			cel.Overload("euro_string", []*cel.Type{types.StringType}, types.IntType, cel.UnaryBinding(writtenEuro))),
		cel.Function("date", cel.Overload("date_string", []*cel.Type{types.StringType}, types.TimestampType, cel.UnaryBinding(writtenDate))),
		cel.Function("sum", cel.Overload("sum_ints", []*cel.Type{numbers}, types.IntType, cel.UnaryBinding(sum))),
	}
}

// wholeEuro gives cents: euro(5000) is 500 000.
func wholeEuro(v ref.Val) ref.Val {
	return v.(types.Int).Multiply(types.Int(100))
}

// writtenEuro gives cents: euro("4999.50") is 499 950.
func writtenEuro(v ref.Val) ref.Val {
	cents, err := money.Parse(string(v.(types.String)))
	if err != nil {
		return types.NewErr("%q is not an amount", v.Value())
	}
	return types.Int(cents)
}

func writtenDate(v ref.Val) ref.Val {
	t, err := time.Parse(time.DateOnly, string(v.(types.String)))
	if err != nil {
		return types.NewErr("%q is not a date", v.Value())
	}
	return types.Timestamp{Time: t}
}

func sum(v ref.Val) ref.Val {
	var total ref.Val = types.Int(0)
	for i := v.(traits.Lister).Iterator(); i.HasNext() == types.True; {
		n, ok := i.Next().(types.Int)
		if !ok {
			return types.NewErr("sum adds whole numbers")
		}
		total = n.Add(total)
	}
	return total
}

// formLanguage makes the language of a form: each field is a variable.
func formLanguage(d *Definition) *language {
	kinds, variables, at := newShapes(), map[string]*types.Type{}, map[string]int{}
	given := map[string]*types.Type{}
	for _, p := range d.Form.plan.fields {
		variables[p.ID] = variable(kinds, *p.Field)
		at[p.ID], given[p.ID] = p.Line, types.BoolType
	}
	variables["answered"] = kinds.record("answered", given)
	return newLanguage(kinds, variables, at, d.Form.plan.size)
}

// variable is the type of a field in conditions.
func variable(kinds *shapes, f Field) *types.Type {
	switch f.Kind {
	case Number, Amount:
		return types.IntType
	case Date:
		return types.TimestampType
	case Declaration:
		return types.BoolType
	case Choices:
		return types.NewListType(types.StringType)
	case Settlements:
		return kinds.record(f.ID, map[string]*types.Type{"codes": types.NewListType(types.StringType), "inhabitants": types.IntType})
	case Table, Partner, File:
		return types.NewListType(kinds.record(f.ID, partTypes(kinds, f.Columns)))
	case Organisation, Indicator:
		return kinds.record(f.ID, partTypes(kinds, f.Columns))
	case BudgetTable:
		return budgetType(kinds, f)
	}
	return types.StringType
}

func partTypes(kinds *shapes, columns []Field) map[string]*types.Type {
	parts := map[string]*types.Type{}
	for _, c := range columns {
		parts[c.ID] = variable(kinds, c)
	}
	return parts
}

// budgetType is what conditions see of a budget; all amounts are cents.
func budgetType(kinds *shapes, f Field) *types.Type {
	line := partTypes(kinds, f.Columns)
	line["amount"] = types.IntType
	by, funding := map[string]*types.Type{}, map[string]*types.Type{}
	if f.Budget != nil {
		for _, h := range f.Budget.Headings {
			by[h.ID] = types.IntType
		}
		for _, s := range f.Budget.Funding {
			funding[s.ID] = types.IntType
		}
	}
	return kinds.record(f.ID, map[string]*types.Type{
		"total": types.IntType, "grant": types.IntType, "own": types.IntType,
		"lines": types.NewListType(kinds.record("line", line)),
		"by":    kinds.record("by", by), "funding": kinds.record("funding", funding),
	})
}

// circles faults conditions that decide about each other: a field shown depending on a field shown depending on it.
func (r *reader) circles(d *Definition) {
	needs := map[string][]string{}
	where := map[string]Condition{}
	for _, p := range d.Form.plan.fields {
		needs[p.ID] = append(slices.Clone(p.When.uses), p.section.When.uses...)
		where[p.ID] = p.When
		if !p.When.Given() {
			where[p.ID] = p.section.When
		}
	}
	done := map[string]bool{}
	for _, p := range d.Form.plan.fields {
		if circle := follow(p.ID, needs, nil, done); circle != nil {
			r.complain(where[circle[0]], nil, "Whether a field is shown cannot depend on itself: "+strings.Join(append(circle, circle[0]), " → ")+".")
		}
	}
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
			r.complain(*c, nil, "The condition fails on a form that is still empty ("+err.Error()+"). Begin it with answered.FIELD && or !answered.FIELD ||.")
		}
	}
}
