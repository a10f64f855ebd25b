package resource

import (
	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var deskPage = web.NewPage[deskView](files, "pages/desk.html")

type deskView struct {
	web.Head
	Waiting    []waitingRow
	Told       []toldRow
	Aside      []card
	Mine       []card
	IsOfficial bool
}

// waitingRow is a proposal that waits for a decision.
type waitingRow struct {
	card
	By    string // who proposed it, as officials know
	Alike int
	Since string
	Cover Cover // its photograph, if it has one
}

// desk is where officials decide, and where everybody sees what became of their own proposals.
func (h *house) desk(q *web.Request) (web.Answer, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, err
	}
	scope, err := ScopeOf(q.Reader(), q.Actor())
	if err != nil {
		return nil, err
	}
	v := deskView{IsOfficial: !scope.Empty()}
	v.Title, v.Section, v.Thread, v.Style = q.T("resource.desk.title"), "look.nav.municipalities", 2, "spot.css"
	v.Crumbs = []web.Crumb{{Name: q.T("resource.list.title"), Link: q.Link("/resources")}}
	if v.IsOfficial {
		if err := v.tellOfficial(q, d, scope); err != nil {
			return nil, err
		}
	}
	mine, err := Mine(q.Reader(), q.Actor().ID)
	for _, r := range mine {
		v.Mine = append(v.Mine, stated(q, d, r))
	}
	return deskPage.Show(v), err
}

func (v *deskView) tellOfficial(q *web.Request, d *municipality.Directory, scope Scope) error {
	waiting, err := Waiting(q.Reader(), scope)
	if err != nil {
		return err
	}
	covers, err := coversWaiting(q.Reader())
	if err != nil {
		return err
	}
	for _, r := range waiting {
		alike, err := Alike(q.Reader(), q.Actor(), r.Municipality, r.ID, r.Entry)
		if err != nil {
			return err
		}
		row := waitingRow{card: stated(q, d, r), Alike: len(alike), Since: lang.Date(q.Lang, r.Proposed.In(q.Site.Zone)), Cover: covers[r.ID]}
		if p, err := account.Find(q.Reader(), r.By); err == nil {
			row.By = p.Name
		} else if refusal.KindOf(err) != refusal.Missing {
			return err
		}
		v.Waiting = append(v.Waiting, row)
	}
	if err := v.tellTold(q, d, scope); err != nil {
		return err
	}
	gone, err := aside(q.Reader(), scope)
	for _, r := range gone {
		v.Aside = append(v.Aside, stated(q, d, r))
	}
	return err
}

// stated is a card with the state of its resource.
func stated(q *web.Request, d *municipality.Directory, r Resource) card {
	c := cardOf(q, r, whereOf(q, d, r))
	c.State, c.Reason = q.T("resource.state."+string(r.State)), r.Reason
	return c
}

// acted goes on to the resource, or shows it with what stood in the way.
func (h *house) acted(q *web.Request, to string, err error) (web.Answer, error) {
	if err == nil {
		return web.See(to), nil
	}
	complaints := heard(q, err)
	if complaints == nil {
		return nil, err
	}
	r, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	v, err := h.view(q, r)
	if err != nil {
		return nil, err
	}
	v.Complaints = complaints
	return onePage.Refuse(v), nil
}

func (h *house) confirm(q *web.Request) (web.Answer, error) {
	r, err := web.Do(q, Confirm, q.PathValue("id"))
	if q.Value("from") == "desk" {
		return h.acted(q, deskLink, err)
	}
	return h.acted(q, q.Link(Link(r.ID)), err)
}

func (h *house) revive(q *web.Request) (web.Answer, error) {
	r, err := web.Do(q, Revive, q.PathValue("id"))
	return h.acted(q, q.Link(Link(r.ID)), err)
}

func (h *house) restore(q *web.Request) (web.Answer, error) {
	r, err := web.Do(q, Restore, Restoring{ID: q.PathValue("id"), Version: whole(q.Value("version"))})
	return h.acted(q, q.Link(Link(r.ID))+"#history", err)
}

func (h *house) remove(q *web.Request) (web.Answer, error) {
	id := q.PathValue("id")
	_, err := web.Do(q, Remove, Removing{ID: id, Note: q.PathValue("note")})
	return h.acted(q, q.Link(Link(id)), err)
}
