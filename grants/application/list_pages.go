package application

import (
	"time"

	"vekst/grants/organisation"
	"vekst/platform/web"
	"vekst/value/period"
)

type listView struct {
	web.Head
	Mine    []listed
	IsMany  bool // several organisations
	HasNone bool // no organisation at all
}

type listed struct {
	Application
	Name, Call, Organisation string
	Status                   web.Status
	Closes                   time.Time
	IsOpen                   bool
	Link                     string
}

var listPage = web.NewPage[listView](embedded, "pages/list.html")

func (h *house) list(q *web.Request) (web.Answer, error) {
	members, err := organisation.Of(q.Reader(), q.Actor())
	if err != nil {
		return nil, err
	}
	v := listView{Head: web.Head{Title: q.T("application.list.title"), Thread: 6}, IsMany: len(members) > 1, HasNone: len(members) == 0}
	names, ids := map[string]string{}, []string{}
	for _, m := range members {
		names[m.Organisation.ID] = m.Organisation.Name
		ids = append(ids, m.Organisation.ID)
	}
	all, err := Of(q.Reader(), ids)
	for _, a := range all {
		c, err := inForce(q.Reader(), a.Call, a.CallVersion)
		if err != nil {
			return nil, err
		}
		o := opened{a, c, q.Site.Door.Now()}
		if names[a.Organisation] == "" {
			lead, err := organisation.Find(q.Reader(), a.Organisation)
			if err != nil {
				return nil, err
			}
			names[a.Organisation], v.IsMany = lead.Name, true
		}
		v.Mine = append(v.Mine, listed{a, o.Name(q), c.Title.In(q.Lang), names[a.Organisation], o.status(q), c.Window.Closes,
			c.Window.At(o.now) == period.Open, "/applications/" + a.ID})
	}
	return listPage.Show(v), err
}

func (o opened) status(q *web.Request) web.Status {
	switch {
	case o.State == Submitted:
		return web.Status{State: "done", Words: q.T("application.state.submitted")}
	case o.State == Withdrawn:
		return web.Status{State: "out", Words: q.T("application.state.withdrawn")}
	case o.Standing > 0:
		return web.Status{State: "now", Words: q.T("application.state.reopened")}
	}
	return web.Status{State: "now", Words: q.T("application.state.draft")}
}
