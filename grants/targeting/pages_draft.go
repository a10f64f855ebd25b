package targeting

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/statistics"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var (
	draftPage = web.NewPage[draftView](files, "pages/draft.html")
	newPage   = web.NewPage[newView](files, "pages/new.html")
)

// draftView is the builder.
type draftView struct {
	web.Head
	ID                            string
	Rev                           int64
	Names                         []web.Field
	Parts                         []partView
	Groups                        []groupView
	Blank                         []web.Field
	BlankIn                       web.Choice
	Add                           []addGroup
	Figures, Shape, Whole, Cut    []web.Field
	Impute, Treat, Scale, Weights web.Choice
	Averages                      []web.Choice // one for each step from the indicators to the index
	Hidden                        []web.Field  // what the page does not ask of now, so that it is not lost
	End                           web.Choice
	Otherwise                     bool
	Others                        []checks
	OtherWeights                  web.Field
	Random                        []web.Field
	draftMore
	Preview preview
	History []revisionRow
	OwnData bool
}

type partView struct {
	I                 int
	Code, Name, About string
	Weight            web.Field
	Direction, Group  web.Choice
	HasGroup, More    bool
	Further           []web.Field
	Out               bool
}

// mostIndents show how deep a group lies; those still deeper stand as far in.
const mostIndents = 4

type groupView struct {
	J      int
	Depth  int
	Name   string
	Code   string
	Fields []web.Field
	Parent web.Choice
}

// addGroup are indicators of a theme that are not in the draft yet.
type addGroup struct {
	Name    string
	Columns []addColumn
}

type addColumn struct{ Column, Name, Says string }

type checks struct {
	Legend string
	All    []check
}

type check struct {
	ID, Name, Value, Label string
	On                     bool
}

type revisionRow struct {
	Rev      int64
	Revision Revision
	By       string
}

