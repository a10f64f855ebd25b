package call

import (
	"strings"

	"vekst/platform/lang"
	"vekst/platform/web"
)

var formPage = web.NewPage[blankView](files, "pages/form.html")

// blankView is the form without answers, to be read, printed and talked about before anybody has signed in.
type blankView struct {
	web.Head
	ID, Code, Closes string
	Mark             web.Mark
	Sections         []blankSection
}

type blankSection struct {
	ID, Title, Help string
	Conditional     bool
	Fields          []BlankField
}

// BlankField is one question of the form without an answer.
type BlankField struct {
	Label, Help, Example, Why string
	Kind                      string // which box is drawn: short, long, box, rows
	Required                  string // required, sometimes or ""
	Conditional               bool
	Hidden, Public            bool
	Limits                    []string
	Options                   []string
	Columns                   []string
}

func blankForm(q *web.Request) (web.Answer, error) {
	p, err := Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	return Blank(q, p.Definition, []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}, {Name: p.Title.In(q.Lang), Link: q.Link("/calls/" + p.ID)}}), nil
}

// Blank is the form of a call without answers. The call may be one that is still being written.
func Blank(q *web.Request, p Definition, crumbs []web.Crumb) web.Answer {
	v := blankView{ID: p.ID, Code: p.Code, Closes: moment(q, p.Window), Mark: markOf(q, p, "form")}
	v.Title, v.Section, v.Thread, v.Crumbs = q.T("call.form.title", "Call", p.Title.In(q.Lang)), "look.nav.calls", 6, crumbs
	for _, s := range p.Form.Sections {
		section := blankSection{ID: s.ID, Title: s.Title.In(q.Lang), Help: s.Help.In(q.Lang), Conditional: s.When.Given()}
		for _, f := range s.Fields {
			section.Fields = append(section.Fields, BlankQuestion(q, p, f))
		}
		v.Sections = append(v.Sections, section)
	}
	return formPage.Show(v)
}

// BlankQuestion is a question of a call as it is read before it is answered. The call may have faults: what could not be read is
// empty.
func BlankQuestion(q *web.Request, d Definition, f Field) BlankField {
	b := BlankField{Label: f.Label.In(q.Lang), Help: f.Help.In(q.Lang), Example: f.Example.In(q.Lang), Why: f.Why.In(q.Lang),
		Kind: boxOf(f.Kind), Conditional: f.When.Given(), Hidden: f.Blind, Public: f.Public, Limits: limits(q, d, f)}
	switch {
	case f.Computed(""):
		b.Required = "computed"
	case f.Required:
		b.Required = "required"
	case f.RequiredWhen.Given():
		b.Required = "sometimes"
	}
	for _, o := range f.Options {
		b.Options = append(b.Options, o.Label.In(q.Lang))
	}
	for _, c := range f.Columns {
		b.Columns = append(b.Columns, c.Label.In(q.Lang))
	}
	if f.Kind == Declaration {
		b.Options = []string{q.T("call.form.confirm")}
	}
	if f.Kind == Organisation || f.Kind == Partner {
		b.Columns = strings.Split(q.T("call.parts."+string(f.Kind)), "; ")
	}
	if f.Budget != nil {
		b.Columns = strings.Split(q.T("call.parts.budget"), "; ")
		for _, h := range f.Budget.Headings {
			b.Options = append(b.Options, headingLine(q, d, f.Budget, h))
		}
	}
	return b
}

// Terms are what a question asks of its answer, in words: whether it must be answered, and its limits.
func Terms(q *web.Request, d Definition, f Field) []string {
	if f.Computed("") {
		return limits(q, d, f)
	}
	must := "call.form.optional"
	switch {
	case f.Required:
		must = "call.form.required"
	case f.RequiredWhen.Given():
		must = "call.form.required_sometimes"
	}
	return append([]string{q.T(must)}, limits(q, d, f)...)
}

