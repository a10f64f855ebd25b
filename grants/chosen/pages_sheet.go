package chosen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/targeting"
	"vekst/platform/lang"
	"vekst/platform/qr"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
)

var sheetPage = web.NewPage[sheetView](files, "pages/sheet.html")

// What there is room for on one page.
const (
	mostPulls   = 7
	mostTurns   = 6
	mostSources = 6
)

// sheetView is why a municipality is chosen, or why it is not, on one page of A4.
type sheetView struct {
	whyView
	Region     string
	Top        []pullView // what weighs most
	Less       int        // how many weigh less and have no room
	Would      []turnView // figures that would turn it
	Rules      []string
	IndexTitle string
	IndexSHA   string
	Sources    []string
	Contest    string // how, and until when
	Made       string
	QR         qr.Code
}

// sheet tells one municipality on one page.
func (h *house) sheet(q *web.Request) (web.Answer, error) {
	f, err := h.facing(q)
	if err != nil {
		return nil, err
	}
	v := sheetView{whyView: whyOf(q, f.selection, f.opened, f.names, f.at), Rules: f.names.rule(f.list.Rule), IndexTitle: f.index.Title.In(q.Lang), IndexSHA: f.index.SHA256}
	v.Index = f.index
	v.Style, v.Region = "map.css", f.names.region(v.Code, f.list.Rows[f.at].Group)
	v.Crumbs = append(v.Crumbs, web.Crumb{Name: v.Name, Link: f.self})
	v.Top = v.Pulls[:min(len(v.Pulls), mostPulls)]
	v.Less = len(v.Pulls) - len(v.Top)
	v.sources()
	for _, t := range v.Turns {
		if t.Found && len(v.Would) < mostTurns {
			v.Would = append(v.Would, t)
		}
	}
	v.Made = lang.Date(q.Lang, local(q, q.Site.Door.Now()))
	if v.QR, err = qr.Of(strings.TrimSuffix(h.address, "/") + f.self); err != nil {
		return nil, err
	}
	if v.Superseded, err = successor(q.Reader(), f.selection.ID); err != nil {
		return nil, err
	}
	v.Contest, err = contesting(q, v.QR.Leads)
	return sheetPage.Show(v), err
}

// sources are who published the figures, each once.
func (v *sheetView) sources() {
	for _, p := range v.Pulls {
		if p.Source != "" && !slices.Contains(v.Sources, p.Source) && len(v.Sources) < mostSources {
			v.Sources = append(v.Sources, p.Source)
		}
	}
}

// contesting says how a figure is contested, and until when.
func contesting(q *web.Request, page string) (string, error) {
	c, err := call.Find(q.Reader(), CorrectionCall)
	if refusal.KindOf(err) == refusal.Missing {
		return q.T("chosen.sheet.contest_closed"), nil
	} else if err != nil {
		return "", err
	}
	switch {
	case c.Window.At(q.Site.Door.Now()) != period.Open:
		return q.T("chosen.sheet.contest_closed"), nil
	case c.Window.Closes.IsZero():
		return q.T("chosen.sheet.contest", "Address", page), nil
	}
	return q.T("chosen.sheet.contest_until", "Address", page, "Day", lang.DateTime(q.Lang, c.Window.Closes.In(c.Window.Location()))), nil
}

// local is a moment where the programme is.
func local(q *web.Request, t time.Time) time.Time {
	if q.Site.Zone == nil {
		return t
	}
	return t.In(q.Site.Zone)
}

// facing is one municipality in a selection, with all that its pages are made of.
type facing struct {
	*opened
	selection Selection
	index     targeting.Index
	names     names
	at        int // which row of the list
	self      string
}

func (h *house) facing(q *web.Request) (f facing, err error) {
	if f.selection, err = numbered(q); err != nil {
		return f, err
	}
	if f.opened, err = h.open(q.Reader(), f.selection); err != nil {
		return f, err
	}
	if f.names, err = h.names(q, f.opened.index.Result); err != nil {
		return f, err
	}
	f.at = slices.IndexFunc(f.list.Rows, func(r Row) bool { return r.Code == q.PathValue("code") })
	if f.at < 0 {
		return f, refusal.New(refusal.Missing, "chosen.refusal.no_place")
	}
	f.self = q.Link(fmt.Sprintf("/chosen/%d/municipalities/%s", f.selection.Number, f.list.Rows[f.at].Code))
	f.index, err = targeting.Find(q.Reader(), f.selection.Index)
	return f, err
}
