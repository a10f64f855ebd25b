package call

import (
	"fmt"
	"slices"
	"strings"

	"vekst/value/money"
	"vekst/value/text"
)

// placed is a field with the section it stands in.
type placed struct {
	Field
	section string
}

// fieldsOf lists the fields of a form in its order.
func fieldsOf(f Form) []placed {
	var all []placed
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			all = append(all, placed{field, s.ID})
		}
	}
	return all
}

// form compares sections and fields.
func (c *comparison) form(a, b Definition) {
	c.about(PartForm, "", text.Text{})
	c.value("files_total", limit(a.FilesTotal>>20), limit(b.FilesTotal>>20))
	movedSections := moves(idsOf(a.Form.Sections, sectionID), idsOf(b.Form.Sections, sectionID))
	matched(c, "section", a.Form.Sections, b.Form.Sections, sectionID, func(s Section) text.Text { return s.Title }, func(s, t Section) {
		c.about(PartForm, "", t.Title)
		c.text("section_title", s.Title, t.Title)
		c.text("section_help", s.Help, t.Help)
		c.condition("section_when", s.When, t.When)
		c.name = text.Text{}
		if movedSections[t.ID] {
			c.thing(Moved, "section", t.Title)
		}
	})
	before, after := fieldsOf(a.Form), fieldsOf(b.Form)
	moved := moves(idsOf(before, placedID), idsOf(after, placedID))
	for _, f := range before {
		if !slices.ContainsFunc(after, func(p placed) bool { return p.ID == f.ID }) {
			c.about(PartForm, f.ID, text.Text{})
			c.thing(Removed, "field", f.Label)
		}
	}
	for _, f := range after {
		c.about(PartForm, f.ID, text.Text{})
		at := slices.IndexFunc(before, func(p placed) bool { return p.ID == f.ID })
		if at < 0 {
			c.thing(Added, "field", f.Label)
			continue
		}
		old := before[at]
		if old.section != f.section || moved[f.ID] && !movedSections[f.section] {
			c.thing(Moved, "field", f.Label)
		}
		c.name = f.Label
		c.fields(old.Field, f.Field, a.Money.Currency)
	}
}

func sectionID(s Section) string { return s.ID }
func placedID(p placed) string   { return p.ID }

func idsOf[T any](all []T, id func(T) string) []string {
	ids := make([]string, len(all))
	for i, each := range all {
		ids[i] = id(each)
	}
	return ids
}

// fields compares what two versions ask in one field.
func (c *comparison) fields(a, b Field, currency string) {
	c.text("label", a.Label, b.Label)
	c.value("field_kind", Word("call.differs.kind."+string(a.Kind)), Word("call.differs.kind."+string(b.Kind)))
	c.text("help", a.Help, b.Help)
	c.text("example", a.Example, b.Example)
	c.text("why", a.Why, b.Why)
	c.value("same_as", sameAsWord(a), sameAsWord(b))
	c.condition("from", a.From.Condition, b.From.Condition)
	c.parts(a, b)
	c.value("required", neededWord(a), neededWord(b))
	if a.RequiredWhen.Given() && b.RequiredWhen.Given() {
		c.condition("required_when", a.RequiredWhen, b.RequiredWhen)
	}
	c.condition("when", a.When, b.When)
	c.checks(a.Checks, b.Checks)
	c.value("blind", a.Blind, b.Blind)
	c.value("public", a.Public, b.Public)
	c.value("each_partner", a.ByEachPartner(), b.ByEachPartner())
	c.limits(a, b, currency)
	c.options("option", a.Options, b.Options)
	c.files(a.Files, b.Files)
	c.columns(a, b, currency)
	c.budget(a.Budget, b.Budget)
}

// parts compares where the parts of an indicator come from.
func (c *comparison) parts(a, b Field) {
	if a.Kind != Indicator || b.Kind != Indicator {
		return
	}
	for i := range a.Columns {
		c.condition("from_"+a.Columns[i].ID, a.Columns[i].From.Condition, b.Columns[i].From.Condition)
	}
}

// neededWord says whether a field must be answered, in the words of the blank form.
func neededWord(f Field) Word {
	switch {
	case f.Required:
		return "call.form.required"
	case f.RequiredWhen.Given():
		return "call.form.required_sometimes"
	}
	return "call.form.optional"
}

func (c *comparison) condition(what string, a, b Condition) {
	c.value(what, unless(!a.Given(), Written(a.Text)), unless(!b.Given(), Written(b.Text)))
}

// checks compares the conditions on an answer by their text, and the sentence of those that stayed.
func (c *comparison) checks(a, b []Check) {
	matched(c, "check", a, b, func(k Check) string { return k.Must.Text }, func(k Check) text.Text { return k.Sentence },
		func(k, l Check) { c.text("check", k.Sentence, l.Sentence) })
}

