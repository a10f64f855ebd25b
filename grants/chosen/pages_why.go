package chosen

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/targeting"
	"vekst/platform/web"
)

var whyPage = web.NewPage[whyView](files, "pages/why.html")

type whyView struct {
	web.Head
	Code, Name     string
	In             bool
	Says, How      string // the outcome, and how far it is from the cut
	Selection      Selection
	SelectionLink  string
	Place, Of      int
	Value          string
	HasValue       bool
	Ways, AllWays  int
	Ahead          string
	Before, After  *rowView // its neighbours in the order of the index
	Rival          *rowView
	Strip          strip
	Pulls          []pullView
	Turns          []turnView
	TurnsNone      bool // no figure of a single indicator turns it
	IndexLink      string
	Index          targeting.Index
	MunicipalityAt string
	ContestAt      string
	SheetAt        string // the same on one page, for printing
	Superseded     int
	From           string // the end that is chosen from
}

// strip shows where everybody stands by the index.
type strip struct {
	Ticks    string
	Own, Cut int
	Says     string
}

type pullView struct {
	Name, Link, Source string
	Own, Middle, Unit  string
	Missing, Imputed   bool
	Far                string // index points, with a sign
	Toward             bool   // it draws the municipality towards being chosen
	X, Width           int
}

type turnView struct {
	Name, Unit, Now, Needed string
	Missing, Found          bool
	Says                    string
}

// look leads from the box that asks for a municipality to its page.
func (h *house) look(q *web.Request) (web.Answer, error) {
	return web.See(q.Link("/chosen/" + q.PathValue("number") + "/municipalities/" + url.PathEscape(q.Value("code")))), nil
}

// why tells one municipality why it is chosen, or why it is not.
func (h *house) why(q *web.Request) (web.Answer, error) {
	f, err := h.facing(q)
	if err != nil {
		return nil, err
	}
	v := whyOf(q, f.selection, f.opened, f.names, f.at)
	v.Index, v.IndexLink = f.index, q.Link(fmt.Sprintf("/indices/%d/municipalities/%s", f.index.Number, v.Code))
	v.SheetAt = f.self + "/sheet"
	isOpen, err := isContestable(q)
	if err != nil {
		return nil, err
	}
	if isOpen {
		v.ContestAt = fmt.Sprintf("/contest/%d/%s", f.selection.Number, v.Code)
	}
	if v.Superseded, err = successor(q.Reader(), f.selection.ID); err != nil {
		return nil, err
	}
	return whyPage.Show(v), nil
}

func whyOf(q *web.Request, s Selection, o *opened, n names, at int) whyView {
	r, self := o.list.Rows[at], q.Link("/chosen/"+strconv.Itoa(s.Number))
	v := whyView{Code: r.Code, Name: n.place(r.Code), In: r.In(), Says: n.why(o.list, r), Selection: s, SelectionLink: self, Place: r.Place, Of: placed(o.list),
		Value: n.fixed(r.Value, 2), HasValue: r.Place > 0, Ways: o.in[r.Code], AllWays: o.ways, From: string(o.list.Rule.From)}
	key := "chosen.why.title_not"
	if v.In {
		key = "chosen.why.title"
	}
	v.Head = head(q, q.T(key, "Name", bare(v.Name)), toList(q), web.Crumb{Name: s.Title.In(q.Lang), Link: self})
	if _, ok := n.book.Places.Municipality(r.Code); ok {
		v.MunicipalityAt = q.Link("/municipalities/" + r.Code)
	}
	beside := func(i int) *rowView {
		if i < 0 || i >= v.Of {
			return nil
		}
		row := n.row(o, o.list.Rows[i], self)
		return &row
	}
	if v.HasValue {
		v.Before, v.After = beside(at-1), beside(at+1)
		v.distance(n, o, r, self)
		v.Strip = stripOf(n, o, r)
		v.pull(n, o, r)
	}
	v.turn(n, o, r)
	return v
}

// bare is a name for a sentence that says before it what it is: „община Столична община“ would say it twice.
func bare(name string) string { return strings.TrimSuffix(name, " община") }

// placed are those that have a place.
func placed(l List) (placed int) {
	for _, r := range l.Rows {
		if r.Place > 0 {
			placed++
		}
	}
	return placed
}

