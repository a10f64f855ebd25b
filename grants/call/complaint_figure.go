package call

import (
	"slices"
	"strings"
)

// hearFigures finds what is wrong with what is computed, and says it where something can be done about it: at the first
// field it comes from that is typed. Where something else is wrong already, it waits until that is put right.
func (x *Examination) hearFigures() {
	before := len(x.heard)
	typed := x.heard[:before:before]
	for _, p := range x.plan.fields {
		if len(p.computed) == 0 || !x.visible(p) {
			continue
		}
		for _, part := range p.computed {
			if at := x.Entered(pathOf(p.ID, part)); !isHeard(typed, at) {
				x.hearFigure(at, p, part)
			}
		}
		if at := x.Entered(pathOf(p.ID, p.computed[0])); x.of(p).answered() && !isHeard(typed, p.ID) && !isHeard(x.heard, at) {
			x.hearChecks(p, at)
		}
	}
	if len(x.heard) > before {
		slices.SortStableFunc(x.heard, func(a, b Complaint) int { return x.placeOf(a) - x.placeOf(b) })
	}
}

// placeOf is the place in the form of the field a complaint is about.
func (x *Examination) placeOf(c Complaint) int {
	id, _, _ := strings.Cut(c.Path, "/")
	return x.plan.byID[id].index
}

func (x *Examination) hearFigure(at string, p *planned, part string) {
	path, f := pathOf(p.ID, part), p.Field
	if part != "" {
		f = &p.Columns[p.columns[part]]
	}
	units, known := x.Figure(path)
	switch {
	case !known && (x.required(p) || part != "" && x.found[p.index].answered()):
		x.say(at, "complaint.missing_figure", args{"Field": p.Label})
	case !known:
	case f.Kind == Amount:
		x.hearSum(at, p, units)
	case f.Least != nil && units < *f.Least:
		x.say(at, "complaint.figure_small", args{"Field": p.Label, "Number": Decimal{units, f.Decimals}, "Least": Decimal{*f.Least, f.Decimals}})
	case f.Most != nil && units > *f.Most:
		x.say(at, "complaint.figure_large", args{"Field": p.Label, "Number": Decimal{units, f.Decimals}, "Most": Decimal{*f.Most, f.Decimals}})
	}
}

// hearSum checks an amount. Like one that is typed, it is not below nothing.
func (x *Examination) hearSum(at string, p *planned, cents int64) {
	m, least := x.plan.call.Money, int64(0)
	if p.Least != nil {
		least = *p.Least
	}
	switch {
	case cents < least:
		x.say(at, "complaint.figure_small", args{"Field": p.Label, "Number": m.Amount(cents), "Least": m.Amount(least)})
	case p.Most != nil && cents > *p.Most:
		x.say(at, "complaint.figure_large", args{"Field": p.Label, "Number": m.Amount(cents), "Most": m.Amount(*p.Most)})
	}
}

// isHeard says whether something is wrong already with the answer at a path, or with a part of it.
func isHeard(all []Complaint, path string) bool {
	return slices.ContainsFunc(all, func(c Complaint) bool { return c.Path == path || strings.HasPrefix(c.Path, path+"/") })
}

// Entered is where the value at a path can be changed: its own path where it is typed; otherwise where the first thing it
// comes from is entered that is asked.
func (x *Examination) Entered(path string) string {
	id, part, _ := cut(path)
	p := x.plan.byID[id]
	if p == nil || !p.Computed(part) {
		return path
	}
	leaves := p.formula(part).Leaves()
	for _, leaf := range leaves {
		if x.Visible(leaf.Field) {
			return x.Entered(leaf.Path())
		}
	}
	return leaves[0].Path()
}
