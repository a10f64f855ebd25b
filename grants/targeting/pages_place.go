package targeting

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var placePage = web.NewPage[placeView](files, "pages/place.html")

// placeView tells how the number of one municipality came about.
type placeView struct {
	web.Head
	Number     int
	IndexTitle string
	Code       string
	Known      bool
	Row        placeRow
	Units      int
	IsChosen   bool
	HasPlace   bool
	Screened   string // why it is not counted; empty where it is
	Draws      string
	Withdrawn  withdrawn
	Stories    []story
	Groups     []groupStory
	Earlier    *neighbour
	Later      *neighbour
	CellsLink  string
	GroupsLink string
}

type neighbour struct{ Name, Link string }

// story is one indicator on its way from the source into the index.
type story struct {
	Name, Link, Publisher, Year, Raw string
	Missing                          bool
	Steps                            []string
	Arithmetic                       string
	Normalised, Share, Group         string
	Rank                             string
}

// groupStory is how a group, and at last the index, came about.
type groupStory struct {
	Name, By, Arithmetic, Value, Rank string
	IsIndex                           bool
}

func (h *house) place(q *web.Request) (web.Answer, error) {
	o, err := h.open(q)
	if err != nil {
		return nil, err
	}
	code := q.PathValue("code")
	v := placeView{Number: o.Number, IndexTitle: o.Title.In(q.Lang), Code: code, Units: len(o.Result.Units), CellsLink: o.fileLink("cells.csv"), GroupsLink: o.fileLink("groups.csv")}
	v.Head = web.Head{Title: o.unitOf(code), Section: "look.nav.municipalities", Style: "index.css", Thread: 1,
		Crumbs: append(crumbs(q), web.Crumb{Name: v.IndexTitle, Link: q.Link("/indices/" + strconv.Itoa(o.Number))})}
	if v.Withdrawn, err = o.notice(q); err != nil {
		return nil, err
	}
	_, v.Known = o.book.Places.Municipality(code)
	u := slices.IndexFunc(o.Result.Units, func(x Unit) bool { return x.Code == code })
	if u < 0 {
		at := slices.IndexFunc(o.Result.Screened, func(s Screened) bool { return s.Unit.Code == code })
		if at < 0 {
			return nil, refusal.New(refusal.Missing, "targeting.refusal.no_place")
		}
		s := o.Result.Screened[at]
		v.Screened = q.T("targeting.place.screened", "There", s.There, "Of", s.All, "Share", o.share(o.Result.Recipe.Screen))
		return placePage.Show(v), nil
	}
	o.tell(q, &v, u)
	return placePage.Show(v), nil
}

func (o *opened) tell(q *web.Request, v *placeView, u int) {
	v.Row = o.row(q, u, len(o.Result.Units))
	v.HasPlace = v.Row.Place > 0
	v.IsChosen = o.Result.Recipe.Choose.isChosen(v.Row.Place)
	if o.Draws != nil {
		d := o.Draws.Units[u]
		v.Draws = q.T("targeting.place.draws", "Share", o.share(d.Chosen), "Runs", lang.Number(q.Lang, int64(min(2*o.Draws.N, o.Draws.Runs))), "Low", d.Low, "High", d.High)
	}
	order := o.inPlace()
	at := slices.Index(order, u)
	beside := func(at int) *neighbour {
		if at < 0 || at >= len(order) {
			return nil
		}
		code := o.Result.Units[order[at]].Code
		return &neighbour{o.unitOf(code), q.Link("/indices/" + strconv.Itoa(o.Number) + "/municipalities/" + code)}
	}
	v.Earlier, v.Later = beside(at-1), beside(at+1)
	for k := range o.Result.Framework.indicators {
		v.Stories = append(v.Stories, o.story(q, k, u))
	}
	for _, g := range o.Result.Framework.groups {
		v.Groups = append(v.Groups, o.groupStory(q, g, u))
	}
}