func (v *whyView) distance(n names, o *opened, r Row, self string) {
	if r.Rival == "" {
		return
	}
	rival, _ := o.list.Of(r.Rival)
	row := n.row(o, rival, self)
	v.Rival = &row
	v.Ahead = n.fixed(max(r.Ahead, -r.Ahead), 2)
	v.How = n.q.T("chosen.why."+howFar(r), "Points", v.Ahead, "Rival", row.Name, "By", n.by(cmp.Or(r.DecidedBy, ByDraw)))
}

// howFar names the sentence that says how far a municipality is from the one it is weighed against. One that the rule leaves out
// whatever its index is not told that its index would have had to be another.
func howFar(r Row) string {
	switch {
	case r.Ahead == 0:
		return "equal"
	case r.Ahead > 0 && r.In():
		return "ahead"
	case r.Ahead > 0:
		return "would"
	case slices.Contains([]Why{Excluded, NotReached, NotKnown}, r.Why):
		return "behind_too"
	}
	return "behind"
}

// The strip runs from the lowest value of the index to the highest.
const (
	stripFrom = 8
	stripTo   = 472
)

func stripOf(n names, o *opened, r Row) strip {
	values := o.index.Result.Index()
	low, high := lowest(values), -lowest(negated(values))
	on := func(x float64) int {
		if high == low {
			return stripFrom
		}
		return stripFrom + int((x-low)/(high-low)*(stripTo-stripFrom)+0.5)
	}
	var ticks strings.Builder
	for _, x := range values {
		if !targeting.IsMissing(x) {
			fmt.Fprintf(&ticks, "M%d 10v14", on(x))
		}
	}
	s := strip{Ticks: ticks.String(), Own: on(r.Value)}
	chosen := o.list.Chosen()
	last := chosen[len(chosen)-1]
	s.Cut = on(last.Value)
	s.Says = n.q.T("chosen.why.strip", "Name", n.place(r.Code), "Value", n.fixed(r.Value, 1), "Last", n.place(last.Code), "Cut", n.fixed(last.Value, 1),
		"Low", n.fixed(low, 1), "High", n.fixed(high, 1))
	return s
}

// pull says which indicators move it most from where a municipality in the middle would stand.
func (v *whyView) pull(n names, o *opened, r Row) {
	result := o.index.Result
	pulls := result.Pulls(result.Find(r.Code))
	most := 0.0
	for _, p := range pulls {
		most = max(most, p.Far, -p.Far)
	}
	for _, p := range pulls {
		code := p.Indicator.Code
		row := pullView{Name: n.figure(code), Unit: n.unit(code), Source: p.Indicator.Source, Own: n.fixedAs(p.Raw, code), Middle: n.fixedAs(p.MiddleRaw, code),
			Missing: targeting.IsMissing(p.Raw), Imputed: targeting.IsMissing(p.Raw) && !targeting.IsMissing(p.Normalised), Toward: (p.Far < 0) == (o.list.Rule.From == targeting.Lowest)}
		if i, _, ok := n.indicator(code); ok {
			row.Link, row.Source = n.q.Link("/statistics/"+i.Code), i.Publisher.In(n.q.Lang)
		}
		row.Far = n.fixed(p.Far, 1)
		if p.Far > 0 {
			row.Far = "+" + row.Far
		}
		if most > 0 {
			half := int(max(p.Far, -p.Far)/most*226 + 0.5)
			row.X, row.Width = 240, half
			if p.Far < 0 {
				row.X = 240 - half
			}
		}
		v.Pulls = append(v.Pulls, row)
	}
}

func (v *whyView) turn(n names, o *opened, r Row) {
	v.TurnsNone = true
	for _, t := range o.turn(r.Code) {
		code := t.Indicator.Code
		row := turnView{Name: n.figure(code), Unit: n.unit(code), Now: n.fixed(t.Now, t.Decimals), Needed: n.fixed(t.Needed, t.Decimals), Missing: targeting.IsMissing(t.Now), Found: t.Found}
		switch {
		case t.Any:
			row.Says = n.q.T("chosen.turn.any")
		case t.Found && t.AtLeast:
			row.Says = n.q.T("chosen.turn.at_least", "Value", row.Needed)
		case t.Found:
			row.Says = n.q.T("chosen.turn.at_most", "Value", row.Needed)
		default:
			row.Says = n.q.T("chosen.turn.none")
		}
		v.TurnsNone = v.TurnsNone && !t.Found
		v.Turns = append(v.Turns, row)
	}
}
