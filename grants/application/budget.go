package application

import (
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
}

type headingSum struct {
	ID, Title, Help string
	Sum             int64
	Most            int64 // what the ceiling allows; meaningful when Ceiling is
	Ceiling         int64 // basis points, 0 for none
	Of              string
	IsOver          bool
	From, Wide      int64 // of the strip of all costs, thousandths
	Tone            int
}

// budgetRule is one rule of the call about the sums. Name is inside, rate, or ceiling and a heading.
type budgetRule struct {
	Name, Heading string
	Share         int64 // basis points
	IsMet         bool
}

// Rules lists the rules about the sums and whether they are met.
func (b *budgetQuestion) Rules() []budgetRule {
	rules := []budgetRule{{Name: "inside", IsMet: b.IsInside}, {Name: "rate", IsMet: b.IsWithin}}
	for _, h := range b.Headings {
		if h.Ceiling > 0 {
			rules = append(rules, budgetRule{"ceiling:" + h.ID, h.Title, h.Ceiling, !h.IsOver})
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
