package resource

import (
	"vekst/platform/web"
)

var listPage = web.NewPage[listView](files, "pages/resources.html")

type listView struct {
	web.Head
	finding
	Rows    []card
	MyScope bool // officials: there is a desk
}

// list shows all resources that the public may know.
func (h *house) list(q *web.Request) (web.Answer, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, err
	}
	var v listView
	v.Title, v.Section, v.Thread, v.Style = q.T("resource.list.title"), "look.nav.municipalities", 2, "spot.css"
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}}
	f := filterOf(q)
	if v.Filters, err = h.filters(q, d, f); err != nil {
		return nil, err
	}
	found, err := v.find(q, "/resources", f)
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		v.Rows = append(v.Rows, cardOf(q, r, whereOf(q, d, r)))
	}
	scope, err := ScopeOf(q.Reader(), q.Actor())
	v.MyScope = !scope.Empty()
	return listPage.Show(v), err
}
