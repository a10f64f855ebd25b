package resource

import (
	"cmp"
	"strings"

	"vekst/platform/web"
)

// traceFields are the part of a form that asks whether a place is a point, a path or an area, and for the latter two.
type traceFields struct {
	As       web.Choice
	Shape    web.Field
	TooMany  bool // there are so many positions that leaving some out is offered
	Simplify bool
}

func traceFieldsOf(q *web.Request, p Place, complaint func(field string) string) traceFields {
	as, typed := p.As(), p.Trace()
	if isPosted(q) {
		as, typed = cmp.Or(q.Value("as"), AsPoint), q.FormValue("shape")
	}
	t := traceFields{Simplify: q.Value("simplify") != ""}
	t.As = web.Choice{Name: "as", Label: q.T("resource.trace.as"), Value: as, Complaint: complaint("as")}
	for _, f := range Forms {
		t.As.Options = append(t.As.Options, web.Option{Value: f, Label: q.T("resource.trace." + f)})
	}
	t.Shape = web.Field{Name: "shape", Label: q.T("resource.trace.shape"), Help: q.T("resource.trace.shape_help"), Value: typed, Rows: 6, Complaint: complaint("shape")}
	t.TooMany = t.Simplify || strings.Count(typed, "\n") >= traceLimit
	return t
}
