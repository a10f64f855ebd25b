package application

import (
	"slices"
	"testing"

	"vekst/grants/call"
	"vekst/platform/quarantine"
	"vekst/value/text"
)

func option1(id, words string) call.Option { return call.Option{ID: id, Label: text.Text{EN: words}} }

func TestAChoiceIsTheSameByItsWordsBeforeItsName(t *testing.T) {
	was := []call.Option{option1("a", "Yes"), option1("b", "No"), option1("c", "In part")}
	for name, c := range map[string]struct {
		here []call.Option
		want string
	}{
		"the same":                             {[]call.Option{option1("a", "Yes")}, "a"},
		"another name, the same words":         {[]call.Option{option1("y", "yes")}, "y"},
		"the same name, other words":           {[]call.Option{option1("a", "Surely")}, "a"},
		"the name belongs to another's words":  {[]call.Option{option1("a", "No"), option1("n", "Perhaps")}, ""},
		"names that were exchanged":            {[]call.Option{option1("b", "Yes"), option1("a", "No")}, "b"},
		"no such choice":                       {[]call.Option{option1("z", "Never")}, ""},
		"a kind of organisation without words": {[]call.Option{{ID: "a"}}, "a"},
	} {
		if got := sameOption(was, c.here, "a"); got != c.want {
			t.Errorf("%s: %q, should be %q", name, got, c.want)
		}
	}
}

// priced is a budget with two kinds of cost; where lines are not priced, the amount is typed.
func priced(isPriced bool, headings ...call.Heading) call.Field {
	f := call.Field{ID: "budget", Kind: call.BudgetTable, Budget: &call.Budget{Priced: isPriced, Headings: headings}}
	options := make([]call.Option, len(headings))
	for i, h := range headings {
		options[i] = call.Option{ID: h.ID, Label: h.Title}
	}
	f.Columns = []call.Field{{ID: "heading", Kind: call.Choice, Options: options}, {ID: "what", Kind: call.Short, MaxLength: 300}}
	if isPriced {
		f.Columns = append(f.Columns, call.Field{ID: "quantity", Kind: call.Number, Decimals: 2}, call.Field{ID: "price", Kind: call.Amount})
	} else {
		f.Columns = append(f.Columns, call.Field{ID: "amount", Kind: call.Amount})
	}
	return f
}

func callWith(currency string, fields ...call.Field) call.Definition {
	d := call.Definition{Form: call.Form{Sections: []call.Section{{Fields: fields}}}}
	d.Money.Currency = currency
	return d
}

func answered(pairs ...string) []Standing {
	var all []Standing
	for i := 0; i+1 < len(pairs); i += 2 {
		all = append(all, Standing{Answer: Answer{Path: pairs[i], Value: pairs[i+1]}})
	}
	return all
}

func (f fitting) at(path string) string {
	for _, a := range f.Stays {
		if a.Path == path {
			return a.Value
		}
	}
	return ""
}

func (f fitting) why(path string) string {
	i := slices.IndexFunc(f.Aside, func(a aside) bool { return a.Path == path })
	if i < 0 {
		return ""
	}
	return f.Aside[i].Why
}

var staff = call.Heading{ID: "staff", Title: text.Text{EN: "Staff"}}

func TestAmountsInAnotherCurrencyStayBehind(t *testing.T) {
	old := priced(true, staff)
	w := newFitter(callWith("BGN", old), callWith("EUR", old))
	f := w.fit(old, answered("budget/1/heading", "staff", "budget/1/what", "A gardener", "budget/1/quantity", "2", "budget/1/price", "100"))
	if f.at("budget/1/price") != "" || f.why("budget/1/price") != whyCurrency || f.at("budget/1/what") != "A gardener" || f.at("budget/1/quantity") != "2" {
		t.Errorf("%+v", f)
	}
}

func TestWhatIsComputedHereIsNotCopied(t *testing.T) {
	typed := call.Field{ID: "jobs", Kind: call.Number}
	computed := typed
	computed.From.Root = &call.Term{}
	f := newFitter(callWith("EUR", typed), callWith("EUR", computed)).fit(typed, answered("jobs", "6"))
	if len(f.Stays) > 0 || len(f.Aside) != 1 || f.Aside[0].Why != whyNowhere || f.Aside[0].Value != "6" {
		t.Errorf("%+v", f)
	}
	parts := func() []call.Field {
		return []call.Field{{ID: "baseline", Kind: call.Number}, {ID: "target", Kind: call.Number}}
	}
	baseline, target := call.Field{ID: "staff", Kind: call.Indicator, Columns: parts()}, call.Field{ID: "staff", Kind: call.Indicator, Columns: parts()}
	target.Columns[1].From.Root = &call.Term{}
	f = newFitter(callWith("EUR", baseline), callWith("EUR", target)).fit(baseline, answered("staff/baseline", "2", "staff/target", "8"))
	if f.at("staff/baseline") != "2" || f.at("staff/target") != "" || f.why("staff/target") != whyComputed {
		t.Errorf("%+v", f)
	}
}

