package editor

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/ast"
	"github.com/google/cel-go/common/operators"
	"github.com/google/cel-go/common/types"

	"vekst/value/text"
)

// operand is something a condition can ask about: a question of the form, or a part of one.
type operand struct {
	Expr    string    // as conditions write it: jobs, budget.grant, size(partners)
	Field   string    // the question it belongs to
	Label   text.Text // of the question
	Part    string    // key of the words for a part, "" for the whole
	Extra   text.Text // what the part is called, where the call says
	Type    string    // number, amount, date, text, choice, choices, tick, rows
	Scale   int       // decimals of a number
	Options []choice
}

type choice struct {
	ID    string
	Label text.Text
}

// clause is one line of a condition built by choosing: what, compared how, with what.
type clause struct{ Of, Is, To string }

// comparisons are the ways to compare, in the order they are offered.
var comparisons = []string{"eq", "ne", "gt", "ge", "lt", "le", "has", "hasnot", "yes", "no", "answered", "unanswered"}

var signs = map[string]string{"eq": "==", "ne": "!=", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}

var comparing = map[string]string{operators.Equals: "eq", operators.NotEquals: "ne", operators.Greater: "gt", operators.GreaterEquals: "ge",
	operators.Less: "lt", operators.LessEquals: "le"}

// formOperands are what the conditions of the form and of the gates can ask about.
func (t tree) formOperands() []operand {
	var all []operand
	for s := range t.count("form") {
		fields := down("form", strconv.Itoa(s), "fields")
		for f := range t.count(fields) {
			all = append(all, t.operands(down(fields, strconv.Itoa(f)))...)
		}
	}
	return all
}

// askOperands are what the refusals of the screener can ask about: its questions.
func (t tree) askOperands() []operand {
	var all []operand
	for i := range t.count("screener") {
		place := down("screener", strconv.Itoa(i))
		o := operand{Expr: t.value(down(place, "id")), Label: t.text(down(place, "text")), Type: "text", Options: t.choices(down(place, "options"))}
		o.Field = o.Expr
		switch t.value(down(place, "kind")) {
		case "money":
			o.Type = "amount"
		case "date":
			o.Type = "date"
		case "choice":
			o.Type = "choice"
		}
		all = append(all, o)
	}
	return all
}

func (t tree) choices(place string) []choice {
	var all []choice
	for i := range t.count(place) {
		each := down(place, strconv.Itoa(i))
		label := t.text(down(each, "label"))
		if label.Empty() {
			label = t.text(down(each, "title"))
		}
		all = append(all, choice{t.value(down(each, "id")), label})
	}
	return all
}

// operands are what one field offers to conditions.
func (t tree) operands(place string) []operand {
	id := t.value(down(place, "id"))
	if id == "" {
		return nil
	}
	whole := operand{Expr: id, Field: id, Label: t.text(down(place, "label")), Options: t.choices(down(place, "options"))}
	whole.Scale, _ = strconv.Atoi(t.value(down(place, "decimals")))
	part := func(expr, key, kind string) operand {
		o := whole
		o.Expr, o.Part, o.Type = expr, key, kind
		return o
	}
	switch kind := t.value(down(place, "kind")); kind {
	case "number":
		return []operand{part(id, "", "number")}
	case "money":
		return []operand{part(id, "", "amount")}
	case "date", "choice", "choices":
		return []operand{part(id, "", kind)}
	case "declaration":
		return []operand{part(id, "", "tick")}
	case "table", "partner", "file":
		return []operand{part("size("+id+")", "rows", "rows")}
	case "settlements":
		return []operand{part(id+".inhabitants", "inhabitants", "rows")}
	case "indicator":
		return []operand{part(id+".baseline", "baseline", "number"), part(id+".target", "target", "number")}
	case "organisation":
		return []operand{part(id+".kind", "kind", "text"), part(id+".country", "country", "text")}
	case "budget":
		all := []operand{part(id+".total", "total", "amount"), part(id+".grant", "grant", "amount"), part(id+".own", "own", "amount")}
		for _, h := range t.choices(down(place, "headings")) {
			o := part(id+".by."+h.ID, "", "amount")
			o.Extra = h.Label
			all = append(all, o)
		}
		return all
	}
	return []operand{part(id, "", "text")}
}

