package call

import (
	"slices"
	"strings"
	"time"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"
)

// Facts are what the form needs to know of the world, given by the caller. A function that is nil is not asked, and
// what it would tell is not checked.
type Facts struct {
	// Settlement tells how many people live in the settlement with this code (EKATTE), and in which municipality it is.
	Settlement func(code string) (inhabitants int64, municipality string, known bool)
	// Municipality says whether there is a municipality with this code.
	Municipality func(code string) bool
	// Registration says whether a number can be that of an organisation in the country: whether its check digits fit.
	Registration func(country, number string) bool
}

// Examination is one look at a set of answers: what is shown, what is wrong, what the budget adds up to, and the
// document. It is made by Form.Examine and used by one goroutine.
type Examination struct {
	plan   *plan
	facts  Facts
	now    time.Time
	found  []found
	budget *Totals
	heard  []Complaint
}

// found is what was answered to one field.
type found struct {
	reading
	parts   []reading
	rows    []row
	shown   shown
	value   ref.Val
	byRowID map[string]int

	isComputed bool // what is computed has been
}

// row is one row of a table, with a reading for each column.
type row struct {
	id    string
	at    string // the cell PlaceColumn
	cells []reading
}

// shown is whether a field is shown, once it is known.
type shown byte

const (
	undecided shown = iota
	isShown
	isHidden
)

// Examine reads answers against the form at the moment now. Answers to fields the form does not have are left aside: a
// draft may be older than the version of its call.
func (f Form) Examine(answers Answers, facts Facts, now time.Time) *Examination {
	x := &Examination{plan: f.plan, facts: facts, now: now, found: make([]found, len(f.plan.fields))}
	for path, raw := range answers {
		x.take(path, raw)
	}
	for i := range x.found {
		x.arrange(&x.found[i])
		if p := f.plan.fields[i]; p.Budget != nil {
			p.settle(&x.found[i])
		}
	}
	x.forget()
	return x
}

// take puts one answer where it belongs.
func (x *Examination) take(path, raw string) {
	id, rest, deep := strings.Cut(path, "/")
	p := x.plan.byID[id]
	if p == nil {
		return
	}
	f := &x.found[p.index]
	switch {
	case len(p.computed) > 0 && slices.Contains(p.computed, rest):
	case !deep && !p.ByEachPartner():
		f.reading = understand(p.Field, raw)
	case p.Kind == BudgetTable && strings.IndexByte(rest, '/') < 0:
		x.takeFunding(p, f, rest, raw)
	case p.Kind == Organisation || p.Kind == Indicator:
		if column, ok := p.columns[rest]; ok {
			f.partsFor(p)[column] = understand(&p.Columns[column], raw)
		}
	default:
		x.takeCell(p, f, rest, raw)
	}
}

// partsFor makes room for the parts of a field.
func (f *found) partsFor(p *planned) []reading {
	if f.parts == nil {
		f.parts = make([]reading, len(p.Columns))
	}
	return f.parts
}

// takeFunding puts away the grant (first) and the other sources of a budget.
func (x *Examination) takeFunding(p *planned, f *found, id, raw string) {
	if f.parts == nil {
		f.parts = make([]reading, 1+len(p.Budget.Funding))
	}
	at := slices.IndexFunc(p.Budget.Funding, func(s Funding) bool { return s.ID == id }) + 1
	if at > 0 || id == "grant" {
		f.parts[at] = understand(&anAmount, raw)
	}
}

var anAmount = Field{Kind: Amount}

// takeCell puts one cell of a table into its row.
func (x *Examination) takeCell(p *planned, f *found, rest, raw string) {
	id, columnID, ok := strings.Cut(rest, "/")
	column, known := p.columns[columnID]
	if !ok || !known && columnID != PlaceColumn || id == "" {
		return
	}
	at, seen := f.byRowID[id]
	if !seen {
		if f.byRowID == nil {
			f.byRowID = map[string]int{}
		}
		at = len(f.rows)
		f.byRowID[id] = at
		f.rows = append(f.rows, row{id: id, cells: make([]reading, len(p.Columns))})
	}
	if !known {
		f.rows[at].at = raw
		return
	}
	f.rows[at].cells[column] = understand(&p.Columns[column], raw)
}

// arrange orders rows by their places, and drops rows without any answer.
func (x *Examination) arrange(f *found) {
	if f.rows == nil {
		return
	}
	f.rows = slices.DeleteFunc(f.rows, func(r row) bool {
		return !slices.ContainsFunc(r.cells, func(c reading) bool { return c.given })
	})
	slices.SortFunc(f.rows, func(a, b row) int {
		return PlaceOf(a.id, a.at).Compare(PlaceOf(b.id, b.at))
	})
}

// answered says whether a field has any answer at all.
func (f *found) answered() bool {
	return f.given || len(f.rows) > 0 || slices.ContainsFunc(f.parts, func(r reading) bool { return r.given })
}

// Visible says whether the field with this id is shown. A field that is not shown counts as not answered.
func (x *Examination) Visible(id string) bool {
	p := x.plan.byID[id]
	return p != nil && x.visible(p)
}