func TestCostsKeepTheirAmountWhereLinesAreWrittenInAnotherWay(t *testing.T) {
	with, without := priced(true, staff), priced(false, staff)
	w := newFitter(callWith("EUR", with), callWith("EUR", without))
	w.sums = call.Totals{Lines: []call.Line{{Row: "1", Amount: 250_50}}}
	f := w.fit(with, answered("budget/1/heading", "staff", "budget/1/quantity", "2", "budget/1/price", "125,25"))
	if f.at("budget/1/amount") != "250,50" || f.why("budget/1/price") != whyUnpriced {
		t.Errorf("%+v", f)
	}
	f = newFitter(callWith("EUR", without), callWith("EUR", with)).fit(without, answered("budget/1/heading", "staff", "budget/1/amount", "99"))
	if f.at("budget/1/quantity") != "1" || f.at("budget/1/price") != "99" {
		t.Errorf("%+v", f)
	}
}

func TestAPriceTheCallFixesIsNotCopied(t *testing.T) {
	fixed := staff
	fixed.Kind, fixed.Price = call.UnitCost, 500
	old, here := priced(true, staff), priced(true, fixed)
	f := newFitter(callWith("EUR", old), callWith("EUR", here)).fit(old, answered("budget/1/heading", "staff", "budget/1/quantity", "2", "budget/1/price", "100"))
	if f.at("budget/1/price") != "" || f.why("budget/1/price") != whyFixed || f.at("budget/1/quantity") != "2" {
		t.Errorf("%+v", f)
	}
}

func TestALineWhoseKindOfCostIsGoneStaysBehindWhole(t *testing.T) {
	old, here := priced(true, staff, call.Heading{ID: "travel", Title: text.Text{EN: "Travel"}}), priced(true, staff)
	f := newFitter(callWith("EUR", old), callWith("EUR", here)).fit(old, answered("budget/1/heading", "travel", "budget/1/what", "To Oslo", "budget/1/price", "9", "budget/2/heading", "staff"))
	if f.at("budget/1/what") != "" || f.why("budget/1/what") != whyHeading || f.why("budget/1/price") != whyHeading || f.at("budget/2/heading") != "staff" {
		t.Errorf("%+v", f)
	}
}

func TestFilesKeepWithinWhatTheCallTakes(t *testing.T) {
	old := call.Field{ID: "files", Kind: call.File, Columns: []call.Field{{ID: "name", Kind: call.Short}, {ID: "size", Kind: call.Number}}}
	here := old
	here.Files = call.FileRule{Types: []string{"pdf"}, MaxBytes: 100, MaxCount: 2}
	for name, c := range map[string]struct {
		file, size string
		room       int64
		state      string
		why        string
	}{
		"well":             {"a.pdf", "100", 1000, quarantine.Clean, ""},
		"another type":     {"a.doc", "10", 1000, quarantine.Clean, whyFileType},
		"too large":        {"a.pdf", "101", 1000, quarantine.Clean, whyFileLarge},
		"no room together": {"a.pdf", "90", 80, quarantine.Clean, whyFilesAll},
		"infected":         {"a.pdf", "90", 1000, quarantine.Infected, whyInfected},
		"waiting":          {"a.pdf", "90", 1000, quarantine.Waiting, ""},
	} {
		w := newFitter(callWith("EUR", old), callWith("EUR", here))
		w.room, w.files = c.room, map[string]FileState{"files/1": {Scan: c.state}}
		f := w.fit(old, answered("files/1/name", c.file, "files/1/size", c.size))
		if f.why("files/1/name") != c.why || (f.at("files/1/name") == "") != (c.why != "") {
			t.Errorf("%s: %+v", name, f)
		}
	}
	w := newFitter(callWith("EUR", old), callWith("EUR", here))
	w.room = 1000
	f := w.fit(old, answered("files/1/name", "a.pdf", "files/1/size", "1", "files/2/name", "b.pdf", "files/2/size", "1", "files/3/name", "c.pdf", "files/3/size", "1"))
	if f.why("files/3/name") != whyFileMany || f.at("files/2/name") != "b.pdf" {
		t.Errorf("%+v", f)
	}
}

func TestWhatPeopleDisagreeAboutIsNotCopied(t *testing.T) {
	need := call.Field{ID: "need", Kind: call.Long, MaxLength: 100}
	all := answered("need", "One of two")
	all[0].IsDisputed = true
	if f := newFitter(callWith("EUR", need), callWith("EUR", need)).fit(need, all); f.at("need") != "" || f.why("need") != whyDisputed {
		t.Errorf("%+v", f)
	}
}
