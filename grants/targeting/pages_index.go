package targeting

import (
	"cmp"
	"errors"
	"slices"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/statistics"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	listPage  = web.NewPage[listView](files, "pages/list.html")
	indexPage = web.NewPage[indexView](files, "pages/index.html")
)

// house holds what the pages need besides the request.
type house struct {
	shelf   Shelf
	figures statistics.Shelf
}

type listView struct {
	web.Head
	Indices []Index
	Drafts  []draftRow
	Makes   bool
}

type draftRow struct {
	ID, Title string
	Draft     Draft
}

func makes(q *web.Request) bool {
	return q.Actor().HasAny(account.Programme, account.Operator, account.Administrator)
}

func (h *house) list(q *web.Request) (web.Answer, error) {
	all, err := Indices(q.Reader())
	v := listView{Head: web.Head{Title: q.T("targeting.list.title"), Section: "look.nav.municipalities", Style: "index.css", Thread: 1, Crumbs: crumbs(q)[:1]}, Indices: all, Makes: makes(q)}
	if err != nil || !v.Makes {
		return listPage.Show(v), err
	}
	drafts, err := Drafts(q.Reader())
	for _, d := range drafts {
		v.Drafts = append(v.Drafts, draftRow{d.ID, cmp.Or(d.Title.In(q.Lang), q.T("targeting.list.untitled")), d})
	}
	return listPage.Show(v), err
}

func crumbs(q *web.Request) []web.Crumb {
	return []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: q.T("targeting.list.title"), Link: q.Link("/indices")}}
}

// opened is a published index with everything a page says of it.
type opened struct {
	Index
	writer
	book *statistics.Book
}

// numbered is the index of a page's address.
func (h *house) numbered(q *web.Request) (Index, error) {
	number, err := strconv.Atoi(q.PathValue("number"))
	if err != nil {
		return Index{}, refusal.New(refusal.Missing, "targeting.refusal.unknown")
	}
	return Numbered(q.Reader(), number)
}

// open is the index of a page's address with everything that is published of it.
func (h *house) open(q *web.Request) (*opened, error) {
	x, err := h.numbered(q)
	if err != nil {
		return nil, err
	}
	p, err := h.shelf.Open(q.Reader(), x.ID)
	if errors.Is(err, ErrDoesNotHold) {
		refused := refusal.New(refusal.Conflict, "targeting.refusal.does_not_hold", "Number", x.Number)
		refused.Cause = err
		return nil, refused
	}
	if err != nil {
		return nil, err
	}
	return h.told(q, x, p)
}

// told is an index as people of the visitor's language read it.
func (h *house) told(q *web.Request, x Index, p *Published) (*opened, error) {
	b, err := h.figures.Open(q.Reader())
	if err != nil {
		return nil, err
	}
	o := &opened{x, writer{p, q.Lang, q.Site.Catalog, nil}, b}
	names := map[string]string{}
	for _, u := range p.Result.Table.Units {
		names[u.Code] = u.Name
		if _, ok := b.Places.Municipality(u.Code); ok {
			names[u.Code] = b.Places.Label(u.Code, q.Lang)
		}
	}
	o.unitOf = func(code string) string { return cmp.Or(names[code], code) }
	return o, nil
}

type indexView struct {
	web.Head
	Index
	standing
	Lede, Sure, Cut string
	All             bool
	Sliders         sliders
	Matters         matters
	WaysCounted     string
	WaysRefused     string
	Notes           []string
	Correlations    []correlationRow
	Steps           []reportStep
	Indicators      []indicatorRow
	Files           []fileRow
	Makes           bool
	Operates        bool
	Withdrawn       withdrawn
	History         []turnRow
}

// standing are the rows of the table: those chosen, and those after them.
type standing struct {
	Chosen, Next []placeRow
	Scale        int // the last place on the strip
	Region       bool
}

type placeRow struct {
	Place                 int
	Code, Name, Region    string
	People                int
	Known                 bool // it has a page of its own
	Value, Ways, Says     string
	At, From, Width, Line int
	Best, Worst           int
	Draws                 string
	Link                  string
}

