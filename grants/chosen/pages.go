package chosen

import (
	"strconv"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/targeting"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	listPage = web.NewPage[listView](files, "pages/list.html")
	onePage  = web.NewPage[oneView](files, "pages/selection.html")
)

type listView struct {
	web.Head
	All     []listed
	Waiting []listed
	Officer bool
	Indices bool // there is an index to choose by
}

type listed struct {
	Selection
	Link       string
	Superseded int // the number of the one that took its place
}

func isOfficer(q *web.Request) bool { return q.Actor().Has(account.Operator, account.Programme) }

func head(q *web.Request, title string, crumbs ...web.Crumb) web.Head {
	all := append([]web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}}, crumbs...)
	return web.Head{Title: title, Section: "look.nav.municipalities", Style: "index.css", Thread: 1, Crumbs: all}
}

func toList(q *web.Request) web.Crumb {
	return web.Crumb{Name: q.T("chosen.list.title"), Link: q.Link("/chosen")}
}

func (h *house) list(q *web.Request) (web.Answer, error) {
	v := listView{Head: head(q, q.T("chosen.list.title")), Officer: isOfficer(q)}
	all, err := Selections(q.Reader())
	if err != nil {
		return nil, err
	}
	after := map[string]int{}
	for _, s := range all {
		after[s.Supersedes] = s.Number
	}
	for _, s := range all {
		v.All = append(v.All, listed{s, q.Link("/chosen/" + strconv.Itoa(s.Number)), after[s.ID]})
	}
	if v.Officer {
		if err := v.wait(q); err != nil {
			return nil, err
		}
	}
	return listPage.Show(v), nil
}

func (v *listView) wait(q *web.Request) error {
	indices, err := targeting.Indices(q.Reader())
	if err != nil {
		return err
	}
	v.Indices = len(targeting.Standing(indices)) > 0
	open, err := waiting(q.Reader())
	for _, s := range open {
		v.Waiting = append(v.Waiting, listed{Selection: s, Link: "/choosing/" + s.ID})
	}
	return err
}

type oneView struct {
	web.Head
	Selection
	Index         targeting.Index
	IndexTitle    string
	IndexLink     string
	Self          string // the address of the selection
	Rows, Next    []rowView
	Ways          int
	Left          []rowView // left out by the rule, below a threshold, or with a full oblast, before the cut
	Unknown       []rowView // without a value
	All           []rowView
	Tied          []rowView
	Rules         []string
	Map           web.Map
	Ten           []rowView // those that won the concept call of 2020, in the order of this index
	TenChosen     int
	Regions       bool
	Superseded    int // the number of the selection that took its place
	Instead       int // the number of the selection whose place it took
	Files         []fileView
	Since         []sinceView // figures that are others today
	NowIn, NowOut []rowView   // who would be in and out with them, off the record
	CanDecide     bool
	IsProposer    bool
	Reason        web.Field
	ShowsDraft    bool
}

type rowView struct {
	Place                     int
	Code, Name, Region, Value string
	Why, Ahead                string
	In                        bool
	Ways                      int
	Known                     bool
	Link                      string
}

// sinceView is a figure that is another today than the index counted.
type sinceView struct{ Place, Link, Figure, Was, Is string }

type fileView struct {
	Name, Link string
	Size       int // kB
}