// build writes a condition from what was chosen. Clauses that say nothing are left out.
func build(clauses []clause, anyOf bool, about []operand) string {
	var all []string
	for _, c := range clauses {
		if c.Of == "" {
			continue
		}
		i := slices.IndexFunc(about, func(o operand) bool { return o.Expr == c.Of })
		o := operand{Expr: c.Of, Field: c.Of, Type: "text"}
		if i >= 0 {
			o = about[i]
		}
		all = append(all, o.clause(c))
	}
	if anyOf {
		return strings.Join(all, " || ")
	}
	return strings.Join(all, " && ")
}

func (o operand) clause(c clause) string {
	switch c.Is {
	case "answered":
		return "answered." + o.Field
	case "unanswered":
		return "!answered." + o.Field
	case "yes":
		return o.Expr
	case "no":
		return "!" + o.Expr
	case "has":
		return o.literal(c.To) + " in " + o.Expr
	case "hasnot":
		return "!(" + o.literal(c.To) + " in " + o.Expr + ")"
	}
	sign := signs[c.Is]
	if sign == "" {
		sign = "=="
	}
	return o.Expr + " " + sign + " " + o.literal(c.To)
}

// literal writes a value as conditions do.
func (o operand) literal(typed string) string {
	typed = strings.TrimSpace(typed)
	switch o.Type {
	case "number":
		return scaled(decimal(typed), o.Scale)
	case "rows":
		return scaled(decimal(typed), 0)
	case "amount":
		if n := decimal(typed); wellFormed.MatchString(n) && !strings.Contains(n, ".") {
			return "euro(" + n + ")"
		}
		return "euro(" + quoted(decimal(typed)) + ")"
	case "date":
		return "date(" + quoted(isoDay(typed)) + ")"
	case "choice", "choices":
		return quoted(o.optionID(typed))
	}
	return quoted(typed)
}

// optionID is the id of an option by its id, or by what it is called in any language.
func (o operand) optionID(typed string) string {
	for _, c := range o.Options {
		if typed == c.ID || typed != "" && (strings.EqualFold(typed, c.Label.BG) || strings.EqualFold(typed, c.Label.NB) || strings.EqualFold(typed, c.Label.EN)) {
			return c.ID
		}
	}
	return typed
}

func quoted(s string) string {
	data, _ := json.Marshal(s)
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(string(data))
}

// scaled writes a number in units of its last decimal: 2.5 with one decimal is 25. What is no number is written as it is,
// so that the checker says so.
func scaled(n string, decimals int) string {
	whole, fraction, _ := strings.Cut(n, ".")
	if !wellFormed.MatchString(n) || len(fraction) > decimals {
		if n == "" {
			return "0"
		}
		return n
	}
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", decimals-len(fraction)), "0")
	if digits == "" {
		return "0"
	}
	return digits
}

