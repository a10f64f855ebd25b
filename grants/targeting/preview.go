package targeting

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"vekst/grants/statistics"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// preview is what would come of a draft, with what is wrong with it and what one should know.
type preview struct {
	Empty  bool
	Faults []web.Complaint
	standing
	Sure, Cut, Ways string
	Drawn           string // how those first fare in a few random draws
	Notes           []string
	Tree            []branch
	Seen            string // the SHA-256 of the files it was made of
}

// mostTried ways are counted while somebody is typing; more are counted when the index is published.
const mostTried = 4_000

// preview counts a draft. With a plan, faults lead to its fields.
func (h *house) preview(q *web.Request, d Draft, b *statistics.Book, p *Plan) (v preview, err error) {
	made := d.Files
	if len(d.Data) == 0 {
		made = d.with(b)
	}
	v.Seen = made.SHA256()
	result, recipe, faults := calculated(made)
	for _, f := range onceEach(faults) {
		v.Faults = append(v.Faults, complaintOf(q, f, recipe, p))
	}
	if len(faults) > 0 {
		return v, nil
	}
	published := &Published{Result: result}
	prepared := result.prepare()
	tried := len(prepared.plans()) <= mostTried
	if tried {
		published.Ways = prepared.countWays()
	} else {
		published.Ways = result.onlyOfficial()
	}
	o, err := h.told(q, Index{}, published)
	if err != nil {
		return v, err
	}
	v.standing, v.Notes, v.Tree = o.standing(q, false), o.notes(), o.branches(result.Framework.top())
	v.Sure, v.Cut = o.sure(q)
	v.draw(q, o, prepared)
	var page reportPage
	o.uncertainty(&page)
	if v.Ways = page.WaysCounted; !tried {
		v.Ways, v.Sure, v.Cut = q.T("targeting.draft.too_many_to_try", "Count", len(prepared.plans())), "", ""
	}
	if page.WaysRefused != "" {
		v.Notes = append([]string{page.WaysRefused}, v.Notes...)
	}
	return v, nil
}

// draw tries a few random draws and says how those first fare in them.
func (v *preview) draw(q *web.Request, o *opened, p *prepared) {
	ctx, cancel := context.WithTimeout(q.Context(), longEnough)
	defer cancel()
	few := p.few(ctx)
	if few.Done == 0 {
		return
	}
	firm := 0
	for _, u := range o.Chosen() {
		if few.Units[u].Chosen >= 0.9 {
			firm++
		}
	}
	v.Drawn = q.T("targeting.draft.drawn", "Firm", firm, "Count", len(o.Chosen()), "Done", few.Done)
	for _, rows := range [][]placeRow{v.Chosen, v.Next} {
		for i := range rows {
			u := slices.IndexFunc(o.Result.Units, func(x Unit) bool { return x.Code == rows[i].Code })
			rows[i].Draws = q.T("targeting.draft.in_draws", "Share", lang.Number(q.Lang, int64(100*few.Units[u].Chosen+0.5)))
		}
	}
}

// calculated is the official way of three files, or all their faults at once.
func calculated(f Files) (*Result, *Recipe, Faults) {
	framework, faults := ReadFramework(f.Framework)
	recipe, more := ReadRecipe(f.Recipe)
	if faults = append(faults, more...); len(faults) > 0 {
		return nil, recipe, faults
	}
	table, faults := ReadTable(f.Data, framework)
	if len(faults) > 0 {
		return nil, recipe, faults
	}
	result, faults := Calculate(table, framework, recipe)
	return result, recipe, faults
}

// onlyOfficial is the official way as the only one.
func (r *Result) onlyOfficial() Ways {
	w := Ways{All: []Way{{Method: r.Recipe.Method}}, Counted: 1, Units: make([]Stability, len(r.Units))}
	r.judge(&w.All[0], r.Counted)
	w.add(r.Counted, r.Recipe.Choose)
	return w
}

// complaintOf is a fault beside the field it is about, with its place in the file where it is about none.
func complaintOf(q *web.Request, f *Fault, r *Recipe, p *Plan) web.Complaint {
	say := func(key string, args ...any) string { return q.T(key, args...) }
	c := web.Complaint{Sentence: f.Say(say)}
	if p == nil {
		c.Field = f.File
		c.About = q.T("targeting.files.at", "File", q.T("targeting.files."+f.File), "Line", f.Line)
		return c
	}
	c.Field, c.Sentence = p.field(f, r), f.renamed(p.names(q.Lang)).Say(say)
	return c
}

// onceEach leaves out that a weight is no number where it is said what a weight is.
func onceEach(faults Faults) Faults {
	weight := func(f *Fault) bool { return f.pattern == "%s: a weight is a number from 0." }
	return slices.DeleteFunc(slices.Clone(faults), func(f *Fault) bool {
		return f.File == FrameworkFile && !weight(f) && slices.ContainsFunc(faults, func(o *Fault) bool { return weight(o) && o.Line == f.Line && o.Column == f.Column })
	})
}

// names are what people call the parts of a plan.
func (p *Plan) names(l string) func(code string) string {
	return func(code string) string {
		for _, part := range p.Parts {
			if part.Code == code {
				return cmp.Or(part.Names.In(l), code)
			}
		}
		if j := p.group(code); j >= 0 {
			return cmp.Or(p.Groups[j].Names.In(l), code)
		}
		if code == p.top() {
			return cmp.Or(p.Title.In(l), code)
		}
		return code
	}
}

func aggregateOf(ways string) Aggregate {
	var a Aggregate
	for _, w := range strings.Split(ways, ">") {
		a = append(a, Averaging(strings.TrimSpace(w)))
	}
	return a
}