// numbered is the selection of a request.
func numbered(q *web.Request) (Selection, error) {
	n, err := strconv.Atoi(q.PathValue("number"))
	if err != nil {
		return Selection{}, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return Numbered(q.Reader(), n)
}

func (h *house) one(q *web.Request) (web.Answer, error) {
	s, err := numbered(q)
	if err != nil {
		return nil, err
	}
	v, err := h.view(q, s)
	if err != nil {
		return nil, err
	}
	if v.Superseded, err = successor(q.Reader(), s.ID); err != nil {
		return nil, err
	}
	if err := h.tellSince(q, s, &v); err != nil {
		return nil, err
	}
	return onePage.Show(v), nil
}

// view is a selection at any stage.
func (h *house) view(q *web.Request, s Selection) (v oneView, err error) {
	o, err := h.open(q.Reader(), s)
	if err != nil {
		return v, err
	}
	n, err := h.names(q, o.index.Result)
	if err != nil {
		return v, err
	}
	if v.Index, err = targeting.Find(q.Reader(), s.Index); err != nil {
		return v, err
	}
	v.Selection, v.Head = s, head(q, s.Title.In(q.Lang), toList(q))
	v.IndexTitle, v.IndexLink = v.Index.Title.In(q.Lang), q.Link("/indices/"+strconv.Itoa(v.Index.Number))
	if s.Number > 0 {
		v.Self = q.Link("/chosen/" + strconv.Itoa(s.Number))
	}
	v.Ways, v.Rules = o.ways, n.rule(o.list.Rule)
	v.rows(n, o)
	v.Map = dots(q, o.list)
	for _, f := range s.Files() {
		v.Files = append(v.Files, fileView{f.Name, "/chosen/" + strconv.Itoa(s.Number) + "/files/" + f.Name, (len(f.Bytes) + 1023) / 1024})
	}
	if s.Supersedes != "" {
		before, err := Find(q.Reader(), s.Supersedes)
		if err != nil {
			return v, err
		}
		v.Instead = before.Number
	}
	return v, nil
}

// mostNext are shown after the cut.
const mostNext = 10

func (v *oneView) rows(n names, o *opened) {
	tied := map[string]bool{}
	for _, code := range o.list.Tied() {
		tied[code] = true
	}
	for _, r := range o.list.Rows {
		row := n.row(o, r, v.Self)
		v.All, v.Regions = append(v.All, row), v.Regions || row.Region != ""
		switch {
		case r.In():
			v.Rows = append(v.Rows, row)
		case r.Why == BeyondCut && len(v.Next) < mostNext:
			v.Next = append(v.Next, row)
		case r.Why == NoValue || r.Why == Screened:
			v.Unknown = append(v.Unknown, row)
		case r.Why != BeyondCut && (len(v.Next) == 0 || r.Why == Excluded):
			v.Left = append(v.Left, row)
		}
		if tied[r.Code] {
			v.Tied = append(v.Tied, row)
		}
		if municipality.InTheTen(r.Code) {
			v.Ten = append(v.Ten, row)
			if r.In() {
				v.TenChosen++
			}
		}
	}
}

func (n names) row(o *opened, r Row, self string) rowView {
	row := rowView{Place: r.Place, Code: r.Code, Name: n.place(r.Code), Region: n.region(r.Code, r.Group), Value: n.fixed(r.Value, 1), Why: n.why(o.list, r),
		In: r.In(), Ways: o.in[r.Code], Link: self + "/municipalities/" + r.Code}
	if self == "" { // it has no pages of its own yet
		row.Link = n.q.Link("/municipalities/" + r.Code)
	}
	if r.Rival != "" {
		row.Ahead = n.fixed(max(r.Ahead, -r.Ahead), 2)
	}
	return row
}

// dots are the chosen on the map of all seats.
func dots(q *web.Request, l List) web.Map {
	m := web.Map{Width: municipality.MapWidth, Height: municipality.MapHeight, Label: q.T("chosen.one.map", "Count", len(l.Chosen()))}
	places, err := municipality.Places()
	if err != nil {
		return web.Map{}
	}
	m.Dots = places.Dots()
	for _, r := range l.Chosen() {
		one, ok := places.Municipality(r.Code)
		if !ok {
			return web.Map{} // of another country: there is no map of it
		}
		x, y := one.Point.On()
		m.Marked = append(m.Marked, web.Dot{X: x, Y: y})
	}
	return m
}

// tellSince says which figures of the index are others today, and who would be chosen with them, off the record.
func (h *house) tellSince(q *web.Request, s Selection, v *oneView) error {
	o, err := h.open(q.Reader(), s)
	if err != nil {
		return err
	}
	n, err := h.names(q, o.index.Result)
	if err != nil {
		return err
	}
	changed, err := since(q.Reader(), o.index.Result, n.book)
	if err != nil || len(changed) == 0 {
		return err
	}
	for _, c := range changed {
		decimals := o.index.Result.Table.Decimals(c.Figure)
		v.Since = append(v.Since, sinceView{n.place(c.Municipality), v.Self + "/municipalities/" + c.Municipality, n.figure(c.Figure), n.fixed(c.Was, decimals), n.short(c.Is)})
	}
	now, err := corrected(o.index, o.list.Rule, changed)
	if err != nil {
		return err
	}
	for _, r := range now.Rows {
		switch before, _ := o.list.Of(r.Code); {
		case r.In() && !before.In():
			v.NowIn = append(v.NowIn, n.row(o, before, v.Self))
		case !r.In() && before.In():
			v.NowOut = append(v.NowOut, n.row(o, before, v.Self))
		}
	}
	return nil
}