// visible decides once. A condition that cannot be computed shows its field: asking too much is better than silence.
func (x *Examination) visible(p *planned) bool {
	f := &x.found[p.index]
	if f.shown != undecided {
		return f.shown == isShown
	}
	f.shown = isHidden
	if x.true(p.section.When) && x.true(p.When) {
		f.shown = isShown
	}
	return f.shown == isShown
}

func (x *Examination) true(c Condition) bool {
	if !c.Given() {
		return true
	}
	holds, err := c.holds(x)
	return holds || err != nil
}

// Answered says whether the field with this id is shown and has an answer.
func (x *Examination) Answered(id string) bool {
	p := x.plan.byID[id]
	return p != nil && x.visible(p) && x.of(p).answered()
}

// Number is the answer to a field of kind number or money, in units of its last decimal or in cents; 0 if there is none.
func (x *Examination) Number(id string) int64 {
	if p := x.plan.byID[id]; p != nil && x.visible(p) {
		return x.of(p).number
	}
	return 0
}

// Visible lists, by id, the fields that are shown.
func (f Form) Visible(answers Answers, facts Facts, now time.Time) map[string]bool {
	x := f.Examine(answers, facts, now)
	shown := make(map[string]bool, len(f.plan.fields))
	for _, p := range f.plan.fields {
		shown[p.ID] = x.visible(p)
	}
	return shown
}

// Complaints lists everything that stands in the way of submitting the answers at the moment now, in the order of the
// form.
func (f Form) Complaints(answers Answers, facts Facts, now time.Time) []Complaint {
	return f.Examine(answers, facts, now).Complaints()
}

// Document writes the answers as Examination.Document does.
func (f Form) Document(answers Answers, facts Facts, now time.Time) ([]byte, error) {
	return f.Examine(answers, facts, now).Document()
}

// Field is the field with this id.
func (f Form) Field(id string) (Field, bool) {
	if p := f.plan.byID[id]; p != nil {
		return *p.Field, true
	}
	return Field{}, false
}

// ResolveName gives conditions the value of a name; it makes an Examination a cel.Activation.
func (x *Examination) ResolveName(name string) (any, bool) {
	switch name {
	case "now":
		return types.Timestamp{Time: x.now}, true
	case "call":
		return x.plan.call.terms(), true
	case "answered":
		return &lazy{func(id string) ref.Val { return types.Bool(x.Answered(id)) }}, true
	}
	p := x.plan.byID[name]
	if p == nil {
		return nil, false
	}
	f := x.of(p)
	if f.value == nil {
		f.value = x.value(p, f)
	}
	return f.value, true
}

// Parent implements cel.Activation.
func (x *Examination) Parent() cel.Activation { return nil }

// value is the answer to a field as conditions see it: empty if it is not shown or not answered.
func (x *Examination) value(p *planned, f *found) ref.Val {
	if !x.visible(p) {
		f = &found{}
	}
	if p.ByEachPartner() {
		return types.Bool(x.haveAllDeclared(p, f))
	}
	switch p.Kind {
	case Settlements:
		return recordValue(map[string]any{"codes": textValues(f.list), "inhabitants": types.Int(x.inhabitants(f.list))})
	case Table, Partner, File:
		return rowValues(p.Columns, f.rows)
	case Organisation, Indicator:
		return recordValue(cellValues(p.Columns, f.parts))
	case BudgetTable:
		return x.totals(p, f).value(p, f.rows)
	}
	return singleValue(p.Field, f.reading)
}

// single is the value of a simple answer.
func singleValue(f *Field, r reading) ref.Val {
	switch f.Kind {
	case Number, Amount:
		return types.Int(r.number)
	case Date:
		return types.Timestamp{Time: r.day}
	case Choices:
		return textValues(r.list)
	case Declaration:
		return types.Bool(r.given)
	}
	return types.String(r.typed)
}

func textValues(list []string) ref.Val { return types.NewStringList(types.DefaultTypeAdapter, list) }

func recordValue(parts map[string]any) ref.Val {
	return types.NewStringInterfaceMap(types.DefaultTypeAdapter, parts)
}

func cellValues(columns []Field, readings []reading) map[string]any {
	parts := make(map[string]any, len(columns)+1)
	for i := range columns {
		var r reading
		if i < len(readings) {
			r = readings[i]
		}
		parts[columns[i].ID] = singleValue(&columns[i], r)
	}
	return parts
}

func rowValues(columns []Field, all []row) ref.Val {
	values := make([]ref.Val, len(all))
	for i, r := range all {
		values[i] = recordValue(cellValues(columns, r.cells))
	}
	return types.NewRefValList(types.DefaultTypeAdapter, values)
}

// terms are the facts of the call that conditions can use.
func (d *Definition) terms() ref.Val {
	m := d.Money
	return recordValue(map[string]any{
		"budget": types.Int(m.Budget), "min": types.Int(m.Min), "max": types.Int(m.Max), "rate": types.Int(m.Rate),
		"activities_end": types.Timestamp{Time: d.ActivitiesEnd}, "closes": types.Timestamp{Time: d.Window.Closes},
	})
}

// inhabitants adds up the people of the settlements that are known.
func (x *Examination) inhabitants(codes []string) (sum int64) {
	if x.facts.Settlement == nil {
		return 0
	}
	for _, code := range codes {
		n, _, _ := x.facts.Settlement(code)
		sum += n
	}
	return sum
}