func (h *house) index(q *web.Request) (web.Answer, error) {
	o, err := h.open(q)
	if err != nil {
		return nil, err
	}
	v := indexView{Head: web.Head{Title: o.Title.In(q.Lang), Section: "look.nav.municipalities", Style: "index.css", Thread: 1, Crumbs: crumbs(q), Script: "index.js"},
		Index: o.Index, Lede: o.lede(q), All: q.Value("all") == "yes", Notes: o.notes(), Correlations: o.correlationRows(), Steps: o.steps(),
		Indicators: o.indicatorRows(q), Files: o.fileRows(q), Makes: makes(q), Operates: operates(q)}
	if v.Withdrawn, err = o.notice(q); err != nil {
		return nil, err
	}
	if v.History, err = o.turnRows(q); err != nil {
		return nil, err
	}
	v.standing = o.standing(q, v.All)
	v.Sure, v.Cut = o.sure(q)
	v.Sliders = o.sliders(q)
	v.Matters = o.matters()
	var page reportPage
	o.uncertainty(&page)
	v.WaysCounted, v.WaysRefused, v.Matters.Says, v.Matters.Fell = page.WaysCounted, page.WaysRefused, page.DrawsSay, page.Fell
	return indexPage.Show(v), nil
}

func (o *opened) lede(q *web.Request) string {
	return q.T("targeting.index.lede", "Indicators", len(o.Result.Framework.indicators), "Ways", lang.Number(q.Lang, int64(o.Ways.Counted)))
}

// sure says how sure those chosen can be of it.
func (o *opened) sure(q *web.Request) (sentence, cut string) {
	chosen, firm, always, weakest := o.Chosen(), 0, 0, o.Ways.Counted
	for _, u := range chosen {
		n := o.Ways.Units[u].Chosen
		weakest = min(weakest, n)
		if 4*n >= 3*o.Ways.Counted {
			firm++
		}
		if n == o.Ways.Counted {
			always++
		}
	}
	sentence = q.T("targeting.index.sure", "Firm", firm, "Count", len(chosen), "Always", always)
	if firm == len(chosen) {
		sentence = q.T("targeting.index.sure_all", "Count", len(chosen), "Always", always)
	}
	if always == len(chosen) {
		return sentence, q.T("targeting.index.cut_firm")
	}
	return sentence, q.T("targeting.index.cut", "Weakest", lang.Number(q.Lang, int64(weakest)), "Ways", lang.Number(q.Lang, int64(o.Ways.Counted)))
}

// standing lays the table out: those chosen and as many again, or everybody.
func (o *opened) standing(q *web.Request, all bool) (s standing) {
	order := o.inPlace()
	chosen := len(o.Chosen())
	if !all {
		order = order[:min(len(order), 2*chosen)]
	}
	s.Scale = 2 * chosen
	for _, u := range order {
		s.Scale = max(s.Scale, o.Ways.Units[u].Worst)
	}
	for n, u := range order {
		row := o.row(q, u, s.Scale)
		if n < chosen {
			s.Chosen = append(s.Chosen, row)
		} else {
			s.Next = append(s.Next, row)
		}
	}
	return s
}

// The strip: from where to where places stand.
const (
	stripFrom = 8
	stripTo   = 292
)

func onStrip(place, scale float64) int {
	return stripFrom + int((place-1)/max(1, scale-1)*(stripTo-stripFrom)+0.5)
}

func (o *opened) row(q *web.Request, u, scale int) placeRow {
	unit, s := o.Result.Units[u], o.Ways.Units[u]
	row := placeRow{Place: o.Result.Counted[u], Code: unit.Code, Name: o.unitOf(unit.Code), Value: o.one(o.Result.Index()[u]), Best: s.Best, Worst: s.Worst,
		Ways: o.say("targeting.index.ways", "Chosen", lang.Number(q.Lang, int64(s.Chosen)), "All", lang.Number(q.Lang, int64(o.Ways.Counted))),
		Link: q.Link("/indices/" + strconv.Itoa(o.Number) + "/municipalities/" + unit.Code)}
	if m, ok := o.book.Places.Municipality(unit.Code); ok {
		row.Known, row.Region, row.People = true, m.Region.In(q.Lang), m.Population2021
	}
	if s.Best > 0 {
		row.Says = o.say("targeting.index.between", "Best", s.Best, "Worst", s.Worst, "Ways", lang.Number(q.Lang, int64(o.Ways.Counted)))
		row.From = onStrip(float64(s.Best), float64(scale))
		row.Width = max(2, onStrip(float64(s.Worst), float64(scale))-row.From)
		row.At = onStrip(float64(max(1, row.Place)), float64(scale))
	}
	row.Line = onStrip(float64(o.Result.Recipe.Choose.Number)+0.5, float64(scale))
	if o.Draws != nil {
		row.Draws = o.share(o.Draws.Units[u].Chosen)
	}
	return row
}

