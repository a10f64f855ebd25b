package targeting

import (
	"slices"
	"strconv"
	"strings"

	"vekst/grants/statistics"
	"vekst/platform/web"
	"vekst/value/text"
)

// asTyped is the plan that a form says, beginning from the one it was made of. Everything stays as it was typed.
func (p Plan) asTyped(q *web.Request, b *statistics.Book) Plan {
	before := p
	p.ID, p.Title = q.Value("id"), threeTyped(q, "title", "")
	p.Groups, p.Parts = nil, nil
	for j := 0; q.Form.Has("gcode_" + strconv.Itoa(j)); j++ {
		at := "_" + strconv.Itoa(j)
		if q.Value("gremove"+at) != "yes" {
			p.Groups = append(p.Groups, PlanGroup{q.Value("gcode" + at), threeTyped(q, "gname", at), q.Value("gweight" + at), q.Value("gparent" + at)})
		}
	}
	if names := threeTyped(q, "gname", "_new"); !names.Empty() {
		p.Groups = append(p.Groups, PlanGroup{p.groupCode(names.EN), names, "1", q.Value("gparent_new")})
	}
	for i := 0; q.Form.Has("part_" + strconv.Itoa(i)); i++ {
		if q.Value("remove_"+strconv.Itoa(i)) != "yes" {
			p.Parts = append(p.Parts, before.partTyped(q, b, "_"+strconv.Itoa(i)))
		}
	}
	for _, column := range q.Form["add"] {
		if !slices.ContainsFunc(p.Parts, func(x PlanPart) bool { return x.Code == column }) && len(p.Parts) < mostParts {
			p.Parts = append(p.Parts, newPart(b, column))
		}
	}
	p.regroup(before)
	p.methodTyped(q)
	return p
}

// mostParts bounds the indicators of an index made on screen.
const mostParts = 100

func threeTyped(q *web.Request, name, at string) text.Text {
	return text.Text{BG: q.Value(name + "_bg" + at), NB: q.Value(name + "_nb" + at), EN: q.Value(name + "_en" + at)}
}

func (p Plan) partTyped(q *web.Request, b *statistics.Book, at string) PlanPart {
	part := newPart(b, q.Value("part"+at))
	if i := slices.IndexFunc(p.Parts, func(x PlanPart) bool { return x.Code == part.Code }); i >= 0 {
		part = p.Parts[i]
	}
	if q.Form.Has("pname_en" + at) {
		part.Names, part.Unit, part.Source = threeTyped(q, "pname", at), q.Value("unit"+at), q.Value("source"+at)
	}
	part.Out = q.Value("leave_out"+at) == "yes"
	part.Weight, part.Direction, part.Group = q.Value("weight"+at), q.Value("direction"+at), q.Value("group"+at)
	part.Denominator, part.Target, part.Low, part.High = q.Value("denominator"+at), q.Value("target"+at), q.Value("low"+at), q.Value("high"+at)
	return part
}

// newPart is an indicator as it begins: its direction follows what is better, and it weighs 1.
func newPart(b *statistics.Book, column string) PlanPart {
	part := PlanPart{Code: column, Direction: "1", Weight: "1"}
	i, of, ok := measured(b, column)
	if !ok {
		return part
	}
	year := ", " + strconv.Itoa(of)
	part.Names = text.Text{BG: i.Name.In(text.BG) + year, NB: i.Name.In(text.NB) + year, EN: i.Name.In(text.EN) + year}
	part.Unit, part.Source = unitSigns[i.Unit], strings.Trim(i.Publisher.In(text.BG)+", "+i.Dataset, ", ")
	if i.Better == statistics.Lower {
		part.Direction = "-1"
	}
	return part
}

var unitSigns = map[string]string{"percent": "%", "permille": "‰", "euro": "€", "km2": "km²"}

func (p *Plan) methodTyped(q *web.Request) {
	for name, into := range map[string]*string{"impute": &p.Impute, "screen": &p.Screen, "present": &p.Present, "treat": &p.Treat, "points": &p.Points, "skew": &p.Skew,
		"kurtosis": &p.Kurtosis, "normalise": &p.Normalise, "from": &p.From, "to": &p.To, "weights": &p.Weights, "lower": &p.Lower, "upper": &p.Upper, "number": &p.Number,
		"end": &p.End, "other_weights": &p.OtherWeights, "seed": &p.Seed, "draws": &p.Draws, "spread": &p.Spread} {
		*into = q.Value(name)
	}
	for name, into := range map[string]*bool{"otherwise": &p.Otherwise, "other_equal": &p.OtherEqual, "other_framework": &p.OtherFramework, "each": &p.Each} {
		*into = q.Value(name) == "yes"
	}
	p.moreTyped(q)
	p.Middle = nil
	for n := 1; q.Form.Has("middle_" + strconv.Itoa(n)); n++ {
		p.Middle = append(p.Middle, q.Value("middle_"+strconv.Itoa(n)))
	}
	p.OtherImpute = besides(q.Form["other_impute"], p.Impute)
	p.OtherTreat = besides(q.Form["other_treat"], p.Treat)
	p.OtherNormalise = besides(q.Form["other_normalise"], p.Normalise)
	p.OtherAggregate = q.Form["other_aggregate"]
	for from, to := range map[*string]string{&p.Screen: "%", &p.Present: "%", &p.Spread: "%"} {
		*from = strings.TrimSpace(strings.TrimSuffix(*from, to))
	}
}

// besides are the other ways without the official one, which is chosen anyway.
func besides(others []string, official string) []string {
	return slices.DeleteFunc(slices.Clone(others), func(o string) bool { return o == official || o == "" })
}

// moreTyped reads what few plans say.
func (p *Plan) moreTyped(q *web.Request) {
	p.Own = map[string]PlanScale{}
	for _, method := range scalings {
		at := func(what string) string { return q.Value("own_" + method + "_" + what) }
		if own := (PlanScale{at("from"), at("to"), at("mean"), at("deviation")}); !own.empty() {
			p.Own[method] = own
		}
	}
	p.OtherPoints, p.First = q.Value("other_points"), q.Value("first")
	if q.Form.Has("by") {
		by := q.Value("by")
		p.By = &by
	}
}
