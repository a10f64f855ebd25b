package resource

import (
	"strings"

	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/id"
	"vekst/value/text"
)

var (
	askPage  = web.NewPage[askView](files, "pages/ask.html")
	ratePage = web.NewPage[rateView](files, "pages/rate.html")
)

func newKey() string { return id.New() }

// askView asks for a few words before something is done with a resource.
type askView struct {
	web.Head
	Lede, Action, Back, Do string
	Fields                 []web.Field
	Sort                   web.Choice // of a note; without options where it is not asked
}

// begin is what every small form about a resource has.
func (h *house) begin(q *web.Request, what string, complaints []web.Complaint) (askView, Resource, error) {
	r, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return askView{}, r, err
	}
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return askView{}, r, err
	}
	m, _ := d.Municipality(r.Municipality)
	v := askView{Lede: q.T("resource." + what + ".lede"), Action: Link(r.ID) + "/" + what, Back: q.Link(Link(r.ID)), Do: q.T("resource." + what + ".do")}
	v.Title, v.Section, v.Thread, v.Complaints = q.T("resource."+what+".title"), "look.nav.municipalities", 2, complaints
	v.Crumbs = append(crumbsOf(q, d, m), web.Crumb{Name: r.Name.In(q.Lang), Link: v.Back})
	return v, r, nil
}

// field is a field of a small form, with what was typed.
func (v askView) field(q *web.Request, name, label string, rows int) web.Field {
	return web.Field{Name: name, Label: q.T(label), Value: q.FormValue(name), Rows: rows, Complaint: v.Complaint(name)}
}

// asked shows a small form to those who may: officials, or for a note anybody who may see the resource.
func (h *house) asked(what string, fill func(q *web.Request, v *askView)) func(q *web.Request, complaints []web.Complaint) (askView, error) {
	return func(q *web.Request, complaints []web.Complaint) (askView, error) {
		v, r, err := h.begin(q, what, complaints)
		if err != nil {
			return v, err
		}
		scope, err := ScopeOf(q.Reader(), q.Actor())
		isMine := q.Actor().ID == r.By
		if err == nil && !scope.Has(r.Municipality) && (what != "add" || r.State != Confirmed && !isMine) {
			err = refusal.New(refusal.Forbidden, "look.refusal.forbidden")
		}
		fill(q, &v)
		return v, err
	}
}

// form is a small form and what it does: the pages of both.
func form(ask func(*web.Request, []web.Complaint) (askView, error), do func(q *web.Request) error) (show, take web.Handler) {
	show = func(q *web.Request) (web.Answer, error) {
		v, err := ask(q, nil)
		if err != nil {
			return nil, err
		}
		return askPage.Show(v), nil
	}
	take = func(q *web.Request) (web.Answer, error) {
		err := do(q)
		if err == nil {
			return web.See(q.Link(Link(q.PathValue("id")))), nil
		}
		complaints := heard(q, err)
		if complaints == nil {
			return nil, err
		}
		v, err := ask(q, complaints)
		if err != nil {
			return nil, err
		}
		return askPage.Refuse(v), nil
	}
	return show, take
}

func withReason(q *web.Request, v *askView) {
	v.Fields = append(v.Fields, v.field(q, "reason", "resource.ask.reason", 4))
}

func deciding(q *web.Request) Deciding {
	return Deciding{ID: q.PathValue("id"), Reason: q.FormValue("reason")}
}

// returnForm and the others are the small forms about a resource.
func (h *house) returnForm() (show, take web.Handler) {
	return form(h.asked("return", withReason), func(q *web.Request) error {
		_, err := web.Do(q, Return, deciding(q))
		return err
	})
}

func (h *house) retireForm() (show, take web.Handler) {
	return form(h.asked("retire", withReason), func(q *web.Request) error {
		_, err := web.Do(q, Retire, deciding(q))
		return err
	})
}

func (h *house) mergeForm() (show, take web.Handler) {
	ask := h.asked("merge", func(q *web.Request, v *askView) {
		f := v.field(q, "into", "resource.ask.into", 0)
		f.Help = q.T("resource.ask.into_help")
		v.Fields = append(v.Fields, f)
	})
	return form(ask, func(q *web.Request) error {
		into := q.Value("into")
		into = strings.TrimSuffix(into[strings.LastIndex(strings.TrimSuffix(into, "/"), "/")+1:], "/")
		into, _, _ = strings.Cut(into, "?")
		_, err := web.Do(q, Merge, Merging{ID: q.PathValue("id"), Into: into})
		if refusal.KindOf(err) == refusal.Missing {
			err = refusal.Of([]refusal.Complaint{refusal.About("into", "resource.refusal.no_such")})
		}
		return err
	})
}