func (o *opened) story(q *web.Request, k, u int) story {
	r := o.Result
	node := r.Framework.Nodes[r.Framework.indicators[k]]
	c := r.Cells(k)[u]
	s := story{Name: node.In(o.lang), Publisher: node.Source, Missing: IsMissing(c.Raw), Arithmetic: o.readable(c.Arithmetic), Group: o.named(node.Parent), Raw: o.exact(c.Raw)}
	if node.Unit != "" && !s.Missing {
		s.Raw += "\u00a0" + node.Unit
	}
	if i, year, ok := measured(o.book, node.Code); ok {
		own, _ := o.book.Named(i.Code)
		own = o.book.Sourced(own, r.Units[u].Code, year)
		s.Link, s.Publisher, s.Year = q.Link("/statistics/"+i.Code), own.Publisher.In(q.Lang), strconv.Itoa(year)
	}
	s.Steps = o.treatment(q, c, node)
	if !IsMissing(c.Normalised) {
		s.Normalised, s.Share = o.two(c.Normalised), o.share(c.Share)
		s.Rank = o.rankIn(q, r.Normalised[k], u)
	}
	return s
}

// rankIn is a place among all units, from the end that is chosen from.
func (o *opened) rankIn(q *web.Request, values column, u int) string {
	places := ranked(values, o.Result.Recipe.Choose.From)
	if places[u] == 0 {
		return ""
	}
	return q.T("targeting.place.rank", "Place", places[u], "Of", len(values.present()))
}

// treatment says in words what happened to one figure.
func (o *opened) treatment(q *web.Request, c Cell, node Node) (said []string) {
	add := func(key string, args ...any) { said = append(said, q.T("targeting.place."+key, args...)) }
	switch {
	case IsMissing(c.Raw) && c.ImputedBy.By == "":
		add("none")
	case IsMissing(c.Raw):
		add("imputed", "By", q.T("targeting.impute."+string(c.ImputedBy.By)), "From", c.ImputedBy.From, "Value", o.exact(c.Imputed))
	}
	if !IsMissing(c.By) {
		add("divided", "Of", node.Denominator, "By", o.exact(c.By), "Value", o.exact(c.Denominated))
	}
	switch {
	case c.TreatedBy == TreatLog:
		add("logged", "Value", o.two(c.Treated))
	case c.Drawn == FromAbove:
		add("drawn_high", "Value", o.exact(c.Treated))
	case c.Drawn == FromBelow:
		add("drawn_low", "Value", o.exact(c.Treated))
	}
	if node.Direction < 0 && !IsMissing(c.Treated) {
		add("turned")
	}
	return said
}

func (o *opened) groupStory(q *web.Request, g, u int) groupStory {
	r := o.Result
	n := r.Framework.Nodes[g]
	s := groupStory{Name: n.In(o.lang), By: q.T("targeting.place.by." + string(r.Recipe.Method.Aggregate.at(n.Level))), Arithmetic: o.readable(r.Sum(g, u)), Value: o.two(r.Values[g][u]),
		IsIndex: g == r.Framework.top()}
	s.Rank = o.rankIn(q, r.Values[g], u)
	return s
}

var writtenNumber = regexp.MustCompile(`-?\d+(\.\d+)?(e[-+]?\d+)?`)

// readable is an arithmetic as people read it: numbers as the language writes them, with at most four decimals. All digits
// are in the files.
func (w writer) readable(arithmetic string) string {
	return writtenNumber.ReplaceAllStringFunc(arithmetic, func(s string) string {
		x, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return s
		}
		short := strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(x, 'f', 4, 64), "0"), ".")
		return lang.Figure(w.lang, short)
	})
}

// exact writes a number with all its digits.
func (w writer) exact(x float64) string {
	if IsMissing(x) {
		return w.say("targeting.report.without_value")
	}
	s := figure(x)
	if strings.ContainsAny(s, "eE") {
		return s
	}
	return lang.Figure(w.lang, s)
}
