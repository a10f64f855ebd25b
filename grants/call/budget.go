package call

import (
	"math/bits"
	"slices"

	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/common/types/ref"

	"vekst/value/money"
)

// Unsaid is the key of what belongs to no heading, partner or activity that there is: not said yet, or gone since.
const Unsaid = "?"

// Totals is a budget added up, and the only place where it is. All amounts are cents; answers that cannot be read count as
// nothing. Every view adds up to Total: ByHeading, ByPartner, ByActivity, and the sources (Grant, Funding and Uncovered).
type Totals struct {
	Lines      []Line
	Flats      []Flat
	Total      int64            // of all lines and flat rates
	ByHeading  map[string]int64 // of each heading
	ByPartner  map[string]int64 // of each partner by row, "" the applicant; nil when lines are not asked for one
	ByActivity map[string]int64 // of each activity by row; nil when lines are not asked for one
	Funding    map[string]int64 // from each other source
	Own        int64            // from all other sources
	InKind     int64            // of Own, what is in kind
	MostInKind int64            // what the call allows of the co-financing to be in kind, rounded down to the cent
	Grant      int64            // what is asked for
	Most       int64            // what the rate of the call allows of Total, rounded down to the cent
}

// Line is one cost. Row is its id in the answers.
type Line struct {
	Row, Heading, What string
	Partner, Activity  string
	Quantity           int64 // hundredths; 0 where lines are not priced
	Price              int64 // of one, cents; 0 where lines are not priced
	Amount             int64
}

// Flat is what a flat rate came to.
type Flat struct {
	Heading      string
	Base, Amount int64
}

// Uncovered is what neither the grant nor another source pays; below zero when they pay too much.
func (t *Totals) Uncovered() int64 { return t.Total - t.Grant - t.Own }

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
		t.ByHeading[p.Budget.known(line.Heading)] += line.Amount
	}
	t.addFlats(p.Budget)
	t.ByPartner = t.share(p.Budget, p.Budget.ByPartner, x, func(l Line) string { return l.Partner })
	t.ByActivity = t.share(p.Budget, p.Budget.ByActivity, x, func(l Line) string { return l.Activity })
	t.fund(p.Budget, f.parts)
	t.Most = money.Share(t.Total, x.plan.call.Money.Rate)
	t.Grant = t.ask(p.Budget.Grant, f.parts)
	t.MostInKind = money.Share(max(0, t.Total-t.Grant), p.Budget.InKind)
	x.budget = t
	return t
}

// known is the id of a heading, or Unsaid where there is no such.
func (b *Budget) known(heading string) string {
	if h, ok := b.Heading(heading); ok && h.Typed() {
		return heading
	}
	return Unsaid
}

// addFlats computes the flat rates, each once and on the whole budget.
func (t *Totals) addFlats(b *Budget) {
	for _, h := range b.Headings {
		if h.Kind != FlatRate {
			continue
		}
		f := Flat{Heading: h.ID}
		for _, of := range h.Of {
			f.Base += t.ByHeading[of]
		}
		f.Amount = flat(f.Base, h.Share)
		t.Flats = append(t.Flats, f)
	}
	for _, f := range t.Flats {
		t.ByHeading[f.Heading] = f.Amount
		t.Total += f.Amount
	}
}

// share splits all costs by a key of their lines; flat rates go with the costs they are a share of. Field is the one whose
// rows lines name, "" when they name none.
func (t *Totals) share(b *Budget, field string, x *Examination, key func(Line) string) map[string]int64 {
	if field == "" {
		return nil
	}
	keys := x.rowIDs(field)
	if field == b.ByPartner {
		keys = append([]string{""}, keys...)
	}
	keys = append(keys, Unsaid)
	at := func(l Line) int {
		if i := slices.Index(keys, key(l)); i >= 0 {
			return i
		}
		return len(keys) - 1
	}
	parts := make([]int64, len(keys))
	for _, l := range t.Lines {
		parts[at(l)] += l.Amount
	}
	for _, f := range t.Flats {
		h, _ := b.Heading(f.Heading)
		weights := make([]int64, len(keys))
		for _, l := range t.Lines {
			if slices.Contains(h.Of, l.Heading) {
				weights[at(l)] += l.Amount
			}
		}
		for i, part := range apportion(f.Amount, weights) {
			parts[i] += part
		}
	}
	all := map[string]int64{}
	for i, k := range keys {
		all[k] = parts[i]
	}
	return all
}

// rowIDs lists the rows of a field that is shown, in order.
func (x *Examination) rowIDs(field string) []string {
	p := x.plan.byID[field]
	if p == nil || !x.visible(p) {
		return nil
	}
	var ids []string
	for _, r := range x.found[p.index].rows {
		ids = append(ids, r.id)
	}
	return ids
}

// fund adds up the other sources.
func (t *Totals) fund(b *Budget, parts []reading) {
	if parts == nil {
		return
	}
	for i, source := range b.Funding {
		t.Funding[source.ID] = parts[i+1].number
		t.Own += parts[i+1].number
		if source.InKind {
			t.InKind += parts[i+1].number
		}
	}
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

// settle fills in what the call fixes: the price of a unit, a lump sum and its quantity. What was typed stays, to be
// complained about where it differs.
func (p *planned) settle(f *found) {
	for _, r := range f.rows {
		h, _ := p.Budget.Heading(r.cells[p.columns["heading"]].typed)
		if h.Kind != UnitCost && h.Kind != LumpSum {
			continue
		}
		if !p.Budget.Priced {
			fix(&r.cells[p.columns["amount"]], h.Price)
			continue
		}
		fix(&r.cells[p.columns["price"]], h.Price)
		if h.Kind == LumpSum {
			fix(&r.cells[p.columns["quantity"]], oneUnit)
		}
	}
}

const oneUnit = 100 // hundredths

func fix(cell *reading, number int64) {
	if !cell.given {
		*cell = reading{given: true, number: number}
	}
}

// line reads a row as a line of the budget.
func (p *planned) line(r row) Line {
	cell := func(id string) reading {
		if i, ok := p.columns[id]; ok {
			return r.cells[i]
		}
		return reading{}
	}
	line := Line{Row: r.id, Heading: cell("heading").typed, What: cell("what").typed, Partner: cell("partner").typed, Activity: cell("activity").typed,
		Quantity: cell("quantity").number, Price: cell("price").number, Amount: cell("amount").number}
	h, _ := p.Budget.Heading(line.Heading)
	switch {
	case h.Kind == FlatRate:
		line.Quantity, line.Price, line.Amount = 0, 0, 0
	case h.Kind == LumpSum:
		line.Amount = h.Price
	case h.Kind == UnitCost:
		line.Amount, _ = product(line.Quantity, h.Price)
	case p.Budget.Priced:
		line.Amount, _ = product(line.Quantity, line.Price)
	}
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
		case "in_kind":
			return types.Int(t.InKind)
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