// isoDay reads 30.04.2024 as well as 2024-04-30.
func isoDay(typed string) string {
	for _, form := range []string{"2.1.2006", "02.01.2006"} {
		if t, err := time.Parse(form, typed); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return typed
}

// plainCEL parses expressions; nothing is evaluated.
var plainCEL, _ = cel.NewEnv()

// choose takes a condition apart into what could have been chosen. It cannot where the condition says more than that: then
// it stays as it is written.
func chosen(expression string, about []operand) (clauses []clause, anyOf, ok bool) {
	if expression == "" {
		return nil, false, true
	}
	parsed, issues := plainCEL.Parse(expression)
	if issues.Err() != nil {
		return nil, false, false
	}
	leaves, anyOf := split(parsed.NativeRep().Expr())
	for _, e := range leaves {
		c, ok := leaf(e, about)
		if !ok {
			return nil, false, false
		}
		clauses = append(clauses, c)
	}
	again, issues := plainCEL.Parse(build(clauses, anyOf, about))
	if issues.Err() != nil {
		return nil, false, false
	}
	was, err1 := cel.AstToString(parsed)
	is, err2 := cel.AstToString(again)
	return clauses, anyOf, err1 == nil && err2 == nil && was == is
}

// split gives the parts of a chain of && or of ||.
func split(e ast.Expr) (leaves []ast.Expr, anyOf bool) {
	joint := ""
	if e.Kind() == ast.CallKind && (e.AsCall().FunctionName() == operators.LogicalAnd || e.AsCall().FunctionName() == operators.LogicalOr) {
		joint = e.AsCall().FunctionName()
	}
	var walk func(ast.Expr)
	walk = func(e ast.Expr) {
		if joint != "" && e.Kind() == ast.CallKind && e.AsCall().FunctionName() == joint {
			for _, a := range e.AsCall().Args() {
				walk(a)
			}
			return
		}
		leaves = append(leaves, e)
	}
	walk(e)
	return leaves, joint == operators.LogicalOr
}

func leaf(e ast.Expr, about []operand) (clause, bool) {
	not := false
	if e.Kind() == ast.CallKind && e.AsCall().FunctionName() == operators.LogicalNot {
		not, e = true, e.AsCall().Args()[0]
	}
	if e.Kind() == ast.SelectKind && name(e.AsSelect().Operand()) == "answered" {
		o, ok := ofField(about, e.AsSelect().FieldName())
		return clause{o.Expr, map[bool]string{false: "answered", true: "unanswered"}[not], ""}, ok
	}
	if o, ok := known(about, name(e)); ok && o.Type == "tick" {
		return clause{o.Expr, map[bool]string{false: "yes", true: "no"}[not], ""}, true
	}
	if e.Kind() != ast.CallKind || len(e.AsCall().Args()) != 2 {
		return clause{}, false
	}
	call, args := e.AsCall(), e.AsCall().Args()
	if call.FunctionName() == operators.In {
		o, ok := known(about, name(args[1]))
		value, plain := literalOf(args[0], o)
		return clause{o.Expr, map[bool]string{false: "has", true: "hasnot"}[not], value}, ok && plain
	}
	o, ok := known(about, name(args[0]))
	value, plain := literalOf(args[1], o)
	is, compares := comparing[call.FunctionName()]
	return clause{o.Expr, is, value}, ok && plain && compares && !not
}

// name writes an operand as conditions do; "" for what is none.
func name(e ast.Expr) string {
	switch e.Kind() {
	case ast.IdentKind:
		return e.AsIdent()
	case ast.SelectKind:
		if on := name(e.AsSelect().Operand()); on != "" && !e.AsSelect().IsTestOnly() {
			return on + "." + e.AsSelect().FieldName()
		}
	case ast.CallKind:
		if c := e.AsCall(); c.FunctionName() == "size" && !c.IsMemberFunction() && len(c.Args()) == 1 {
			return "size(" + name(c.Args()[0]) + ")"
		}
	}
	return ""
}

func known(about []operand, expr string) (operand, bool) {
	i := slices.IndexFunc(about, func(o operand) bool { return o.Expr == expr && expr != "" })
	if i < 0 {
		return operand{}, false
	}
	return about[i], true
}

func ofField(about []operand, id string) (operand, bool) {
	i := slices.IndexFunc(about, func(o operand) bool { return o.Field == id })
	if i < 0 {
		return operand{}, false
	}
	return about[i], true
}

// literalOf reads a value back as one would type it.
func literalOf(e ast.Expr, o operand) (string, bool) {
	if e.Kind() == ast.CallKind {
		c := e.AsCall()
		if (c.FunctionName() == "euro" || c.FunctionName() == "date") && len(c.Args()) == 1 && c.Args()[0].Kind() == ast.LiteralKind {
			return literalOf(c.Args()[0], operand{})
		}
		return "", false
	}
	if e.Kind() != ast.LiteralKind {
		return "", false
	}
	switch v := e.AsLiteral().(type) {
	case types.String:
		return string(v), true
	case types.Int:
		return unscaled(int64(v), o), true
	}
	return "", false
}

func unscaled(n int64, o operand) string {
	s := strconv.FormatInt(n, 10)
	if o.Type != "number" || o.Scale == 0 || n < 0 {
		return s
	}
	s = strings.Repeat("0", max(0, o.Scale+1-len(s))) + s
	return strings.TrimRight(strings.TrimRight(s[:len(s)-o.Scale]+"."+s[len(s)-o.Scale:], "0"), ".")
}

// isAsked says whether a page sent anything about a condition.
func isAsked(u unit, typed url.Values) bool { return typed.Has(u.Name + "~was") }

// clausesOf are the lines a page sent.
func clausesOf(u unit, typed url.Values) []clause {
	var all []clause
	for i := 0; typed.Has(u.Name + "~" + strconv.Itoa(i) + "~of"); i++ {
		at := u.Name + "~" + strconv.Itoa(i) + "~"
		if of := typed.Get(at + "of"); of != "" {
			all = append(all, clause{of, typed.Get(at + "is"), strings.TrimSpace(typed.Get(at + "to"))})
		}
	}
	return all
}

// composed is the condition a page sent: the expression, where it was changed by hand; what was chosen, where that was
// changed; and otherwise what it was.
func (t tree) composed(u unit, typed url.Values) string {
	was := strings.ReplaceAll(typed.Get(u.Name+"~was"), "\r\n", "\n")
	if by := strings.TrimSpace(strings.ReplaceAll(typed.Get(u.Name+"~cel"), "\r\n", "\n")); typed.Has(u.Name+"~cel") && by != strings.TrimSpace(was) {
		return by
	}
	about := t.about(u.Place)
	before, anyOf, ok := chosen(was, about)
	if !ok {
		return was
	}
	now, any2 := clausesOf(u, typed), typed.Get(u.Name+"~join") == "any"
	if slices.Equal(before, now) && (anyOf == any2 || len(now) < 2) {
		return was
	}
	return build(now, any2, about)
}

// about are what a condition at a place can ask about.
func (t tree) about(place string) []operand {
	if steps(place)[0] == "screener" {
		return t.askOperands()
	}
	return t.formOperands()
}

// demand writes when a field must be answered: never, always, or by a condition.
func (t tree) demand(u unit, typed url.Values) {
	condition := t.composed(u, typed)
	switch mode := typed.Get(u.Name + "~mode"); {
	case mode == "always":
		t.put(u.Place, "true", true)
	case mode == "if" || condition != "" && condition != typed.Get(u.Name+"~was"):
		t.put(u.Place, condition, false)
	default:
		t.remove(u.Place)
	}
}

var identifier = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_][A-Za-z0-9_]*|\.`)

// reword lets the conditions follow the new name of a field, or of a question of the screener.
func (t tree) reword(ofScreener bool, was, is string) {
	for _, place := range t.conditions() {
		if (steps(place)[0] == "screener") == ofScreener {
			if now := renamed(t.value(place), was, is); now != t.value(place) {
				t.put(place, now, false)
			}
		}
	}
}

// renamed writes an expression with another name for a variable. Parts of records and texts are not variables; what
// follows answered is.
func renamed(expression, was, is string) string {
	last, before := "", ""
	return identifier.ReplaceAllStringFunc(expression, func(word string) string {
		isPart := last == "." && before != "answered"
		before, last = last, word
		if word == was && !isPart {
			return is
		}
		return word
	})
}

// conditions are the places of all conditions of the file.
func (t tree) conditions() []string {
	var all []string
	for place := range t.where().paths {
		switch way := steps(place); {
		case len(way) == 0:
		case way[len(way)-1] == "when" || way[len(way)-1] == "must" || way[len(way)-1] == "pass" || slices.Contains(way, "from") && t.value(place) != "":
			all = append(all, place)
		case way[len(way)-1] == "required" && t.value(place) != "true" && t.value(place) != "false":
			all = append(all, place)
		}
	}
	slices.Sort(all)
	return all
}
