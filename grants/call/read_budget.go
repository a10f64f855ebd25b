package call

import "regexp"

func readBudget(k keys) *Budget {
	b := &Budget{
		Priced: one(k.need("lines"), "priced", "amount") == "priced",
		Grant:  one(k.need("grant"), GrantRate, GrantRest, GrantEntered),
		InKind: k.get("in_kind").share(100), ByPartner: k.get("by_partner").string(), ByActivity: k.get("by_activity").string(),
	}
	headings := k.need("headings")
	for _, each := range headings.list() {
		b.Headings = append(b.Headings, readHeading(each))
	}
	unique(headings, b.Headings, func(h Heading) string { return h.ID })
	if k.get("funding").written() {
		for _, each := range k.get("funding").list() {
			b.Funding = append(b.Funding, readFunding(each))
		}
		unique(k.get("funding"), b.Funding, func(f Funding) string { return f.ID })
	}
	return b
}

func readFunding(e entry) Funding {
	k := e.keys("id", "label", "help", "kind")
	kind := "cash"
	if k.get("kind").written() {
		kind = one(k.get("kind"), "cash", "in-kind")
	}
	return Funding{Option{identify(k), k.need("label").text(), k.get("help").text()}, kind == "in-kind"}
}

// headingKeys are what a heading of each kind has besides its name.
var headingKeys = map[HeadingKind][]string{
	ActualCost: {"ceiling"}, UnitCost: {"price", "unit", "ceiling"}, LumpSum: {"price", "ceiling"}, FlatRate: {"share", "of"},
}

func readHeading(e entry) Heading {
	kind := HeadingKind(kindOf(e))
	if kind == "actual" {
		kind = ActualCost
	}
	known := []string{"id", "kind", "title", "help", "rule"}
	if extra, ok := headingKeys[kind]; ok {
		known = append(known, extra...)
	} else {
		known = append(known, "ceiling", "price", "unit", "share", "of")
	}
	k := e.keys(known...)
	if k.get("kind").written() {
		one(k.get("kind"), "actual", UnitCost, LumpSum, FlatRate)
	}
	h := Heading{ID: identify(k), Title: k.need("title").text(), Help: k.get("help").text(), Kind: kind, Rule: readRuleValue(k.get("rule"))}
	c := k.get("ceiling").keys("share", "of")
	h.Ceiling, h.CeilingOf = c.need("share").share(100), c.get("of").strings()
	switch kind {
	case UnitCost:
		h.Price, h.Unit = k.need("price").cents(), k.need("unit").text()
	case LumpSum:
		h.Price = k.need("price").cents()
	case FlatRate:
		h.Share, h.Of = k.need("share").share(100), k.need("of").strings()
	}
	return h
}

var ruleForm = regexp.MustCompile(`^([A-Z][0-9]{1,3})(?:\.([a-z][a-z0-9-]*))?$`)

func readRuleValue(e entry) RuleValue {
	if !e.written() {
		return RuleValue{}
	}
	found := ruleForm.FindStringSubmatch(e.like(ruleForm, "a rule of the rule set and its value, like E11.of-staff"))
	if found == nil {
		return RuleValue{}
	}
	return RuleValue{found[1], found[2]}
}

// lineColumns are the columns of a budget line.
func lineColumns(b *Budget) []Field {
	heading := Field{ID: "heading", Kind: Choice, Required: true}
	for _, h := range b.Headings {
		if h.Typed() {
			heading.Options = append(heading.Options, Option{ID: h.ID, Label: h.Title})
		}
	}
	zero, cent := int64(0), int64(1)
	columns := []Field{heading, {ID: "what", Kind: Short, MaxLength: 300, Required: true}}
	if b.ByPartner != "" {
		columns = append(columns, Field{ID: "partner", Kind: RowOf, Of: b.ByPartner})
	}
	if b.ByActivity != "" {
		columns = append(columns, Field{ID: "activity", Kind: RowOf, Of: b.ByActivity, Required: true})
	}
	if b.Priced {
		return append(columns, Field{ID: "quantity", Kind: Number, Decimals: 2, Required: true, Least: &cent},
			Field{ID: "price", Kind: Amount, Required: true, Least: &zero})
	}
	return append(columns, Field{ID: "amount", Kind: Amount, Required: true, Least: &cent})
}