func (h *house) draft(q *web.Request) (web.Answer, error) {
	d, err := FindDraft(q.Reader(), q.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	p, ok := d.plan()
	if !ok {
		return web.See("/index-drafts/" + d.ID + "/files"), nil
	}
	v, err := h.draftView(q, d, p, d.Rev > 1 || len(p.Parts) > 0)
	return draftPage.Show(v), err
}

// typed reads the draft of a page, and the plan its form says.
func (h *house) typed(q *web.Request) (d Draft, p Plan, err error) {
	if d, err = FindDraft(q.Reader(), q.PathValue("draft")); err != nil {
		return d, p, err
	}
	b, err := h.figures.Open(q.Reader())
	if err != nil {
		return d, p, err
	}
	if err := q.ParseForm(); err != nil {
		return d, p, err
	}
	p, _ = d.plan()
	return d, p.asTyped(q, b), nil
}

func (h *house) saveDraft(q *web.Request) (web.Answer, error) {
	d, p, err := h.typed(q)
	if err != nil {
		return nil, err
	}
	rev, _ := strconv.ParseInt(q.Value("rev"), 10, 64)
	saved, err := web.Do(q, Save, Saving{Draft: d.ID, Rev: rev, Plan: &p, KeepData: true})
	heard, status := q.Heard(err)
	if err != nil && status == 0 {
		return nil, err
	}
	if status == 0 {
		d = saved
	}
	v, err := h.draftView(q, d, p, true)
	switch {
	case err != nil:
		return nil, err
	case status != 0:
		v.Complaints = append(heard, v.Complaints...)
		return draftPage.With(status, v), nil
	case len(v.Complaints) > 0:
		return draftPage.With(http.StatusUnprocessableEntity, v), nil
	}
	return web.See("/index-drafts/" + d.ID), nil
}

// tryDraft shows what would come of a form, and keeps nothing.
func (h *house) tryDraft(q *web.Request) (web.Answer, error) {
	d, p, err := h.typed(q)
	if err != nil {
		return nil, err
	}
	if err := d.take(p); err != nil {
		return nil, err
	}
	v, err := h.draftView(q, d, p, true)
	return draftPage.Show(v), err
}

func (h *house) draftView(q *web.Request, d Draft, p Plan, telling bool) (draftView, error) {
	v := draftView{ID: d.ID, Rev: d.Rev, OwnData: len(d.Data) > 0}
	v.Head = web.Head{Title: cmp.Or(p.Title.In(q.Lang), q.T("targeting.list.untitled")), Section: "look.nav.municipalities", Style: "index.css", Crumbs: crumbs(q), Script: "index-draft.js"}
	b, err := h.figures.Open(q.Reader())
	if err != nil {
		return v, err
	}
	if err := d.take(p); err != nil {
		return v, err
	}
	if v.Preview, err = h.preview(q, d, b, &p); err != nil {
		return v, err
	}
	if telling {
		v.Complaints = v.Preview.Faults
	} else {
		v.Preview = preview{Empty: true}
	}
	v.fill(q, p, b, d)
	v.History, err = h.history(q, d)
	return v, err
}

func (h *house) history(q *web.Request, d Draft) (rows []revisionRow, err error) {
	all, err := Revisions(q.Reader(), d.ID)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, r := range all {
		if _, asked := names[r.By]; !asked {
			person, err := account.Find(q.Reader(), r.By)
			if err != nil && refusal.KindOf(err) != refusal.Missing {
				return nil, err
			}
			names[r.By] = person.Name
		}
		if r.Rev != d.Rev {
			rows = append(rows, revisionRow{r.Rev, r, names[r.By]})
		}
	}
	return rows, nil
}

func (v *draftView) field(q *web.Request, name, key, value string) web.Field {
	return web.Field{Name: name, Label: q.T("targeting.draft." + key), Value: value, Complaint: v.Complaint(name)}
}

func (v *draftView) number(q *web.Request, name, value string) web.Field {
	f := v.field(q, name, name, value)
	f.Inputmode, f.Size = "decimal", 8
	return f
}

func (v *draftView) fill(q *web.Request, p Plan, b *statistics.Book, d Draft) {
	for _, l := range text.Languages {
		v.Names = append(v.Names, v.field(q, "title_"+l, "title_"+l, inOnly(p.Title, l)))
	}
	id := v.field(q, "id", "id", p.ID)
	id.Help = q.T("targeting.draft.id_help")
	v.Names = append(v.Names, id)
	for i, part := range p.Parts {
		v.Parts = append(v.Parts, v.part(q, b, p, i, part))
	}
	for _, b := range p.inTree() {
		w := v.group(q, p, b.at, p.Groups[b.at])
		w.Depth = min(b.depth, mostIndents)
		v.Groups = append(v.Groups, w)
	}
	v.BlankIn = p.wholes(q, "gparent_new", "part_of", "", "")
	for _, l := range text.Languages {
		f := v.field(q, "gname_"+l+"_new", "gname_"+l, "")
		f.Optional = true
		v.Blank = append(v.Blank, f)
	}
	v.Add = adding(q, p, b, d)
	v.method(q, p)
	v.fillMore(q, p)
}

func inOnly(t text.Text, l string) string {
	return map[string]string{text.BG: t.BG, text.NB: t.NB, text.EN: t.EN}[l]
}

func (v *draftView) part(q *web.Request, b *statistics.Book, p Plan, i int, part PlanPart) partView {
	at := "_" + strconv.Itoa(i)
	w := partView{I: i, Out: part.Out, More: part.Out, Code: part.Code, Name: cmp.Or(part.Names.In(q.Lang), part.Code), About: part.Source, HasGroup: len(p.Groups) > 0}
	if m, _, ok := measured(b, part.Code); ok {
		w.About = m.Publisher.In(q.Lang)
	}
	if v.OwnData {
		w.Further = v.described(q, at, part)
	}
	w.Weight = web.Field{Name: "weight" + at, Label: q.T("targeting.draft.weight"), About: w.Name, Value: part.Weight, Inputmode: "decimal", Size: 6, Complaint: v.Complaint("weight" + at)}
	w.Direction = web.Choice{Name: "direction" + at, Label: q.T("targeting.report.direction"), Value: part.Direction, Options: []web.Option{
		{Value: "1", Label: q.T("targeting.draft.more_better")}, {Value: "-1", Label: q.T("targeting.draft.more_worse")}}}
	w.Group = p.wholes(q, "group"+at, "group", part.Group, "")
	for _, f := range []struct{ name, value string }{{"denominator", part.Denominator}, {"target", part.Target}, {"low", part.Low}, {"high", part.High}} {
		one := web.Field{Name: f.name + at, Label: q.T("targeting.draft." + f.name), Value: f.value, Optional: true}
		if f.name == "denominator" {
			one.Help = q.T("targeting.draft.denominator_help")
		}
		w.Further, w.More = append(w.Further, one), w.More || f.value != ""
	}
	return w
}

func (v *draftView) group(q *web.Request, p Plan, j int, g PlanGroup) groupView {
	at := "_" + strconv.Itoa(j)
	w := groupView{J: j, Code: g.Code, Name: cmp.Or(g.Names.In(q.Lang), g.Code)}
	w.Parent = p.wholes(q, "gparent"+at, "part_of", g.Parent, g.Code)
	w.Parent.Complaint = v.Complaint("gparent" + at)
	for _, l := range text.Languages {
		name := "gname_" + l
		w.Fields = append(w.Fields, web.Field{Name: name + at, Label: q.T("targeting.draft." + name), Value: inOnly(g.Names, l)})
	}
	w.Fields = append(w.Fields, web.Field{Name: "gweight" + at, Label: q.T("targeting.draft.weight"), About: g.Names.In(q.Lang), Value: g.Weight, Inputmode: "decimal", Size: 6, Complaint: v.Complaint("gweight" + at)})
	return w
}

// adding are the series that could be added: those of the draft's own data, or of the programme, with how many
// municipalities have no figure.
func adding(q *web.Request, p Plan, b *statistics.Book, d Draft) (groups []addGroup) {
	has := func(column string) bool {
		return slices.ContainsFunc(p.Parts, func(x PlanPart) bool { return x.Code == column })
	}
	if len(d.Data) > 0 {
		own := addGroup{Name: q.T("targeting.draft.own_columns")}
		for _, column := range readSheet(d.Data, DataFile).head {
			if !has(column) && !slices.Contains([]string{"uCode", "uName", oblastColumn}, column) {
				own.Columns = append(own.Columns, addColumn{column, column, ""})
			}
		}
		return []addGroup{own}
	}
	all := map[string]int{}
	for _, m := range b.Places.All() {
		all[m.Country]++
	}
	for _, i := range b.Indicators {
		name := q.T("statistics.theme." + i.Theme)
		for _, country := range b.Places.Countries() {
			for _, year := range b.Years(i.Code, country) {
				s := Series{i.Code, year}
				if has(s.Column()) {
					continue
				}
				gone := all[country] - len(b.In(country, i.Code, year).Values)
				says := q.T("targeting.draft.complete")
				if gone > 0 {
					says = q.T("targeting.draft.gone", "Count", gone, "Of", all[country])
				}
				if country != "BG" {
					says += " · " + country
				}
				if n := len(groups); n == 0 || groups[n-1].Name != name {
					groups = append(groups, addGroup{Name: name})
				}
				last := &groups[len(groups)-1]
				last.Columns = append(last.Columns, addColumn{s.Column(), i.Name.In(q.Lang) + ", " + strconv.Itoa(year), i.Publisher.In(q.Lang) + " · " + says})
			}
		}
	}
	return groups
}

func (v *draftView) choice(q *web.Request, name, key, value string, of ...string) web.Choice {
	c := web.Choice{Name: name, Label: q.T("targeting.draft." + name), Value: value, Complaint: v.Complaint(name)}
	for _, o := range of {
		c.Options = append(c.Options, web.Option{Value: o, Label: q.T("targeting." + key + "." + o)})
	}
	return c
}

var (
	imputes    = []string{string(ImputeNothing), string(ImputeMean), string(ImputeMedian), string(ImputeGroupMean), string(ImputeGroupMedian)}
	treats     = []string{string(TreatNothing), string(TreatWinsorise), string(TreatLog)}
	scalings   = []string{string(MinMax), string(ZScore), string(Rank), string(PercentRank), string(Borda), string(Goalposts), string(ToTarget), string(Exponential)}
	averagings = []string{string(Arithmetic), string(Geometric), string(Harmonic), string(Copeland)}
	combined   = []string{"arithmetic > arithmetic", "geometric > arithmetic", "arithmetic > geometric", "geometric > geometric", "harmonic > arithmetic", "copeland > arithmetic"}
)

func (v *draftView) method(q *web.Request, p Plan) {
	v.Impute, v.Treat = v.choice(q, "impute", "impute", p.Impute, imputes...), v.choice(q, "treat", "short.treat", p.Treat, treats...)
	v.Scale, v.Weights = v.choice(q, "normalise", "short.normalise", p.Normalise, scalings...), v.choice(q, "weights", "weights", p.Weights, ByFramework, ByEqual)
	for _, set := range p.sets() {
		v.Weights.Options = append(v.Weights.Options, web.Option{Value: set.name, Label: q.T("targeting.weights.named", "Name", set.name)})
	}
	v.adding(q, p)
	v.End = v.choice(q, "end", "end", p.End, string(Lowest), string(Highest))
	v.Otherwise = p.Otherwise
	v.Figures = []web.Field{v.number(q, "screen", p.Screen), v.number(q, "present", p.Present)}
	v.Shape = []web.Field{v.number(q, "points", p.Points), v.number(q, "skew", p.Skew), v.number(q, "kurtosis", p.Kurtosis)}
	v.Whole = []web.Field{v.number(q, "from", p.From), v.number(q, "to", p.To)}
	v.Cut = []web.Field{v.number(q, "number", p.Number)}
	v.Random = []web.Field{v.number(q, "draws", p.Draws), v.number(q, "seed", p.Seed), v.number(q, "spread", p.Spread)}
	v.OtherWeights = v.field(q, "other_weights", "other_weights", p.OtherWeights)
	v.OtherWeights.Rows, v.OtherWeights.Optional, v.OtherWeights.Help = 2, true, q.T("targeting.draft.other_weights_help")
	list := func(name, key string, of, on []string) {
		c := checks{Legend: q.T("targeting.draft." + name)}
		for i, o := range of {
			c.All = append(c.All, check{name + "-" + strconv.Itoa(i), name, o, q.T("targeting." + key + "." + o), slices.Contains(on, o)})
		}
		v.Others = append(v.Others, c)
	}
	list("other_impute", "impute", imputes, p.OtherImpute)
	list("other_treat", "short.treat", treats, p.OtherTreat)
	list("other_normalise", "short.normalise", scalings, p.OtherNormalise)
	ways := checks{Legend: q.T("targeting.draft.other_aggregate")}
	for i, o := range p.combinations() {
		ways.All = append(ways.All, check{"other_aggregate-" + strconv.Itoa(i), "other_aggregate", o, combinedSays(q, o), slices.Contains(p.OtherAggregate, o)})
	}
	v.Others = append(v.Others, ways, checks{Legend: q.T("targeting.draft.other_sets"), All: []check{
		{"other_equal", "other_equal", "yes", q.T("targeting.weights.equal"), p.OtherEqual}, {"other_framework", "other_framework", "yes", q.T("targeting.weights.framework"), p.OtherFramework},
		{"each", "each", "yes", q.T("targeting.step.without"), p.Each}}})
}

func combinedSays(q *web.Request, ways string) string {
	w := writer{lang: q.Lang, catalog: q.Site.Catalog}
	return w.aggregate(aggregateOf(ways))
}

func (h *house) askNew(q *web.Request) (web.Answer, error) {
	return newPage.Show(newView{Head: web.Head{Title: q.T("targeting.list.new"), Section: "look.nav.municipalities", Style: "index.css", Crumbs: crumbs(q)}}), nil
}

type newView struct{ web.Head }

func (h *house) beginDraft(q *web.Request) (web.Answer, error) {
	p := newPlan("index-" + strconv.Itoa(q.Site.Door.Now().Year()))
	d, err := web.Do(q, Begin, Beginning{Plan: &p})
	if heard, status := q.Heard(err); status != 0 {
		return newPage.With(status, newView{web.Head{Title: q.T("targeting.list.new"), Section: "look.nav.municipalities", Style: "index.css", Crumbs: crumbs(q), Complaints: heard}}), nil
	}
	return web.See("/index-drafts/" + d.ID), err
}

func (h *house) copyIndex(q *web.Request) (web.Answer, error) {
	x, err := h.numbered(q)
	if err != nil {
		return nil, err
	}
	d, err := web.Do(q, Begin, Beginning{Of: x.ID})
	return web.See("/index-drafts/" + d.ID), err
}

func (h *house) restoreDraft(q *web.Request) (web.Answer, error) {
	rev, _ := strconv.ParseInt(q.Value("rev"), 10, 64)
	to, _ := strconv.ParseInt(q.Value("to"), 10, 64)
	d, err := web.Do(q, Restore, Restoring{Draft: q.PathValue("draft"), Rev: rev, To: to})
	return web.See("/index-drafts/" + d.ID), err
}

func (h *house) deleteDraft(q *web.Request) (web.Answer, error) {
	if q.Value("sure") != "yes" {
		return nil, refusal.New(refusal.Invalid, "targeting.refusal.sure")
	}
	_, err := web.Do(q, Delete, q.PathValue("draft"))
	return web.See(q.Link("/indices")), err
}
