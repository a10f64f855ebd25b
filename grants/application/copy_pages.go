package application

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
)

func (h *house) copyRoutes(s *web.Site) {
	s.Private("GET /applications/{id}/copy", web.SignedIn, h.whereTo)
	s.Private("GET /calls/{call}/copy/{id}", web.SignedIn, h.copyPlan)
	s.Private("POST /calls/{call}/copy/{id}", web.SignedIn, h.copy)
}

type whereView struct {
	web.Head
	Name  string
	Calls []openCall
}

// openCall is a call into which an application can be copied.
type openCall struct {
	Title, Link string
	Closes      time.Time
	Fit, Of     int
	IsSame      bool // the call the application is to
}

var wherePage = web.NewPage[whereView](embedded, "pages/copy_where.html")

// mostCalls is how many open calls are offered to copy into.
const mostCalls = 30

// whereTo lists the open calls an application can be copied into, those that fit best first.
func (h *house) whereTo(q *web.Request) (web.Answer, error) {
	o, err := h.openOwn(q)
	if err != nil {
		return nil, err
	}
	v := whereView{Head: web.Head{Title: q.T("application.copy.where"), Thread: 6, Crumbs: o.crumbs(q, o.crumb(q))}, Name: o.Name(q)}
	all, err := call.List(q.Reader(), o.now, call.Wanted{State: period.Open, Limit: mostCalls})
	if err != nil {
		return nil, err
	}
	answers, err := standingsOf(q.Reader(), []string{o.ID}, nil)
	if err != nil {
		return nil, err
	}
	who, err := applicantOf(q.Reader(), o.Organisation)
	if err != nil {
		return nil, err
	}
	for _, l := range all {
		p := copyPlan{source: o.Application, from: o.call}
		if p.to, err = definition(q.Reader(), l.ID, l.Version); err != nil {
			return nil, err
		}
		p.known = who.known(p.to.Form, o.Lang)
		p.arrange(answers[o.ID], o.now)
		c := openCall{Title: p.to.Title.In(q.Lang), Link: "/calls/" + l.ID + "/copy/" + o.ID, Closes: l.Window.Closes, IsSame: l.ID == o.Call}
		c.Fit, c.Of = p.fitCount()
		v.Calls = append(v.Calls, c)
	}
	slices.SortStableFunc(v.Calls, func(a, b openCall) int { return b.Fit - a.Fit })
	return wherePage.Show(v), nil
}

// openOwn finds an application of an organisation the visitor speaks for. Whoever may not know of it is told that there is
// none; whoever only reads it, that they may not.
func (h *house) openOwn(q *web.Request) (opened, error) {
	o, err := h.open(q, false)
	if err == nil && !o.Edits(q.Actor()) {
		err = refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	return o, err
}

type copyView struct {
	web.Head
	Source                  shownSource
	Call, Self, Apply, Seen string
	Closes                  time.Time
	Fit, Partly, Nowhere    []copyQuestion
	Known                   bool
	Declared, HasPartners   bool
}

// copyQuestion is one question as the page shows it before anything is copied.
type copyQuestion struct {
	ID, Label, Was string // Was is what it was called, where that is not the same
	Told           []string
	Short          string // the beginning of a long text
	Complaints     []string
	Aside          []copyAside
	IsTicked       bool
}

type copyAside struct{ Label, Value, Why string }

var copyPage = web.NewPage[copyView](embedded, "pages/copy.html")

// copyPlan shows what fits, what fits in part and what has no place. Nothing is done yet.
func (h *house) copyPlan(q *web.Request) (web.Answer, error) {
	v, err := h.copyView(q)
	if err != nil {
		return nil, err
	}
	return copyPage.Show(v), nil
}

func (h *house) copyView(q *web.Request) (copyView, error) {
	o, err := h.openOwn(q)
	if err != nil {
		return copyView{}, err
	}
	to, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return copyView{}, err
	}
	if err := open(to.Window, o.now); err != nil {
		return copyView{}, err
	}
	p, err := planCopy(q.Reader(), o.Application, to, o.now)
	if err != nil {
		return copyView{}, err
	}
	v := copyView{Head: web.Head{Title: q.T("application.copy.title"), Thread: 6, Crumbs: []web.Crumb{{Name: to.Title.In(q.Lang), Link: q.Link("/calls/" + to.ID)}}},
		Source: shownSource{FromCopy, o.Name(q), o.Number, o.call.Title.In(q.Lang), "/applications/" + o.ID}, Call: to.Title.In(q.Lang),
		Self: "/calls/" + to.ID + "/copy/" + o.ID, Apply: "/calls/" + to.ID + "/apply", Seen: p.mark(), Closes: to.Window.Closes,
		Known: len(p.known) > 0, Declared: p.declared}
	v.tell(q, p)
	return v, nil
}

// tell sorts the questions by how they fit.
func (v *copyView) tell(q *web.Request, p copyPlan) {
	was, is := teller{q, p.from.Definition, call.Answers{}}, teller{q, p.to.Definition, call.Answers{}}
	for _, f := range p.fittings {
		for _, a := range f.Was {
			was.answers[a.Path] = a.Value
		}
		for _, a := range f.Stays {
			is.answers[a.Path] = a.Value
		}
	}
	for _, f := range p.fittings {
		one := f.shown(q, was, is)
		v.HasPartners = v.HasPartners || f.To.Kind == call.Partner && len(f.Stays) > 0
		switch {
		case len(f.Stays) == 0:
			v.Nowhere = append(v.Nowhere, one)
		case f.fits() && len(f.Aside) == 0:
			v.Fit = append(v.Fit, one)
		default:
			v.Partly = append(v.Partly, one)
		}
	}
}

