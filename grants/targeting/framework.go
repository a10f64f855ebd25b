package targeting

import (
	"slices"

	"vekst/value/text"
)

// Node is one row of the framework: an indicator, or a group made of what names it as parent. The top is the index.
type Node struct {
	Code, Name   string
	Names        text.Text // where the framework has them in languages
	Unit, Source string    // of measurement; who published the figure, and when
	Level        int
	Direction    int // 1 when more is more, -1 when it is less; of indicators
	Weight       float64
	Parent       string
	Denominator  string  // the column an indicator is divided by; empty for none
	Target       float64 // for distance to target; missing where there is none
	Low, High    float64 // goalposts; missing where there are none

	indicator bool
	line      int
	children  []int
}

// In is the name in a language.
func (n Node) In(l string) string {
	if n.Names.Empty() {
		return n.Name
	}
	return n.Names.In(l)
}

// Framework is the tree of an index. Nodes stand in the order of the file.
type Framework struct {
	Nodes      []Node
	indicators []int // places in Nodes
	groups     []int // from the lowest level to the top
	other      []string
}

// top is the place of the index itself among the nodes.
func (f *Framework) top() int { return f.groups[len(f.groups)-1] }

// find is the place of a node by its code, -1 if there is none.
func (f *Framework) find(code string) int {
	return slices.IndexFunc(f.Nodes, func(n Node) bool { return n.Code == code })
}

// figures are the columns that must be in the data: indicators and what they are divided by.
func (f *Framework) figures() []string {
	var names []string
	for _, i := range f.indicators {
		for _, name := range []string{f.Nodes[i].Code, f.Nodes[i].Denominator} {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// without is the framework with some indicators left out, and with them the groups that have nothing left.
func (f *Framework) without(codes []string) *Framework {
	gone := map[string]bool{}
	for _, c := range codes {
		gone[c] = true
	}
	for _, g := range f.groups {
		if !slices.ContainsFunc(f.Nodes[g].children, func(c int) bool { return !gone[f.Nodes[c].Code] }) {
			gone[f.Nodes[g].Code] = true
		}
	}
	rest := &Framework{other: f.other}
	for _, n := range f.Nodes {
		if !gone[n.Code] {
			n.children = nil
			rest.Nodes = append(rest.Nodes, n)
		}
	}
	rest.grow()
	return rest
}

// grow finds children, indicators and groups of the nodes.
func (f *Framework) grow() {
	f.indicators, f.groups = nil, nil
	for i, n := range f.Nodes {
		if p := f.find(n.Parent); n.Parent != "" && p >= 0 {
			f.Nodes[p].children = append(f.Nodes[p].children, i)
		}
		if n.indicator {
			f.indicators = append(f.indicators, i)
		} else {
			f.groups = append(f.groups, i)
		}
	}
	slices.SortStableFunc(f.groups, func(a, b int) int { return f.Nodes[a].Level - f.Nodes[b].Level })
}
