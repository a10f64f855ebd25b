package chosen

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"

	"vekst/grants/targeting"
)

// Apply follows a rule. Seed is of the draw among equals: the SHA-256 of the index. The rule has been checked.
func Apply(index *targeting.Result, rule Rule, seed string) List {
	c := newContest(index, rule, seed)
	order, chosen := c.order(index.Index()), map[int]bool{}
	for _, u := range c.pick(order, -1) {
		chosen[u] = true
	}
	list := List{Rule: rule}
	for _, u := range order {
		list.Rows = append(list.Rows, c.row(u, order, chosen[u]))
	}
	list.Rows = append(list.Rows, c.without()...)
	return list
}

// Ways says in how many of the defensible ways of counting the rule chooses each unit, and how many ways there are. Who may
// be chosen at all is judged by the official figures in all of them.
func Ways(index *targeting.Result, rule Rule, seed string) (in map[string]int, ways int) {
	c, in := newContest(index, rule, seed), map[string]int{}
	ways = index.EachWay(func(values []float64) {
		c.values = values
		for _, u := range c.pick(c.order(values), -1) {
			in[index.Units[u].Code]++
		}
	})
	return in, ways
}

// contest is an index under a rule.
type contest struct {
	index  *targeting.Result
	rule   Rule
	values []float64
	seed   string
	lots   []([sha256.Size]byte)
	barred []bool // by unit: may not be chosen, whatever its value
}

func newContest(index *targeting.Result, rule Rule, seed string) *contest {
	c := &contest{index: index, rule: rule, values: index.Index(), seed: seed}
	for u, unit := range index.Units {
		c.lots = append(c.lots, Lot(seed, unit.Code))
		why, _, _ := c.bar(u)
		c.barred = append(c.barred, why != "")
	}
	return c
}

// Lot is the place of a municipality in the draw among equals: the SHA-256 of the seed, a line feed and its code. The
// smaller, read byte by byte, goes first.
func Lot(seed, code string) [sha256.Size]byte { return sha256.Sum256([]byte(seed + "\n" + code)) }

// bar is why a unit may not be chosen whatever its value, if so.
func (c *contest) bar(u int) (why Why, threshold int, figure float64) {
	code := c.index.Units[u].Code
	if slices.ContainsFunc(c.rule.Excluded, func(e Exclusion) bool { return e.Code == code }) {
		return Excluded, 0, 0
	}
	for i, t := range c.rule.Thresholds {
		x, _ := c.index.Figure(t.Code, u)
		switch {
		case targeting.IsMissing(x):
			return NotKnown, i, x
		case t.AtLeast != nil && x < *t.AtLeast, t.AtMost != nil && x > *t.AtMost:
			return NotReached, i, x
		}
	}
	return "", 0, 0
}

// order are the units that have a value, the first of those to be chosen first.
func (c *contest) order(values []float64) (order []int) {
	for u, x := range values {
		if !targeting.IsMissing(x) {
			order = append(order, u)
		}
	}
	slices.SortFunc(order, func(a, b int) int { before, _ := c.compare(a, b); return before })
	return order
}

// compare puts two units in order and says by what, "" by the index itself.
func (c *contest) compare(a, b int) (before int, by string) {
	if before := inOrder(c.values[a], c.values[b], c.rule.From); before != 0 {
		return before, ""
	}
	for _, o := range c.rule.Ties {
		x, _ := c.index.Figure(o.Code, a)
		y, _ := c.index.Figure(o.Code, b)
		if before := inOrder(x, y, o.First); before != 0 {
			return before, o.Code
		}
	}
	return bytes.Compare(c.lots[a][:], c.lots[b][:]), ByDraw
}

// inOrder compares two values from an end; a missing one comes last.
func inOrder(x, y float64, first targeting.End) int {
	switch gone, too := targeting.IsMissing(x), targeting.IsMissing(y); {
	case gone && too, x == y:
		return 0
	case gone:
		return 1
	case too:
		return -1
	}
	if (x < y) == (first == targeting.Lowest) {
		return -1
	}
	return 1
}

// pick takes from an order, one after the other, whoever may be chosen while there is room in all and in its group. Without
// is a unit that is passed over; -1 for none.
func (c *contest) pick(order []int, without int) (chosen []int) {
	of := map[string]int{}
	for _, u := range order {
		if len(chosen) == c.rule.Number {
			break
		}
		group := c.index.Units[u].Group
		if u == without || c.barred[u] || c.isFull(of, group) {
			continue
		}
		of[group]++
		chosen = append(chosen, u)
	}
	return chosen
}

func (c *contest) isFull(of map[string]int, group string) bool {
	return c.rule.PerGroup > 0 && group != "" && of[group] >= c.rule.PerGroup
}

// row says what became of a unit that has a value.
func (c *contest) row(u int, order []int, chosen bool) Row {
	unit := c.index.Units[u]
	row := Row{Code: unit.Code, Name: unit.Name, Group: unit.Group, Value: c.values[u], Place: c.place(u)}
	rival, groupIsFull := c.rival(u, order)
	if rival >= 0 {
		row.Rival, row.Ahead = c.index.Units[rival].Code, c.values[u]-c.values[rival]
		if c.rule.From == targeting.Lowest {
			row.Ahead = c.values[rival] - c.values[u]
		}
		_, row.DecidedBy = c.compare(u, rival)
	}
	if row.Why, row.Threshold, row.Figure = c.bar(u); row.Why != "" {
		row.DecidedBy = ""
		return row
	}
	switch {
	case chosen:
		row.Why = AmongThem
	case groupIsFull:
		row.Why = GroupIsFull
	default:
		row.Why = BeyondCut
	}
	return row
}

// place is by the index alone.
func (c *contest) place(u int) int {
	if c.rule.From == c.index.Recipe.Choose.From {
		return c.index.Counted[u]
	}
	place := 1
	for _, x := range c.values {
		if inOrder(x, c.values[u], c.rule.From) < 0 {
			place++
		}
	}
	return place
}

// rival is whom a unit must come before to be chosen: of those that are chosen without it, the last, or the last of its own
// group where that is full; whichever comes first. -1 where there is room for all.
func (c *contest) rival(u int, order []int) (rival int, groupIsFull bool) {
	others := c.pick(order, u)
	rival = -1
	if len(others) == c.rule.Number {
		rival = others[len(others)-1]
	}
	same, group := 0, c.index.Units[u].Group
	for _, o := range others {
		if group == "" || c.index.Units[o].Group != group {
			continue
		}
		if same++; c.rule.PerGroup > 0 && same == c.rule.PerGroup && o != rival {
			return o, true
		}
	}
	return rival, false
}

// without are those that have no value: for each the row says why.
func (c *contest) without() (rows []Row) {
	for u, unit := range c.index.Units {
		if targeting.IsMissing(c.values[u]) {
			rows = append(rows, Row{Code: unit.Code, Name: unit.Name, Group: unit.Group, Value: c.values[u], Why: NoValue})
		}
	}
	for _, s := range c.index.Screened {
		rows = append(rows, Row{Code: s.Unit.Code, Name: s.Unit.Name, Group: s.Unit.Group, Value: missing, Why: Screened})
	}
	slices.SortFunc(rows, func(a, b Row) int { return strings.Compare(a.Code, b.Code) })
	return rows
}
