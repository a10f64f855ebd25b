package targeting

import (
	"slices"

	"vekst/platform/web"
	"vekst/value/text"
)

// draftMore are the parts of the builder that few indices need. Each is closed until something is in it, or wrong with it.
type draftMore struct {
	OwnScales  []ownScale
	OwnOpen    bool
	OtherLimit web.Field
	Ways       checks // other ways of adding up than the usual ones
	First      web.Choice
	FirstOpen  bool
	By         *web.Field // nil while the data are those of the programme, which have oblasti
	ByOpen     bool
}

// ownScale are the fields of one way of normalising.
type ownScale struct {
	Name   string
	Fields []web.Field
}

func (v *draftView) fillMore(q *web.Request, p Plan) {
	for _, method := range scalings {
		v.OwnScales = append(v.OwnScales, v.ownScale(q, method, p.Own[method]))
	}
	v.OtherLimit = v.field(q, "other_points", "other_points", p.OtherPoints)
	v.OtherLimit.Optional, v.OtherLimit.Help = true, q.T("targeting.draft.other_points_help")
	v.First = v.choice(q, "first", "end", p.First, string(Highest), string(Lowest))
	v.FirstOpen = p.First == string(Lowest) || v.First.Complaint != ""
	if v.OwnData || p.By != nil || v.Complaint("by") != "" {
		by := v.field(q, "by", "by", p.by())
		by.Optional, by.Help = true, q.T("targeting.draft.by_help")
		v.By, v.ByOpen = &by, by.Complaint != "" || p.by() != oblastColumn
	}
	v.moreWays(q, p)
}

func (v *draftView) ownScale(q *web.Request, method string, own PlanScale) ownScale {
	s := ownScale{Name: q.T("targeting.short.normalise." + method)}
	fields := []struct{ what, value string }{{"from", own.From}, {"to", own.To}}
	if method == string(ZScore) {
		fields = append(fields, []struct{ what, value string }{{"mean", own.Mean}, {"deviation", own.Deviation}}...)
	}
	for _, f := range fields {
		name := "own_" + method + "_" + f.what
		s.Fields = append(s.Fields, web.Field{Name: name, Label: q.T("targeting.draft." + f.what), About: s.Name, Value: f.value, Inputmode: "decimal", Size: 6, Complaint: v.Complaint(name)})
		v.OwnOpen = v.OwnOpen || f.value != "" || v.Complaint(name) != ""
	}
	return s
}

// moreWays are the ways of adding up that are not among the usual ones.
func (v *draftView) moreWays(q *web.Request, p Plan) {
	if p.steps() == 1 {
		return
	}
	shown := p.combinations()
	for _, a := range averagings {
		for _, b := range averagings {
			if way := a + " > " + b; !slices.Contains(shown, way) {
				v.Ways.All = append(v.Ways.All, check{"other_aggregate-" + a + "-" + b, "other_aggregate", way, combinedSays(q, way), false})
			}
		}
	}
}

// described are the fields of what an indicator of the draft's own data is called, in what it is measured, and whose it is.
func (v *draftView) described(q *web.Request, at string, part PlanPart) (fields []web.Field) {
	for _, l := range text.Languages {
		name := "gname_" + l
		fields = append(fields, web.Field{Name: "pname_" + l + at, Label: q.T("targeting.draft." + name), Value: inOnly(part.Names, l), Optional: true})
	}
	return append(fields, web.Field{Name: "unit" + at, Label: q.T("targeting.draft.unit"), Value: part.Unit, Optional: true},
		web.Field{Name: "source" + at, Label: q.T("targeting.draft.source"), Value: part.Source, Optional: true})
}
