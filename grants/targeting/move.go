package targeting

import "strconv"

// Moved is a published index counted once more with other weights. It is nobody's record: the published one stays.
type Moved struct {
	Values  []float64 // by unit
	Counted []int     // places from the end that is chosen from, by unit
	Chosen  []int     // units, the first place first
	Fault   *Fault    // why these weights cannot be counted
}

// Move counts the official way with other weights, by the code of their part; parts that are not named keep theirs. It is
// what the sliders of the page do in the browser (look/script/index.ts), which a test holds to this.
func (p *Published) Move(weights map[string]float64) Moved {
	r := p.Result
	set := append([]float64(nil), r.Weights...)
	for i, n := range r.Framework.Nodes {
		if w, ok := weights[n.Code]; ok {
			set[i] = w
		}
	}
	g := aggregator{present: r.Recipe.Present}
	values, fault := g.run(newMatrix(r.Framework, r.Normalised), set, r.Recipe.Method.Aggregate)
	if fault != nil {
		return Moved{Fault: fault}
	}
	m := Moved{Values: values, Counted: ranked(values, r.Recipe.Choose.From)}
	for _, u := range ordered(m.Counted) {
		if r.Recipe.Choose.isChosen(m.Counted[u]) {
			m.Chosen = append(m.Chosen, u)
		}
	}
	return m
}

// mostWeight is more than anybody needs, and few enough that nothing overflows.
const mostWeight = 1_000_000

// readWeight reads a weight as an address has it.
func readWeight(s string) (float64, bool) {
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && plainNumber.MatchString(s) && x >= 0 && x <= mostWeight
}

// canMove are the parts whose weight makes a difference: those that have another beside them.
func (r *Result) canMove() (parts []int) {
	for k := len(r.Framework.groups) - 1; k >= 0; k-- {
		if children := r.Framework.Nodes[r.Framework.groups[k]].children; len(children) > 1 {
			parts = append(parts, children...)
		}
	}
	return parts
}

// openMoving is what the browser counts with.
type openMoving struct {
	Present float64      `json:"present"`
	From    End          `json:"from"`
	Number  int          `json:"number"`
	Nodes   []openNode   `json:"nodes"`
	Groups  []int        `json:"groups"` // from the lowest level to the top
	Units   []openUnit   `json:"units"`
	Values  [][]*float64 `json:"values"` // normalised, by indicator; null where missing
}

type openNode struct {
	Code      string    `json:"code"`
	Weight    float64   `json:"weight"`
	Children  []int     `json:"children,omitempty"`
	By        Averaging `json:"by,omitempty"` // of a group: how its parts become it
	Indicator int       `json:"indicator"`    // place among the values; -1 for groups
}

type openUnit struct {
	Code  string `json:"code"`
	Name  string `json:"name"`
	Place int    `json:"place"` // the published one; 0 for none
}

// moving is what the browser needs to count again; name is what people call a unit.
func (r *Result) moving(name func(code string) string) openMoving {
	m := openMoving{Present: r.Recipe.Present, From: r.Recipe.Choose.From, Number: r.Recipe.Choose.Number, Groups: r.Framework.groups}
	for i, n := range r.Framework.Nodes {
		node := openNode{Code: n.Code, Weight: r.Weights[i], Children: n.children, Indicator: -1}
		if !n.indicator {
			node.By = r.Recipe.Method.Aggregate.at(n.Level)
		}
		m.Nodes = append(m.Nodes, node)
	}
	for k, i := range r.Framework.indicators {
		m.Nodes[i].Indicator = k
		values := make([]*float64, len(r.Units))
		for u, x := range r.Normalised[k] {
			if !IsMissing(x) {
				values[u] = &r.Normalised[k][u]
			}
		}
		m.Values = append(m.Values, values)
	}
	for u, unit := range r.Units {
		m.Units = append(m.Units, openUnit{unit.Code, name(unit.Code), r.Counted[u]})
	}
	return m
}
