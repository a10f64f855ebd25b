package targeting

import (
	"math"
	"slices"
	"strings"
)

// Find is the place of a unit among Units by its code; -1 where it is not counted.
func (r *Result) Find(code string) int {
	return slices.IndexFunc(r.Units, func(u Unit) bool { return u.Code == code })
}

// Top is the index itself among the nodes.
func (r *Result) Top() Node { return r.Framework.Nodes[r.Framework.top()] }

// Indicators are the indicators that were counted, in the order in which columns stand.
func (r *Result) Indicators() []Node { return pick(r.Framework.Nodes, r.Framework.indicators) }

// Figure is what is known of a unit under a code: an indicator as people measure it, before anything was put in its place;
// the value of a group or of the index; or what indicators are divided by. It is missing where there is none, and known is
// false where nothing has that code.
func (r *Result) Figure(code string, unit int) (x float64, known bool) {
	if i := r.Framework.find(code); i >= 0 {
		if k := slices.Index(r.Framework.indicators, i); k >= 0 {
			return r.Denominated[k][unit], true
		}
		return r.Values[i][unit], true
	}
	if values, ok := r.Table.columns[code]; ok {
		return values[r.kept[unit]], true
	}
	return missing, false
}

// Decimals is with how many decimals the figures of a column are written in the data.
func (t *Table) Decimals(column string) int {
	most := 0
	for _, cell := range t.texts[column] {
		if at := strings.LastIndexAny(cell, ".,"); at >= 0 {
			most = max(most, len(strings.TrimSpace(cell))-at-1)
		}
	}
	return min(most, 6)
}

// Changed is one figure of the data as it might be.
type Changed struct {
	Unit, Column string
	Value        float64
}

// With is what would come of it if some figures were others, all else as it is: counted again from the data on. A unit or a
// column that is not there changes nothing.
func (r *Result) With(changes ...Changed) (*Result, Faults) {
	t := *r.Table
	t.columns = make(map[string]column, len(r.Table.columns))
	for name, values := range r.Table.columns {
		t.columns[name] = values
	}
	for _, c := range changes {
		u := slices.IndexFunc(t.Units, func(u Unit) bool { return u.Code == c.Unit })
		if values, ok := t.columns[c.Column]; ok && u >= 0 {
			t.columns[c.Column] = values.clone()
			t.columns[c.Column][u] = c.Value
		}
	}
	s, faults := begin(&t, r.Framework, r.Recipe)
	if len(faults) > 0 {
		return nil, faults
	}
	changed, fault := s.result()
	if fault != nil {
		return nil, Faults{fault}
	}
	return changed, nil
}

// Pull is how far one indicator moves a unit: the value of the index, less what it would be if the unit stood in the middle
// by this indicator.
type Pull struct {
	Indicator              Node
	Raw, Normalised        float64 // missing where nothing is known
	MiddleRaw, Middle, Far float64 // of all units; Far is how far it moves the index, 0 where it does not count
}

// Pulls says of each indicator how far it moves a unit from where it would stand with the median. Where parts make a whole
// by an average that adds up, they add up to the distance from a unit that is in the middle by everything.
func (r *Result) Pulls(unit int) []Pull {
	pulls := make([]Pull, len(r.Framework.indicators))
	g := aggregator{present: r.Recipe.Present}
	for k, i := range r.Framework.indicators {
		p := Pull{Indicator: r.Framework.Nodes[i], Raw: r.Denominated[k][unit], Normalised: r.Normalised[k][unit],
			MiddleRaw: median(r.Denominated[k].present()), Middle: median(r.Normalised[k].present())}
		if !IsMissing(p.Normalised) {
			columns := slices.Clone(r.Normalised)
			columns[k] = columns[k].clone()
			columns[k][unit] = p.Middle
			values, fault := g.run(newMatrix(r.Framework, columns), r.Weights, r.Recipe.Method.Aggregate)
			if fault == nil && !IsMissing(values[unit]) && !IsMissing(r.Index()[unit]) {
				p.Far = r.Index()[unit] - values[unit]
			}
		}
		pulls[k] = p
	}
	slices.SortStableFunc(pulls, func(a, b Pull) int {
		switch {
		case math.Abs(a.Far) > math.Abs(b.Far):
			return -1
		case math.Abs(a.Far) < math.Abs(b.Far):
			return 1
		}
		return strings.Compare(a.Indicator.Code, b.Indicator.Code)
	})
	return pulls
}

// EachWay counts in every way the recipe allows and gives the values of the index, by unit, in each that can be counted. The
// values are overwritten by the next.
func (r *Result) EachWay(look func(values []float64)) (ways int) {
	p, g := r.prepare(), &aggregator{present: r.Recipe.Present}
	for _, plan := range p.plans() {
		values, fault := p.count(g, plan, p.weigh(plan))
		if fault == nil {
			ways++
			look(values)
		}
	}
	return ways
}

// Written is a number as published files write it.
func Written(x float64) string { return figure(x) }
