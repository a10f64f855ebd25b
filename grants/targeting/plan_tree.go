package targeting

import (
	"cmp"
	"slices"

	"vekst/value/text"
)

// PlanGroup is a group of indicators, of other groups, or of both.
type PlanGroup struct {
	Code   string
	Names  text.Text
	Weight string
	Parent string // the group it is part of; empty, or the code of the index, for the index itself
}

// planTop is the code of the index itself, unless a file that was opened calls it otherwise.
const planTop = "index"

func (p Plan) top() string { return cmp.Or(p.Top, planTop) }

// parent is the code of the whole that a part says it is in.
func (p Plan) parent(said string) string {
	if len(p.Groups) == 0 {
		return p.top()
	}
	return cmp.Or(said, p.top())
}

// group is the place of a group by its code, -1 where there is none.
func (p Plan) group(code string) int {
	return slices.IndexFunc(p.Groups, func(g PlanGroup) bool { return g.Code == code })
}

// level is how high a whole is above its indicators, which are on level 1. Groups that are part of each other, which the
// framework refuses, end it.
func (p Plan) level(code string, above ...string) int {
	level := 2
	if slices.Contains(above, code) {
		return level
	}
	for _, g := range p.Groups {
		if p.parent(g.Parent) == code {
			level = max(level, 1+p.level(g.Code, append(above, code)...))
		}
	}
	return level
}

// branchAt is the place of a group among the groups, and how deep it lies in others.
type branchAt struct{ at, depth int }

// inTree are the groups, each before what is part of it; those that are part of each other come last.
func (p Plan) inTree() (order []branchAt) {
	seen := make([]bool, len(p.Groups))
	var below func(code string, depth int)
	below = func(code string, depth int) {
		for j, g := range p.Groups {
			if !seen[j] && p.parent(g.Parent) == code {
				seen[j] = true
				order = append(order, branchAt{j, depth})
				below(g.Code, depth+1)
			}
		}
	}
	below(p.top(), 0)
	for j := range p.Groups {
		if !seen[j] {
			order = append(order, branchAt{j, 0})
		}
	}
	return order
}

// steps is how many times parts become a whole on the way from the indicators to the index.
func (p Plan) steps() int { return p.level(p.top()) - 1 }

// firstIn is the field of the weight of the first part of a whole; empty where it has none.
func (p Plan) firstIn(code string) string {
	if i := slices.IndexFunc(p.Parts, func(x PlanPart) bool { return p.parent(x.Group) == code }); i >= 0 {
		return "weight_" + whole(i)
	}
	if j := slices.IndexFunc(p.Groups, func(g PlanGroup) bool { return p.parent(g.Parent) == code }); j >= 0 {
		return "gweight_" + whole(j)
	}
	return ""
}

// treeField is the field of a fault about how groups hang together; empty for any other.
func (p Plan) treeField(f *Fault) string {
	if f.File != FrameworkFile {
		return ""
	}
	row := f.Line - 2 - len(p.Parts)
	switch faultKeys[f.pattern] {
	case "weights_zero":
		code, _ := f.with[0].(string)
		return p.firstIn(code)
	case "circle", "childless":
		if row >= 0 && row < len(p.Groups) {
			return "gparent_" + whole(row)
		}
	}
	return ""
}

// regroup finds a place for what was in a group that is gone, which is what that group was part of, and for indicators
// that are new, which is the first group there is.
func (p *Plan) regroup(before Plan) {
	kept := func(code string) bool { return code == p.top() || p.group(code) >= 0 }
	above := func(code string) string {
		for range before.Groups {
			if at := before.group(code); at >= 0 && !kept(code) {
				code = before.parent(before.Groups[at].Parent)
			}
		}
		return code
	}
	for i := range p.Groups {
		if g := &p.Groups[i]; !kept(p.parent(g.Parent)) {
			g.Parent = above(g.Parent)
		}
	}
	for i := range p.Parts {
		switch part := &p.Parts[i]; {
		case len(p.Groups) == 0:
			part.Group = ""
		case part.Group == "" || !kept(above(part.Group)):
			part.Group = p.Groups[0].Code
		default:
			part.Group = above(part.Group)
		}
	}
}

// averages are the ways from each level to the next, from the indicators to the index.
func (p Plan) averages() []string {
	all := []string{p.Lower}
	for n := 1; n < p.steps(); n++ {
		way := p.Upper
		if n < p.steps()-1 {
			way = p.Lower
			if n <= len(p.Middle) {
				way = cmp.Or(p.Middle[n-1], way)
			}
		}
		all = append(all, way)
	}
	return all
}

// upTo has a way for each step to a level, whatever was written.
func (a Aggregate) upTo(level int) Aggregate {
	var all Aggregate
	for l := 2; l <= level; l++ {
		all = append(all, a.at(l))
	}
	return all
}

// short has two ways where the last holds for all that follow.
func (a Aggregate) short() Aggregate {
	for len(a) > 2 && a[len(a)-1] == a[len(a)-2] {
		a = a[:len(a)-1]
	}
	if len(a) == 1 {
		return a.upTo(3)
	}
	return a
}
