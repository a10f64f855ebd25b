package targeting

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vekst/platform/web"
)

// wholes are what something can be part of: any group but itself, or the index.
func (p Plan) wholes(q *web.Request, name, label, in, itself string) web.Choice {
	c := web.Choice{Name: name, Label: q.T("targeting.draft." + label), Value: p.parent(in)}
	for _, g := range p.Groups {
		if g.Code != itself {
			c.Options = append(c.Options, web.Option{Value: g.Code, Label: cmp.Or(g.Names.In(q.Lang), g.Code)})
		}
	}
	c.Options = append(c.Options, web.Option{Value: p.top(), Label: q.T("targeting.draft.the_index")})
	return c
}

// adding asks how parts become a whole, once for each step there is.
func (v *draftView) adding(q *web.Request, p Plan) {
	steps := p.steps()
	for n, way := range p.averages() {
		name, label := "middle_"+strconv.Itoa(n), q.T("targeting.draft.middle")
		switch {
		case n > 0 && n < steps-1 && steps > 3:
			label += " (" + strconv.Itoa(n) + ")"
		case n == 0 && steps == 1:
			name, label = "lower", q.T("targeting.draft.only")
		case n == 0:
			name, label = "lower", q.T("targeting.draft.lower")
		case n == steps-1:
			name, label = "upper", q.T("targeting.draft.upper")
		}
		c := v.choice(q, "lower", "averaging", way, averagings...)
		c.Name, c.Label, c.Complaint = name, label, v.Complaint(name)
		v.Averages = append(v.Averages, c)
	}
	if steps == 1 {
		v.Hidden = append(v.Hidden, web.Field{Name: "upper", Value: p.Upper})
	}
	for n := max(1, steps-1); n <= len(p.Middle); n++ {
		v.Hidden = append(v.Hidden, web.Field{Name: "middle_" + strconv.Itoa(n), Value: p.Middle[n-1]})
	}
}

// combinations are the ways of adding up that can be ticked as others: the usual ones, and what a file had besides.
func (p Plan) combinations() []string {
	if p.steps() > 1 {
		others := slices.DeleteFunc(slices.Clone(p.OtherAggregate), func(o string) bool { return slices.Contains(combined, o) })
		return slices.Concat(combined, others)
	}
	var all []string
	for _, a := range averagings {
		way := a + " > " + a
		if at := slices.IndexFunc(p.OtherAggregate, func(o string) bool { return strings.HasPrefix(o, a+" ") }); at >= 0 {
			way = p.OtherAggregate[at]
		}
		all = append(all, way)
	}
	return all
}

// branch is a part of the index as it hangs together, with its share of the whole.
type branch struct {
	Name, Share string
	Parts       []branch
}

// branches are the parts of a whole.
func (o *opened) branches(of int) (all []branch) {
	f := o.Result.Framework
	for _, c := range f.Nodes[of].children {
		all = append(all, branch{o.named(f.Nodes[c].Code), o.share(o.Result.Overall[c]), o.branches(c)})
	}
	return all
}
