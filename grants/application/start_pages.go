package application

import (
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

type startView struct {
	web.Head
	Call         string
	CallID       string
	Closes       time.Time
	Applicants   []organisation.Membership
	Chosen       string
	OnlyReader   bool
	Earlier      []earlierApplication
	Organisation web.Choice
}

var startPage = web.NewPage[startView](embedded, "pages/start.html")

func (h *house) chooseApplicant(q *web.Request) (web.Answer, error) {
	v, err := h.startView(q)
	if err != nil {
		return nil, err
	}
	return startPage.Show(v), nil
}

func (h *house) startView(q *web.Request) (startView, error) {
	c, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return startView{}, err
	}
	v := startView{Head: web.Head{Title: q.T("application.start.title"), Thread: 6, Crumbs: []web.Crumb{{Name: c.Title.In(q.Lang), Link: q.Link("/calls/" + c.ID)}}},
		Call: c.Title.In(q.Lang), CallID: c.ID, Closes: c.Window.Closes}
	if err := open(c.Window, q.Site.Door.Now()); err != nil {
		return v, err
	}
	members, err := organisation.Of(q.Reader(), q.Actor())
	v.Organisation = web.Choice{Name: "organisation", Label: q.T("application.start.who"), Help: q.T("application.start.who_help"), Value: q.Value("organisation")}
	for _, m := range members {
		if m.Role == account.Reader {
			v.OnlyReader = true
			continue
		}
		v.Applicants = append(v.Applicants, m)
		v.Organisation.Options = append(v.Organisation.Options, web.Option{Value: m.Organisation.ID, Label: m.Organisation.Name})
	}
	if len(v.Applicants) == 1 {
		v.Organisation.Value = v.Applicants[0].Organisation.ID
	}
	if err != nil {
		return v, err
	}
	var mine []string
	for _, m := range v.Applicants {
		mine = append(mine, m.Organisation.ID)
	}
	v.Earlier, err = toBeginWith(q, c, mine)
	return v, err
}

func (h *house) start(q *web.Request) (web.Answer, error) {
	a, err := web.Do(q, Start, Beginning{Call: q.PathValue("call"), Organisation: q.Value("organisation"), Lang: q.Lang})
	if err == nil {
		return web.See("/applications/" + a.ID), nil
	}
	if q.Value("organisation") != "" && refusal.KindOf(err) != refusal.Conflict {
		return nil, err
	}
	v, failed := h.startView(q)
	if failed != nil {
		return nil, failed
	}
	if q.Value("organisation") == "" {
		v.Organisation.Complaint = q.T("application.start.choose")
	} else {
		v.Organisation.Complaint = said(q, err)
	}
	v.Complaints = []web.Complaint{{Field: "organisation", Sentence: v.Organisation.Complaint}}
	return startPage.Refuse(v), nil
}
