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
	TakesPersons bool // one may apply in one's own name
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
		if m.Organisation.Kind == organisation.Person {
			continue
		}
		if m.Role == account.Reader {
			v.OnlyReader = true
			continue
		}
		v.Applicants = append(v.Applicants, m)
		v.Organisation.Options = append(v.Organisation.Options, web.Option{Value: m.Organisation.ID, Label: m.Organisation.Name})
	}
	v.TakesPersons = c.Applicants.NaturalPersons
	if v.TakesPersons {
		v.Organisation.Options = append(v.Organisation.Options, web.Option{Value: myself, Label: q.T("application.start.myself", "Name", q.Visitor.Name)})
	}
	if len(v.Organisation.Options) == 1 {
		v.Organisation.Value = v.Organisation.Options[0].Value
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

// myself is the choice of whoever applies in their own name.
const myself = "myself"

// applying is for whom somebody applies. Who does in their own name for the first time is made known as themselves.
func applying(q *web.Request) (string, error) {
	c, err := call.Find(q.Reader(), q.PathValue("call"))
	if err != nil || q.Value("organisation") != myself || !c.Applicants.NaturalPersons {
		return q.Value("organisation"), err
	}
	of, err := web.Do(q, organisation.ActForMyself, struct{}{})
	if err != nil {
		return "", err
	}
	q.Visitor.Actor, err = account.ActorOf(q.Reader(), q.Actor().ID) // who may now speak for themselves
	return of, err
}

func (h *house) start(q *web.Request) (web.Answer, error) {
	of, err := applying(q)
	if err != nil {
		return nil, err
	}
	a, err := web.Do(q, Start, Beginning{Call: q.PathValue("call"), Organisation: of, Lang: q.Lang})
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
