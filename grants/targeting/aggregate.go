package targeting

import "strconv"

// matrix is a set of normalised indicators, ready to be aggregated again and again with other weights.
type matrix struct {
	f        *Framework
	columns  []column // by node; nil for groups
	turned   map[Averaging][]column
	complete bool
	units    int
}

// newMatrix takes normalised columns in the order of the indicators.
func newMatrix(f *Framework, normalised []column) *matrix {
	m := &matrix{f: f, columns: make([]column, len(f.Nodes)), turned: map[Averaging][]column{}, complete: true, units: len(normalised[0])}
	for k, i := range f.indicators {
		m.columns[i] = normalised[k]
		m.complete = m.complete && normalised[k].complete()
	}
	for _, a := range []Averaging{Geometric, Harmonic} {
		m.turned[a] = make([]column, len(f.Nodes))
		for _, i := range f.indicators {
			m.turned[a][i] = make(column, m.units)
			a.turn(m.turned[a][i], m.columns[i])
		}
	}
	return m
}

// turn makes of values what an averaging adds up: logarithms, reciprocals. Values it cannot take become missing.
func (a Averaging) turn(into, values column) {
	for u, x := range values {
		switch {
		case !(x > 0):
			into[u] = missing
		case a == Geometric:
			into[u] = logarithm(x)
		default:
			into[u] = 1 / x
		}
	}
}

func (a Averaging) turnBack(values column) {
	for u, x := range values {
		switch {
		case IsMissing(x):
		case a == Geometric:
			values[u] = exponential(x)
		case a == Harmonic:
			values[u] = 1 / x
		}
	}
}

// aggregator makes the whole of a matrix. It keeps its working space, so each goroutine has its own.
type aggregator struct {
	present  float64
	values   []column // by node, of the last run
	space    []column
	of       *Framework
	weights  []float64
	counting []int // the parts of the group at hand
}

// run aggregates a matrix and returns the values of the index, which are overwritten by the next run. A part of weight 0
// does not count, and neither does a group all of whose parts do not.
func (g *aggregator) run(m *matrix, weights []float64, ways Aggregate) (column, *Fault) {
	g.fit(m)
	copy(g.weights, weights)
	for _, group := range m.f.groups {
		g.counting = g.counting[:0]
		for _, c := range m.f.Nodes[group].children {
			if g.weights[c] > 0 {
				g.counting = append(g.counting, c)
			}
		}
		if len(g.counting) == 0 {
			g.weights[group] = 0
			for u := range g.values[group] {
				g.values[group][u] = missing
			}
			continue
		}
		if fault := g.group(m, group, g.counting, g.weights, ways.at(m.f.Nodes[group].Level)); fault != nil {
			return nil, fault
		}
	}
	return g.values[m.f.top()], nil
}

// fit makes room for a matrix.
func (g *aggregator) fit(m *matrix) {
	if g.of != m.f || len(g.space) == 0 || len(g.space[0]) != m.units {
		g.weights = make([]float64, len(m.columns))
		g.of, g.values, g.space = m.f, make([]column, len(m.columns)), make([]column, len(m.columns))
		for i := range g.space {
			g.values[i], g.space[i] = make(column, m.units), make(column, m.units)
		}
	}
	for i, c := range m.columns {
		if c != nil {
			g.values[i] = c
		}
	}
}

func (g *aggregator) group(m *matrix, group int, children []int, weights []float64, by Averaging) *Fault {
	if by == Copeland {
		g.copeland(group, children, weights)
		return nil
	}
	if by != Arithmetic {
		if fault := g.positive(m.f, group, children, by); fault != nil {
			return fault
		}
	}
	parts := g.parts(m, children, by)
	out := g.values[group]
	if m.complete {
		g.whole(out, parts, children, weights)
	} else {
		g.partly(out, parts, children, weights)
	}
	by.turnBack(out)
	return nil
}

// positive refuses what cannot be multiplied or inverted.
func (g *aggregator) positive(f *Framework, group int, children []int, by Averaging) *Fault {
	for _, c := range children {
		for _, x := range g.values[c] {
			if x <= 0 {
				return refuse(RecipeFile, "The %s mean of %s cannot be taken, since %s has the value %s. Choose a scale that begins above 0, or another mean.",
					by, f.Nodes[group].Code, f.Nodes[c].Code, strconv.FormatFloat(x, 'g', 4, 64)).in("aggregate")
			}
		}
	}
	return nil
}

// parts are the columns that are added up, by place among the children.
func (g *aggregator) parts(m *matrix, children []int, by Averaging) []column {
	parts := make([]column, len(children))
	for k, c := range children {
		switch {
		case by == Arithmetic:
			parts[k] = g.values[c]
		case m.f.Nodes[c].indicator:
			parts[k] = m.turned[by][c]
		default:
			by.turn(g.space[c], g.values[c])
			parts[k] = g.space[c]
		}
	}
	return parts
}

// whole is the weighted mean where nothing is missing.
func (g *aggregator) whole(out column, parts []column, children []int, weights []float64) {
	total := addWeights(children, weights)
	clear(out)
	for k, c := range children {
		share := weights[c] / total
		for u, x := range parts[k] {
			out[u] += float64(share * x)
		}
	}
}

// partly is the weighted mean of what is there; too little of it gives nothing.
func (g *aggregator) partly(out column, parts []column, children []int, weights []float64) {
	for u := range out {
		total, there := 0.0, 0
		for k, c := range children {
			if !IsMissing(parts[k][u]) {
				total += weights[c]
				there++
			}
		}
		out[u] = 0
		if total == 0 || float64(there) < float64(g.present*float64(len(children)))-1e-9 {
			out[u] = missing
			continue
		}
		for k, c := range children {
			if x := parts[k][u]; !IsMissing(x) {
				out[u] += float64(weights[c] / total * x)
			}
		}
	}
}

// copeland counts for each unit how many others it beats, less how many beat it, where one beats another when the parts
// in which it is ahead weigh more than those in which it is behind. A part that one of them lacks does not count.
func (g *aggregator) copeland(group int, children []int, weights []float64) {
	out := g.values[group]
	for u := range out {
		out[u] = 0
		there := 0
		for _, c := range children {
			if !IsMissing(g.values[c][u]) {
				there++
			}
		}
		if there == 0 || float64(there) < float64(g.present*float64(len(children)))-1e-9 {
			out[u] = missing
		}
	}
	for u := range out {
		for v := u + 1; v < len(out) && !IsMissing(out[u]); v++ {
			if IsMissing(out[v]) {
				continue
			}
			ahead := g.ahead(u, v, children, weights)
			out[u] += ahead
			out[v] -= ahead
		}
	}
}

// ahead is 1 when u beats v, -1 when v beats u, and 0 when neither does.
func (g *aggregator) ahead(u, v int, children []int, weights []float64) float64 {
	forU, forV := 0.0, 0.0
	for _, c := range children {
		switch x, y := g.values[c][u], g.values[c][v]; {
		case x > y:
			forU += weights[c]
		case y > x:
			forV += weights[c]
		}
	}
	switch {
	case forU > forV:
		return 1
	case forV > forU:
		return -1
	}
	return 0
}