// one writes a number with one decimal.
func (w writer) one(x float64) string {
	if IsMissing(x) {
		return w.say("targeting.report.without_value")
	}
	return lang.Figure(w.lang, strconv.FormatFloat(x, 'f', 1, 64))
}

func (o *opened) notes() (said []string) {
	notes, _ := o.told()
	for _, n := range notes {
		said = append(said, o.say("targeting.note."+string(n.Kind), "A", o.named(n.A), "B", o.named(n.B), "R", o.two(n.R), "N", n.N, "Of", n.Of))
	}
	return said
}

type correlationRow struct {
	A, B, R string
	N       int
	Strong  bool
}

// mostCorrelations are listed, the strongest first; all of them are in correlations.csv.
const mostCorrelations = 40

func (o *opened) correlationRows() (rows []correlationRow) {
	_, every := o.told()
	all := slices.DeleteFunc(slices.Clone(every), func(c Correlation) bool { return IsMissing(c.R) })
	slices.SortStableFunc(all, func(a, b Correlation) int { return cmp.Compare(abs(b.R), abs(a.R)) })
	for _, c := range all[:min(len(all), mostCorrelations)] {
		rows = append(rows, correlationRow{o.named(c.A), o.named(c.B), o.two(c.R), c.N, abs(c.R) > sameAbove})
	}
	return rows
}

// matters is what of weights and choices matters most.
type matters struct {
	Says, Fell string
	Rows       []mattersRow
}

type mattersRow struct {
	Input, First, Total string
	Width, Low, Spread  int // the bar, and the interval on it
}

func (o *opened) matters() (m matters) {
	if o.Draws == nil {
		return m
	}
	byTotal := slices.SortedStableFunc(slices.Values(o.Draws.Shift), func(a, b Sensitivity) int { return cmp.Compare(b.Total, a.Total) })
	at := func(x float64) int { return int(min(1, max(0, x))*(stripTo-stripFrom) + 0.5) }
	for _, s := range byTotal {
		interval := func(x, low, high float64) string {
			return o.say("targeting.report.interval", "Value", o.two(x), "Low", o.two(low), "High", o.two(high))
		}
		m.Rows = append(m.Rows, mattersRow{o.input(s.Input), interval(s.First, s.FirstLow, s.FirstHigh), interval(s.Total, s.TotalLow, s.TotalHigh),
			max(1, at(s.Total)), stripFrom + at(s.TotalLow), max(1, at(s.TotalHigh)-at(s.TotalLow))})
	}
	return m
}

// indicatorRow is an indicator with where its figures are from.
type indicatorRow struct {
	reportIndicator
	Group, Link, Publisher, Year, Defined string
}

func (o *opened) indicatorRows(q *web.Request) (rows []indicatorRow) {
	for k, r := range o.indicators() {
		node := o.Result.Framework.Nodes[o.Result.Framework.indicators[k]]
		row := indicatorRow{reportIndicator: r, Group: o.named(node.Parent), Publisher: node.Source}
		if i, year, ok := measured(o.book, node.Code); ok {
			row.Link, row.Publisher, row.Year, row.Defined = q.Link("/statistics/"+i.Code), i.Publisher.In(q.Lang), strconv.Itoa(year), i.Definition.In(q.Lang)
		}
		rows = append(rows, row)
	}
	return rows
}

// measured is the indicator of the programme that a column is a year of, if it is one.
func measured(b *statistics.Book, column string) (statistics.Indicator, int, bool) {
	s, ok := seriesOf(column)
	if !ok {
		return statistics.Indicator{}, 0, false
	}
	i, ok := b.Named(s.Indicator)
	return b.SourcedIn(i, countryOf(b, []Series{s}), s.Year), s.Year, ok
}
