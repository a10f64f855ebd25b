package targeting

import (
	"fmt"
	"slices"
	"strings"
)

// PlanMore is what few indices need to say; empty, everything is as usual.
type PlanMore struct {
	Own         map[string]PlanScale // by the way of normalising: a scale of its own
	OtherPoints string               // other limits of values that are drawn in, as other ways: 3, 10
	First       string               // which end of the index has rank 1
	By          *string              // the column with groups of municipalities; nil for the oblast
}

// PlanScale is the scale of one way of normalising.
type PlanScale struct{ From, To, Mean, Deviation string }

func (s PlanScale) empty() bool { return s == PlanScale{} }

// by is the column with groups of municipalities; empty for none.
func (p Plan) by() string {
	if p.By == nil {
		return oblastColumn
	}
	return *p.By
}

// normalise writes a way with its own scale, if it has one.
func (p Plan) normalise(method string) string {
	own := p.Own[method]
	if own.empty() {
		return typed(method)
	}
	keys := "{method: " + typed(method)
	for _, k := range []struct{ key, value string }{{"from", own.From}, {"to", own.To}, {"mean", own.Mean}, {"deviation", own.Deviation}} {
		if k.value != "" {
			keys += ", " + k.key + ": " + typed(k.value)
		}
	}
	return keys + "}"
}

// scale writes the scale of all ways that have none of their own; nothing where none is typed.
func (p Plan) scale() string {
	if p.From == "" && p.To == "" {
		return ""
	}
	return fmt.Sprintf("scale:\n  from: %s\n  to: %s\n", typed(p.From), typed(p.To))
}

// leftOut are the indicators that are kept in the plan and not counted.
func (p Plan) leftOut() (codes []string) {
	for _, part := range p.Parts {
		if part.Out {
			codes = append(codes, typed(part.Code))
		}
	}
	return codes
}

// planSet is a set of weights as it is typed in a line.
type planSet struct{ name, of string }

func (p Plan) sets() (all []planSet) {
	for _, line := range strings.Split(p.OtherWeights, "\n") {
		if name, of, _ := strings.Cut(strings.TrimSpace(line), ":"); name != "" {
			all = append(all, planSet{strings.TrimSpace(name), of})
		}
	}
	return all
}

func (s planSet) yaml() string {
	var weights []string
	for _, w := range strings.Split(s.of, ",") {
		if code, x, _ := strings.Cut(strings.TrimSpace(w), "="); code != "" {
			weights = append(weights, typed(strings.TrimSpace(code))+": "+typed(strings.TrimSpace(x)))
		}
	}
	return fmt.Sprintf("{name: %s, of: {%s}}", typed(s.name), strings.Join(weights, ", "))
}

// weights are the official weights: of the framework, the same for all, or a set of one's own by its name.
func (p Plan) weights() string {
	if at := p.ownSet(); at >= 0 {
		return p.sets()[at].yaml()
	}
	return typed(p.Weights)
}

// ownSet is the place of the official weights among the sets of one's own, -1 where they are none of them.
func (p Plan) ownSet() int {
	if p.Weights == ByEqual || p.Weights == ByFramework {
		return -1
	}
	return slices.IndexFunc(p.sets(), func(s planSet) bool { return s.name == p.Weights })
}

// otherTreats are the other treatments: those ticked, and drawing in with other limits.
func (p Plan) otherTreats() []string {
	treats := each(p.OtherTreat, p.treat)
	for _, points := range strings.FieldsFunc(p.OtherPoints, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		treats = append(treats, p.winsorise(points))
	}
	return treats
}

// moreOf is what a recipe says that few do.
func (p *Plan) moreOf(r *Recipe) {
	group := r.Group
	if p.By = &group; group == oblastColumn {
		p.By = nil
	}
	if r.First == Lowest {
		p.First = string(Lowest)
	}
	p.From, p.To = "", ""
	if r.scale != nil {
		p.From, p.To = figure(r.scale[0]), figure(r.scale[1])
	}
	for _, n := range r.choices().normalise {
		p.ownOf(n, r.scale)
	}
	for i := range p.Parts {
		p.Parts[i].Out = slices.Contains(r.LeaveOut, p.Parts[i].Code)
	}
	p.treatsOf(r)
}

// ownOf keeps what a way of normalising has otherwise than the common scale gives it.
func (p *Plan) ownOf(n Normalise, scale *[2]float64) {
	usual, own := natural(n.Method), PlanScale{}
	if scale != nil {
		usual = usual.onScale(scale[0], scale[1])
	}
	if n.From != usual.From || n.To != usual.To || n.Natural != usual.Natural {
		own.From, own.To = figure(n.From), figure(n.To)
		usual = usual.onScale(n.From, n.To)
	}
	if n.Method == ZScore && (n.Mean != usual.Mean || n.Deviation != usual.Deviation) {
		own.Mean, own.Deviation = figure(n.Mean), figure(n.Deviation)
	}
	if _, has := p.Own[string(n.Method)]; has || own.empty() {
		return
	}
	if p.Own == nil {
		p.Own = map[string]PlanScale{}
	}
	p.Own[string(n.Method)] = own
}

// treatsOf takes the numbers of drawing in from the first way that draws in, and the others beside it.
func (p *Plan) treatsOf(r *Recipe) {
	all := r.choices().treat
	if at := slices.IndexFunc(all, func(t Treat) bool { return t.Method == TreatWinsorise }); at >= 0 {
		p.Points, p.Skew, p.Kurtosis, p.Otherwise = whole(all[at].Points), figure(all[at].Skew), figure(all[at].Kurtosis), all[at].Otherwise == TreatLog
	}
	var points []string
	p.OtherTreat = nil
	for _, t := range r.Others.Treat {
		if t.Method == TreatWinsorise && whole(t.Points) != p.Points {
			points = append(points, whole(t.Points))
		} else {
			p.OtherTreat = append(p.OtherTreat, string(t.Method))
		}
	}
	p.OtherPoints = strings.Join(points, ", ")
}

// moreField is the field of a fault in what few plans say, by the part of the recipe it is about; empty for any other.
func (p Plan) moreField(path string) string {
	method, rest := "", ""
	switch {
	case strings.HasPrefix(path, "normalise"):
		method, rest = p.Normalise, strings.TrimPrefix(path, "normalise")
	case strings.HasPrefix(path, "others.normalise."):
		n, below, _ := strings.Cut(strings.TrimPrefix(path, "others.normalise."), ".")
		for i, other := range p.OtherNormalise {
			if whole(i+1) == n {
				method, rest = other, "."+below
			}
		}
	case strings.HasPrefix(path, "others.treat."):
		if n, _, _ := strings.Cut(strings.TrimPrefix(path, "others.treat."), "."); len(n) > 1 || n > whole(len(p.OtherTreat)) {
			return "other_points"
		}
	case strings.HasPrefix(path, "weights") && p.ownSet() >= 0:
		return "other_weights"
	}
	own := p.Own[method]
	if method == "" || own.empty() {
		return ""
	}
	switch rest = strings.Trim(rest, "."); {
	case rest == "from" || rest == "to" || rest == "mean" || rest == "deviation":
		return "own_" + method + "_" + rest
	case own.From+own.To == "":
		return "own_" + method + "_mean"
	}
	return "own_" + method + "_from"
}
