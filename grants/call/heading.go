package call

import (
	"math/bits"
	"slices"

	"vekst/value/money"
	"vekst/value/text"
)

// Budget says how costs are written and shared.
type Budget struct {
	Headings []Heading
	Priced   bool     // lines have a quantity and a unit price, and the amount is their product; otherwise it is typed
	Grant    GrantWay // how the grant is found
	Funding  []Funding

	ByPartner  string // the partner field each line names a row of, for those who are not the applicant; "" when not asked
	ByActivity string // the table each line names a row of; "" when not asked
	InKind     int64  // greatest share of the co-financing that may be in kind, basis points (rule F3)
}

// Funding is another source of money, with an amount of its own. What is in kind is work, not money.
type Funding struct {
	Option
	InKind bool
}

// Heading is a kind of cost. Ceiling, when above 0, is the greatest share in basis points of the sum of the headings in
// CeilingOf, or of all costs when that is empty.
type Heading struct {
	ID          string
	Title, Help text.Text
	Ceiling     int64
	CeilingOf   []string

	Kind  HeadingKind
	Price int64     // cents: of one unit, or the lump sum
	Unit  text.Text // what one unit is
	Share int64     // of a flat rate: basis points of the sum of the headings in Of
	Of    []string
	Rule  RuleValue // the rule of the pinned set that Price or Share keeps to
}

// RuleValue names a rule, and a value of it where there is one.
type RuleValue struct{ Rule, Name string }

// HeadingKind says how the costs of a heading are found.
type HeadingKind string

// The kinds of heading.
const (
	ActualCost HeadingKind = ""     // as typed
	UnitCost   HeadingKind = "unit" // a quantity at a fixed price
	LumpSum    HeadingKind = "lump" // a fixed amount, once for each partner
	FlatRate   HeadingKind = "flat" // a share of other headings: computed and never typed
)

// Typed says whether costs under the heading are written as lines.
func (h Heading) Typed() bool { return h.Kind != FlatRate }

// Heading is the heading with this id.
func (b *Budget) Heading(id string) (Heading, bool) {
	i := slices.IndexFunc(b.Headings, func(h Heading) bool { return h.ID == id })
	if i < 0 {
		return Heading{}, false
	}
	return b.Headings[i], true
}

// GrantWay says how the grant follows from the costs.
type GrantWay string

// The ways to find the grant.
const (
	GrantRate    GrantWay = "rate"    // total × rate, rounded down to the cent
	GrantRest    GrantWay = "rest"    // total less the other sources
	GrantEntered GrantWay = "entered" // typed by the applicant, at the path budget/grant
)

// flat is what a flat rate gives on a base: rounded down to the cent, once, on the sum of the whole budget (rule E11 says
// up to). Partners and activities share the result by apportion, so that nothing is rounded a second time.
func flat(base, share int64) int64 { return money.Share(base, share) }

// apportion shares an amount by weights, to the cent: each gets its part rounded down, and the cents left over go one by
// one to the largest remainders, the earlier first where they are equal. The parts add up to the amount. Without any
// weight all of it stays with the first.
func apportion(amount int64, weights []int64) []int64 {
	parts, remainders := make([]int64, len(weights)), make([]uint64, len(weights))
	var all, given int64
	for _, w := range weights {
		all += w
	}
	if all == 0 {
		if len(parts) > 0 {
			parts[0] = amount
		}
		return parts
	}
	order := make([]int, len(weights))
	for i, w := range weights {
		high, low := bits.Mul64(uint64(amount), uint64(w))
		quotient, remainder := bits.Div64(high, low, uint64(all))
		parts[i], remainders[i], order[i] = int64(quotient), remainder, i
		given += parts[i]
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case remainders[a] > remainders[b]:
			return -1
		case remainders[a] < remainders[b]:
			return 1
		}
		return 0
	})
	for i := range amount - given {
		parts[order[i]]++
	}
	return parts
}