func (h *house) addForm() (show, take web.Handler) {
	ask := h.asked("add", func(q *web.Request, v *askView) {
		v.Sort = web.Choice{Name: "sort", Label: q.T("resource.ask.sort"), Value: q.Value("sort"), Complaint: v.Complaint("sort")}
		if v.Sort.Value == "" {
			v.Sort.Value = Idea
		}
		for _, s := range []string{Idea, Done, Evidence} {
			v.Sort.Options = append(v.Sort.Options, web.Option{Value: s, Label: q.T("resource.ask." + s)})
		}
		link := v.field(q, "link", "resource.ask.link", 0)
		link.Type, link.Optional, link.Help = "url", true, q.T("resource.ask.link_help")
		v.Fields = append(v.Fields, v.field(q, "words", "resource.ask.words", 5), link)
	})
	return form(ask, func(q *web.Request) error {
		_, err := web.Do(q, Add, Adding{ID: q.PathValue("id"), Sort: q.Value("sort"), Words: q.FormValue("words"), Lang: q.Lang, Link: q.Value("link")})
		return err
	})
}

type rateView struct {
	web.Head
	Action, Back string
	Aspects      []aspectView
}

type aspectView struct {
	Score  web.Choice
	Reason web.Field
}

func (h *house) askRate(q *web.Request) (web.Answer, error) {
	v, err := h.rateView(q, nil)
	if err != nil {
		return nil, err
	}
	return ratePage.Show(v), nil
}

func (h *house) rateView(q *web.Request, complaints []web.Complaint) (rateView, error) {
	ask, err := h.asked("rate", func(*web.Request, *askView) {})(q, complaints)
	if err != nil {
		return rateView{}, err
	}
	have, err := RatingsOf(q.Reader(), q.PathValue("id"))
	v := rateView{Head: ask.Head, Action: ask.Action, Back: ask.Back}
	for _, aspect := range Aspects {
		score, reason := q.Value("score_"+aspect), q.FormValue("reason_"+aspect)
		for _, t := range have {
			if t.Aspect == aspect && !isPosted(q) {
				score, reason = number(t.Score), t.Reason
			}
		}
		v.Aspects = append(v.Aspects, v.aspect(q, aspect, score, reason))
	}
	return v, err
}

func (v rateView) aspect(q *web.Request, aspect, score, reason string) aspectView {
	name := q.T("resource.aspect." + aspect)
	a := aspectView{Score: web.Choice{Name: "score_" + aspect, Label: name, Help: q.T("resource.aspect_help." + aspect), Value: score, Complaint: v.Complaint("score_" + aspect),
		Options: []web.Option{{Label: q.T("resource.rate.not")}}}}
	for i := int64(1); i <= Best; i++ {
		a.Score.Options = append(a.Score.Options, web.Option{Value: number(i), Label: q.T("resource.rate.of", "Score", number(i), "Best", number(Best))})
	}
	a.Reason = web.Field{Name: "reason_" + aspect, Label: q.T("resource.rate.why"), About: name, Value: reason, Rows: 2, Complaint: v.Complaint("reason_" + aspect)}
	return a
}

func (h *house) takeRate(q *web.Request) (web.Answer, error) {
	in := RatingOf{ID: q.PathValue("id"), Lang: q.Lang}
	for _, aspect := range Aspects {
		score, reason := q.Value("score_"+aspect), q.Value("reason_"+aspect)
		if score != "" || reason != "" {
			in.Ratings = append(in.Ratings, Rating{Aspect: aspect, Score: whole(score), Reason: reason})
		}
	}
	if !text.Is(in.Lang) {
		in.Lang = text.BG
	}
	_, err := web.Do(q, Rate, in)
	if err == nil {
		return web.See(q.Link(Link(in.ID)) + "#potential"), nil
	}
	complaints := heard(q, err)
	if complaints == nil {
		return nil, err
	}
	v, err := h.rateView(q, complaints)
	if err != nil {
		return nil, err
	}
	return ratePage.Refuse(v), nil
}