// headingLine is a kind of cost, how it is found where it is not simply typed, and the rule it keeps to.
func headingLine(q *web.Request, d Definition, b *Budget, h Heading) string {
	says, title := h.Title.In(q.Lang), h.Title.In(q.Lang)
	switch {
	case h.Kind == FlatRate:
		says = q.T("call.form.flat.says", "Title", title, "Share", lang.Percent(q.Lang, h.Share), "Of", b.Titles(h.Of, q.Lang))
	case h.Kind == UnitCost:
		says = q.T("call.form.flat.unit", "Title", title, "Price", lang.Sum(q.Lang, h.Price, d.Money.Currency), "Unit", h.Unit.In(q.Lang))
	case h.Kind == LumpSum:
		says = q.T("call.form.flat.lump", "Title", title, "Price", lang.Sum(q.Lang, h.Price, d.Money.Currency))
	case h.Ceiling > 0:
		says = q.T("call.form.heading", "Title", title, "Share", lang.Percent(q.Lang, h.Ceiling))
	}
	if h.Rule.Rule == "" {
		return says
	}
	return says + " (" + q.T("call.form.flat.rule", "Rule", h.Rule.Rule) + ")"
}

// said is where a value comes from, as one text; of a part of a question, with its name before it.
func (d Definition) said(q *web.Request, part string, t *Term) string {
	var says []string
	if part != "" {
		says = append(says, q.T("call.source."+part), "=")
	}
	for _, w := range d.ComesFrom(t, q.Lang, q.T) {
		says = append(says, w.Text)
	}
	return strings.Join(says, " ")
}

// Titles joins the names of headings.
func (b *Budget) Titles(ids []string, language string) string {
	var all []string
	for _, id := range ids {
		h, _ := b.Heading(id)
		all = append(all, h.Title.In(language))
	}
	return strings.Join(all, ", ")
}

// boxOf is the shape of the place for an answer on paper.
func boxOf(k FieldKind) string {
	switch k {
	case Long:
		return "long"
	case Choice, Choices, Declaration:
		return "choices"
	case Table, BudgetTable, Organisation, Partner:
		return "rows"
	case File:
		return "file"
	}
	return "short"
}

// limits say what an answer must keep to.
func limits(q *web.Request, d Definition, f Field) []string {
	var all []string
	say := func(key string, args ...any) { all = append(all, q.T("call.limit."+key, args...)) }
	for _, part := range []string{"", "baseline", "target"} {
		if t := f.formula(part); t != nil {
			say("computed", "Source", d.said(q, part, t))
		}
	}
	if f.MaxLength > 0 {
		say("characters", "Count", f.MaxLength)
	}
	if f.Least != nil {
		say("least", "Value", bound(q, d, f, *f.Least))
	}
	if f.Most != nil {
		say("most", "Value", bound(q, d, f, *f.Most))
	}
	if f.MaxRows > 0 && (f.Kind == Table || f.Kind == Partner) {
		say("rows", "Count", f.MaxRows)
	}
	if f.Kind == File {
		say("files", "Types", strings.Join(f.Files.Types, ", "), "Size", lang.Number(q.Lang, f.Files.MaxBytes>>20), "Count", max(f.Files.MaxCount, 1))
	}
	if f.ByActivitiesEnd && !d.ActivitiesEnd.IsZero() {
		say("until", "Day", lang.Date(q.Lang, d.ActivitiesEnd))
	}
	if unit := f.Unit.In(q.Lang); unit != "" {
		say("unit", "Unit", unit)
	}
	return all
}

// bound writes the smallest or largest answer: an amount, or a number in units of its last decimal.
func bound(q *web.Request, d Definition, f Field, n int64) string {
	if f.Kind == Amount {
		return lang.Sum(q.Lang, n, d.Money.Currency)
	}
	for range 2 - f.Decimals {
		n *= 10
	}
	return lang.Decimal(q.Lang, n)
}