// longText is from how many characters on a text is shown folded.
const longText = 220

func (f fitting) shown(q *web.Request, was, is teller) copyQuestion {
	c := copyQuestion{ID: f.To.ID, Label: f.From.Label.In(q.Lang), Told: is.told(f.To, f.Stays), IsTicked: f.fits()}
	if f.To.Kind != "" {
		c.Label = f.To.Label.In(q.Lang)
		if !sameWords(f.From.Label, f.To.Label) {
			c.Was = f.From.Label.In(q.Lang)
		}
	}
	if len(c.Told) == 1 && utf8.RuneCountInString(c.Told[0]) > longText {
		c.Short = string([]rune(c.Told[0])[:longText-60]) + "…"
	}
	for _, each := range f.Complaints {
		c.Complaints = append(c.Complaints, sentence(q, each))
	}
	c.asides(q, f, was)
	if q.Method == http.MethodPost {
		c.IsTicked = slices.Contains(q.PostForm["take"], c.ID)
	}
	return c
}

// asides are the pieces that have no place: a whole question at once, a row at once, or each by itself.
func (c *copyQuestion) asides(q *web.Request, f fitting, was teller) {
	if f.To.Kind == "" {
		c.Aside = []copyAside{{"", strings.Join(was.told(f.From, f.Was), "\n"), q.T(whyNowhere)}}
		return
	}
	var rows []string
	for _, r := range rowsWritten(f.From.ID, f.Was) {
		rows = append(rows, r.id)
	}
	for i := 0; i < len(f.Aside); i++ {
		a, same := f.Aside[i], []Answer{f.Aside[i].Answer}
		for a.Why == whyHeading && i+1 < len(f.Aside) && rowOf(f.Aside[i+1].Path) == rowOf(a.Path) {
			i++
			same = append(same, f.Aside[i].Answer)
		}
		part, _ := simpleAt(was.call.Form, a.Path)
		if len(same) > 1 || f.From.Kind == call.File {
			c.Aside = append(c.Aside, copyAside{"", strings.Join(was.told(f.From, same), ""), q.T(a.Why)})
			continue
		}
		label := ""
		if a.Path != f.From.ID {
			label = was.about(f.From, a.Path, rows)
		}
		c.Aside = append(c.Aside, copyAside{label, was.part(f.From, part, a.Value), q.T(a.Why)})
	}
}

// rowOf is the path of the row an answer stands in.
func rowOf(path string) string { return path[:max(0, strings.LastIndexByte(path, '/'))] }

// copy makes the new draft.
func (h *house) copy(q *web.Request) (web.Answer, error) {
	in := Copying{Call: q.PathValue("call"), From: q.PathValue("id"), Take: q.PostForm["take"], Seen: q.PostFormValue("seen"), Scanned: h.Scanner != nil}
	a, err := web.Do(q, Copy, in)
	if err == nil {
		return web.See("/applications/" + a.ID), nil
	}
	if refusal.KindOf(err) != refusal.Conflict {
		return nil, err
	}
	v, failed := h.copyView(q)
	if failed != nil {
		return nil, failed
	}
	v.Complaints = []web.Complaint{{Sentence: said(q, err)}}
	return copyPage.With(http.StatusConflict, v), nil
}

// earlierApplication is one of the organisation's that a new one can begin with.
type earlierApplication struct {
	Name, Number, Call, Link string
	Saved                    time.Time
	Fit, Of                  int
}

// toBeginWith lists the applications of the organisations the visitor speaks for, those saved last first, with how much of
// each fits in a call. One in which nothing was answered is left out.
func toBeginWith(q *web.Request, to call.Published, organisations []string) ([]earlierApplication, error) {
	all, err := own(q, organisations)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	ids, who := make([]string, len(all)), map[string]applicant{}
	for i, a := range all {
		ids[i] = a.ID
	}
	answers, err := standingsOf(q.Reader(), ids, nil)
	if err != nil {
		return nil, err
	}
	var shown []earlierApplication
	for _, a := range all {
		if _, ok := who[a.Organisation]; !ok {
			if who[a.Organisation], err = applicantOf(q.Reader(), a.Organisation); err != nil {
				return nil, err
			}
		}
		from, err := definition(q.Reader(), a.Call, a.CallVersion)
		if err != nil {
			return nil, err
		}
		p := copyPlan{source: a, from: from, to: to, known: who[a.Organisation].known(to.Form, a.Lang)}
		p.arrange(answers[a.ID], q.Site.Door.Now())
		e := earlierApplication{opened{Application: a}.Name(q), a.Number, from.Title.In(q.Lang), "/calls/" + to.ID + "/copy/" + a.ID, a.Saved, 0, 0}
		if e.Fit, e.Of = p.fitCount(); e.Of > 0 {
			shown = append(shown, e)
		}
	}
	return shown, nil
}

// own are the applications of organisations, without those in which they are mere partners: these are another's.
func own(q *web.Request, organisations []string) ([]Application, error) {
	if len(organisations) == 0 {
		return nil, nil
	}
	all, err := Of(q.Reader(), organisations)
	all = slices.DeleteFunc(all, func(a Application) bool { return !slices.Contains(organisations, a.Organisation) })
	return all[:min(len(all), earlierApplications)], err
}
