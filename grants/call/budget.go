package call

import (
	"math/bits"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"vekst/value/money"
)

// Totals is a budget added up. All amounts are cents; answers that cannot be read count as nothing.
type Totals struct {
	Lines     []Line
	Total     int64            // of all lines
	ByHeading map[string]int64 // of the lines of each heading
	Funding   map[string]int64 // from each other source
	Own       int64            // from all other sources
	Grant     int64            // what is asked for
	Most      int64            // what the rate of the call allows of Total, rounded down to the cent
}

// Line is one cost. Row is its id in the answers.
type Line struct {
	Row, Heading, What string
	Quantity           int64 // hundredths; 0 where lines are not priced
	Price              int64 // of one, cents; 0 where lines are not priced
	Amount             int64
}

// Budget adds up the form's budget. A form without one has zeros.
func (x *Examination) Budget() Totals {
	p := x.plan.byID["budget"]
	if p == nil || p.Kind != BudgetTable || !x.visible(p) {
		return Totals{}
	}
	return *x.totals(p, &x.found[p.index])
}

// totals adds up a budget once. What is not shown is not counted.
func (x *Examination) totals(p *planned, f *found) *Totals {
	if x.budget != nil {
		return x.budget
	}
	t := &Totals{ByHeading: map[string]int64{}, Funding: map[string]int64{}}
	for _, r := range f.rows {
		line := p.line(r)
		t.Lines = append(t.Lines, line)
		t.Total += line.Amount
		t.ByHeading[line.Heading] += line.Amount
	}
	for i, source := range p.Budget.Funding {
		if f.parts != nil {
			t.Funding[source.ID] = f.parts[i+1].number
			t.Own += f.parts[i+1].number
		}
	}
	t.Most = money.Share(t.Total, x.plan.call.Money.Rate)
	t.Grant = t.ask(p.Budget.Grant, f.parts)
	x.budget = t
	return t
}

// ask is the grant that follows from the costs.
func (t *Totals) ask(way GrantWay, parts []reading) int64 {
	switch {
	case way == GrantRate:
		return t.Most
	case way == GrantRest:
		return t.Total - t.Own
	case parts != nil:
		return parts[0].number
	}
	return 0
}

// line reads a row as a line of the budget.
func (p *planned) line(r row) Line {
	line := Line{Row: r.id, Heading: r.cells[p.columns["heading"]].typed, What: r.cells[p.columns["what"]].typed}
	if !p.Budget.Priced {
		line.Amount = r.cells[p.columns["amount"]].number
		return line
	}
	line.Quantity, line.Price = r.cells[p.columns["quantity"]].number, r.cells[p.columns["price"]].number
	line.Amount, _ = product(line.Quantity, line.Price)
	return line
}

// product is a quantity in hundredths times a price in cents, in cents, rounded half up. It is refused when it is
// negative or more than money.Max.
func product(quantity, price int64) (cents int64, ok bool) {
	if quantity < 0 || price < 0 {
		return 0, false
	}
	high, low := bits.Mul64(uint64(quantity), uint64(price))
	if high > 0 || low/100 > money.Max {
		return 0, false
	}
	return int64((low + 50) / 100), true
}

// value is the budget as conditions see it.
func (t *Totals) value(p *planned, all []row) ref.Val {
	return &lazy{func(part string) ref.Val {
		switch part {
		case "total":
			return types.Int(t.Total)
		case "grant":
			return types.Int(t.Grant)
		case "own":
			return types.Int(t.Own)
		case "lines":
			return t.lines(p, all)
		case "by":
			return &lazy{func(heading string) ref.Val { return types.Int(t.ByHeading[heading]) }}
		case "funding":
			return &lazy{func(source string) ref.Val { return types.Int(t.Funding[source]) }}
		}
		return types.NewErr("a budget has no %s", part)
	}}
}

// lines are the lines of the budget as conditions see them.
func (t *Totals) lines(p *planned, all []row) ref.Val {
	lines := make([]ref.Val, len(all))
	for i, r := range all {
		parts := cellValues(p.Columns, r.cells)
		parts["amount"] = types.Int(t.Lines[i].Amount)
		lines[i] = recordValue(parts)
	}
	return types.NewRefValList(types.DefaultTypeAdapter, lines)
}
