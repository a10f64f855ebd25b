package targeting

import "strings"

// Cell is one figure of one unit on its way from the source into the index: how this number came about.
type Cell struct {
	Unit, Indicator string
	Line            int // of the data
	Raw             float64
	By              float64 // what it was divided by; missing where nothing
	Denominated     float64
	Imputed         float64
	ImputedBy       Imputed // By is empty where the figure was there
	Treated         float64
	TreatedBy       Treatment // none where the value was left alone
	Drawn           Drawn
	Arithmetic      string // how the treated value became the normalised one
	Normalised      float64
	Share           float64 // of its group, for this unit: what is missing leaves its share to the others
	Group           string
}

// Cells are the cells of one indicator, a unit each. Indicator is a place among the indicators of the framework.
func (r *Result) Cells(indicator int) []Cell {
	node := r.Framework.Nodes[r.Framework.indicators[indicator]]
	treated := turned(r.Treated[indicator], node.Direction)
	scale, _ := r.Recipe.Method.Normalise.scale(treated, node) // it was used before, so it is not refused now
	cells := make([]Cell, len(r.Units))
	for u, unit := range r.Units {
		c := Cell{
			Unit: unit.Code, Indicator: node.Code, Line: unit.line, Group: node.Parent, By: missing,
			Raw: r.Raw[indicator][u], Denominated: r.Denominated[indicator][u], Imputed: r.Imputed[indicator][u], ImputedBy: r.ImputedBy[indicator][u],
			Treated: r.Treated[indicator][u], TreatedBy: TreatNothing, Drawn: r.TreatedBy[indicator].Drawn[u],
			Normalised: r.Normalised[indicator][u], Share: r.share(r.Framework.indicators[indicator], u),
		}
		if node.Denominator != "" {
			c.By = r.Table.columns[node.Denominator][r.kept[u]]
		}
		if did := r.TreatedBy[indicator]; did.Did == TreatLog || c.Drawn != "" {
			c.TreatedBy = did.Did
		}
		if !IsMissing(treated[u]) {
			c.Arithmetic = scale.says(treated[u])
		}
		cells[u] = c
	}
	return cells
}

// share is how much a part is of its group for one unit; missing where it does not count.
func (r *Result) share(part, unit int) float64 {
	f := r.Framework
	if part == f.top() {
		return 1
	}
	if IsMissing(r.Values[part][unit]) {
		return missing
	}
	total := 0.0
	for _, c := range f.Nodes[f.find(f.Nodes[part].Parent)].children {
		if !IsMissing(r.Values[c][unit]) {
			total += r.Weights[c]
		}
	}
	if total == 0 {
		return missing
	}
	return r.Weights[part] / total
}

// Sum is the arithmetic by which a group of one unit came about.
func (r *Result) Sum(group, unit int) string {
	f := r.Framework
	by := r.Recipe.Method.Aggregate.at(f.Nodes[group].Level)
	var terms []string
	for _, c := range f.Nodes[group].children {
		share, x := r.share(c, unit), r.Values[c][unit]
		if IsMissing(share) || share == 0 {
			continue
		}
		switch by {
		case Arithmetic:
			terms = append(terms, figure(share)+" × "+bracket(x))
		case Geometric:
			terms = append(terms, figure(x)+" ^ "+figure(share))
		case Harmonic:
			terms = append(terms, figure(share)+" ÷ "+figure(x))
		default:
			terms = append(terms, f.Nodes[c].Code+" "+figure(x)+" ("+figure(share)+")")
		}
	}
	switch by {
	case Geometric:
		return strings.Join(terms, " × ")
	case Harmonic:
		return "1 ÷ (" + strings.Join(terms, " + ") + ")"
	case Copeland:
		return strings.Join(terms, "; ")
	}
	return strings.Join(terms, " + ")
}