func (c *comparison) limits(a, b Field, currency string) {
	c.value("length", limit(int64(a.MaxLength)), limit(int64(b.MaxLength)))
	number := func(f Field, n *int64) any {
		switch {
		case n == nil:
			return nil
		case f.Kind == Amount:
			return money.Amount{Cents: *n, Currency: currency}
		}
		return Decimal{*n, f.Decimals}
	}
	c.value("least", number(a, a.Least), number(b, b.Least))
	c.value("most", number(a, a.Most), number(b, b.Most))
	c.value("decimals", Decimal{int64(a.Decimals), 0}, Decimal{int64(b.Decimals), 0})
	c.text("unit", a.Unit, b.Unit)
	c.value("earliest", dayOr(a.Earliest), dayOr(b.Earliest))
	if !a.ByActivitiesEnd || !b.ByActivitiesEnd {
		c.value("latest", dayOr(a.Latest), dayOr(b.Latest))
	}
	if a.Kind == Table || a.Kind == Partner || a.Kind == BudgetTable {
		c.value("min_rows", limit(int64(a.MinRows)), limit(int64(b.MinRows)))
		c.value("max_rows", limit(int64(a.MaxRows)), limit(int64(b.MaxRows)))
	}
}

func (c *comparison) options(noun string, a, b []Option) {
	matched(c, noun, a, b, func(o Option) string { return o.ID }, func(o Option) text.Text { return o.Label }, func(o, p Option) {
		c.text(noun, o.Label, p.Label)
		c.text("option_help", o.Help, p.Help)
	})
}

func (c *comparison) files(a, b FileRule) {
	gone, come := apart(a.Types, b.Types)
	set(c, "file_type", gone, come, func(s string) any { return Written(strings.ToUpper(s)) })
	c.value("file_size", limit(a.MaxBytes>>20), limit(b.MaxBytes>>20))
	c.value("file_count", limit(int64(a.MaxCount)), limit(int64(b.MaxCount)))
}

// columns compares the columns of a table that the call itself names; those with fixed parts are the same everywhere.
func (c *comparison) columns(a, b Field, currency string) {
	if a.Kind != Table || b.Kind != Table {
		return
	}
	name := c.name
	matched(c, "column", a.Columns, b.Columns, func(f Field) string { return f.ID }, func(f Field) text.Text { return f.Label }, func(f, g Field) {
		c.name = joined(name, g.Label)
		c.fields(f, g, currency)
		c.name = name
	})
}

// joined names a column within its table.
func joined(table, column text.Text) text.Text {
	return text.Text{BG: table.BG + " / " + column.BG, NB: table.NB + " / " + column.NB, EN: table.EN + " / " + column.EN}
}

func (c *comparison) budget(a, b *Budget) {
	if a == nil || b == nil {
		return
	}
	name := c.name
	matched(c, "heading", a.Headings, b.Headings, func(h Heading) string { return h.ID }, func(h Heading) text.Text { return h.Title }, func(h, i Heading) {
		c.text("heading", h.Title, i.Title)
		c.name = i.Title
		c.text("help", h.Help, i.Help)
		c.value("ceiling", unless(h.Ceiling == 0, Share(h.Ceiling)), unless(i.Ceiling == 0, Share(i.Ceiling)))
		if h.Ceiling > 0 && i.Ceiling > 0 {
			c.value("ceiling_of", ofHeadings(a, h.CeilingOf), ofHeadings(b, i.CeilingOf))
		}
		c.value("heading_kind", costWord(h), costWord(i))
		c.value("heading_price", unless(h.Price == 0, Decimal{h.Price, 2}), unless(i.Price == 0, Decimal{i.Price, 2}))
		c.text("unit", h.Unit, i.Unit)
		c.value("flat_rate", unless(h.Share == 0, Share(h.Share)), unless(i.Share == 0, Share(i.Share)))
		if h.Share > 0 && i.Share > 0 {
			c.value("flat_rate_of", ofHeadings(a, h.Of), ofHeadings(b, i.Of))
		}
		c.name = name
	})
	c.value("by_partner", a.ByPartner != "", b.ByPartner != "")
	c.value("by_activity", a.ByActivity != "", b.ByActivity != "")
	c.value("in_kind", unless(a.InKind == 0, Share(a.InKind)), unless(b.InKind == 0, Share(b.InKind)))
	matched(c, "", a.Funding, b.Funding, func(f Funding) string { return f.ID }, nil, func(f, g Funding) {
		c.name = g.Label
		c.value("funding_in_kind", f.InKind, g.InKind)
		c.name = name
	})
	c.options("funding", sources(a), sources(b))
	c.value("priced", a.Priced, b.Priced)
	c.value("grant_way", Word("call.differs.way."+string(a.Grant)), Word("call.differs.way."+string(b.Grant)))
}

// costWord is how the costs of a heading are found.
func costWord(h Heading) Word {
	if h.Kind == ActualCost {
		return "call.differs.cost.actual"
	}
	return Word("call.differs.cost." + string(h.Kind))
}

// sources are the other funding of a budget as options.
func sources(b *Budget) []Option {
	var all []Option
	for _, s := range b.Funding {
		all = append(all, s.Option)
	}
	return all
}

// ofHeadings names the headings something is a share of; none are all costs.
func ofHeadings(b *Budget, ids []string) any {
	var all text.Text
	for _, id := range ids {
		for _, other := range b.Headings {
			if other.ID == id {
				all = text.Text{BG: listing(all.BG, other.Title.BG), NB: listing(all.NB, other.Title.NB), EN: listing(all.EN, other.Title.EN)}
			}
		}
	}
	if all.Empty() {
		return Word("call.differs.all_costs")
	}
	return all
}

func listing(a, b string) string {
	if a == "" {
		return b
	}
	return fmt.Sprintf("%s, %s", a, b)
}
