package application

import (
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/value/money"
)

// Money implements call.Writer.
func (w writer) Money(a money.Amount) string { return lang.Money(string(w), a.Cents, a.Currency) }

// budgetQuestion is what a page shows beside and below the lines of a budget. Amounts are cents.
type budgetQuestion struct {
	Currency     string
	IsPriced     bool
	Way          string // how the grant is found
	Rate         int64
	Total, Grant int64
	Own, Most    int64
	Min, Max     int64
	Entered      *question
	Funding      []question
	Headings     []headingSum
	Amounts      map[string]int64 // by row
	IsInside     bool             // the grant is within the limits
	IsWithin     bool             // and within the rate
	IsStarted    bool
	Share        int64 // of the greatest grant, thousandths, 1000 at most
	InKind       int64 // of the co-financing, basis points; 0 where no source is in kind
	IsInKind     bool  // and work in place of money keeps within it
	Voluntary    *ruleMark
	Views        []budgetView
	Fixed        []fixedCost
	Plan         string // what the script adds up with, JSON
	Columns      string // the columns of a line, joined with blanks
	Shape        string // which columns there are, for the style
	Sign         string // of the currency
	Heads        []lineHead
	MostLines    int    // lines at most
	Part         string // on a partner's page, its row
	Mine         int64  // and what its costs are
}

type headingSum struct {
	ID, Title, Help string
	Sum             int64
	Most            int64 // what the ceiling allows; meaningful when Ceiling is
	Ceiling         int64 // basis points, 0 for none
	Of              string
	IsOver          bool
	Mark            *ruleMark // of its ceiling
	Share           string    // of a flat rate
	From, Wide      int64     // of the strip of all costs, thousandths
	Tone            int
}

// budgetRule is one rule of the call about the sums. Name is inside, rate, or ceiling and a heading.
type budgetRule struct {
	Name, Heading string
	Share         int64 // basis points
	IsMet         bool
	Mark          *ruleMark
}

// lineHead is the head of a column of lines.
type lineHead struct {
	ID, Word          string
	IsNumber, IsMoney bool
}

// head names the columns of lines, for eyes and for the script.
func (b *budgetQuestion) head(f call.Field) {
	b.Sign, b.MostLines = currencySign(b.Currency), f.MaxRows
	var ids []string
	for _, c := range f.Columns {
		ids = append(ids, c.ID)
		b.Heads = append(b.Heads, lineHead{c.ID, "application.part." + c.ID, c.Kind == call.Number || c.Kind == call.Amount, c.Kind == call.Amount})
	}
	if b.IsPriced {
		b.Heads = append(b.Heads, lineHead{"", "application.part.amount", true, true})
	}
	b.Columns = strings.Join(ids, " ")
	for _, s := range []struct{ column, shape string }{{partnerColumn, "p"}, {"activity", "a"}} {
		if hasColumn(f, s.column) {
			b.Shape += s.shape
		}
	}
	if !b.IsPriced {
		b.Shape += "x"
	}
}

// Computed lists the headings that are computed.
func (b *budgetQuestion) Computed() []headingSum {
	return slices.DeleteFunc(slices.Clone(b.Headings), func(h headingSum) bool { return h.Share == "" })
}

// Ceilings are the rules about headings, which are everybody's who has costs.
func (b *budgetQuestion) Ceilings() []headingSum {
	return slices.DeleteFunc(slices.Clone(b.Headings), func(h headingSum) bool { return h.Ceiling == 0 })
}

// Rules lists the rules about the sums and whether they are met.
func (b *budgetQuestion) Rules() []budgetRule {
	rules := []budgetRule{{Name: "inside", IsMet: b.IsInside}, {Name: "rate", IsMet: b.IsWithin}}
	if b.InKind > 0 {
		rules = append(rules, budgetRule{Name: "in_kind", Share: b.InKind, IsMet: b.IsInKind, Mark: b.Voluntary})
	}
	for _, h := range b.Headings {
		if h.Ceiling > 0 {
			rules = append(rules, budgetRule{"ceiling:" + h.ID, h.Title, h.Ceiling, !h.IsOver, h.Mark})
		}
	}
	return rules
}

func (k *asker) budget(f call.Field) *budgetQuestion {
	t, m := k.x.Budget(), k.call.Money
	b := &budgetQuestion{Currency: m.Currency, IsPriced: f.Budget.Priced, Way: string(f.Budget.Grant), Rate: m.Rate, Total: t.Total, Grant: t.Grant,
		Own: t.Own, Most: t.Most, Min: m.Min, Max: m.Max, Amounts: map[string]int64{}, IsStarted: len(t.Lines) > 0}
	b.IsInside = t.Grant >= m.Min && t.Grant <= m.Max
	b.IsWithin = t.Grant <= t.Most
	b.Share = thousandths(t.Grant, m.Max)
	for _, l := range t.Lines {
		b.Amounts[l.Row] = l.Amount
	}
	for _, s := range f.Budget.Funding {
		b.Funding = append(b.Funding, k.paid(f, s.ID, s.Label.In(k.lang()), s.Help.In(k.lang())))
	}
	if f.Budget.Grant == call.GrantEntered {
		grant := k.paid(f, "grant", "", "")
		grant.Word = "application.budget.grant"
		b.Entered = &grant
	}
	b.Headings = k.headings(f, t)
	b.InKind, b.IsInKind = f.Budget.InKind, t.InKind <= t.MostInKind
	if b.InKind > 0 {
		b.Voluntary = k.ruleMark("F3")
	}
	b.Views, b.Fixed, b.Plan = k.views(f, t), k.fixed(f), k.plan(f)
	b.head(f)
	if k.mine != nil {
		b.Part, b.Mine = k.mine.Row, t.ByPartner[k.mine.Row]
	}
	return b
}

func (k *asker) paid(f call.Field, id, label, help string) question {
	q := k.simple(call.Field{ID: id, Kind: call.Amount}, f.ID+"/"+id)
	q.Label, q.Word, q.Help, q.Optional = label, "", help, true
	return q
}

func (k *asker) headings(f call.Field, t call.Totals) []headingSum {
	var all []headingSum
	var from int64
	for i, h := range f.Budget.Headings {
		s := headingSum{ID: h.ID, Title: h.Title.In(k.lang()), Help: h.Help.In(k.lang()), Sum: t.ByHeading[h.ID], Ceiling: h.Ceiling,
			Of: strings.Join(h.CeilingOf, " "), Tone: i%6 + 1, From: from}
		base := t.Total
		if len(h.CeilingOf) > 0 {
			base = 0
			for _, of := range h.CeilingOf {
				base += t.ByHeading[of]
			}
		}
		if h.Kind == call.FlatRate {
			s.Share, s.Of = lang.Percent(k.lang(), h.Share), f.Budget.Titles(h.Of, k.lang())
		}
		if h.Kind == call.ActualCost && h.Rule.Rule != "" {
			s.Mark = k.ruleMark(h.Rule.Rule)
		}
		s.Most = money.Share(base, h.Ceiling)
		s.IsOver = h.Ceiling > 0 && s.Sum > s.Most
		s.Wide = thousandths(s.Sum, t.Total)
		from += s.Wide
		all = append(all, s)
	}
	return all
}

func thousandths(part, whole int64) int64 {
	if whole <= 0 || part <= 0 {
		return 0
	}
	return min(1000, part*1000/whole)
}
