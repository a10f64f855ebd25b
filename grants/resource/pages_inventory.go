package resource

import (
	"vekst/grants/municipality"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var inventoryPage = web.NewPage[inventoryView](files, "pages/inventory.html")

type inventoryView struct {
	web.Head
	Code, Name string
	Groups     []group
	Count      int
	Rated      int
	Sketch     Sketch
	Waiting    int64
	IsOfficial bool
	AddLink    string
	HereLink   string
}

// group is the resources of one class.
type group struct {
	Class, Name string
	Cards       []card
}

// inventory shows what one municipality has, class by class.
func (h *house) inventory(q *web.Request) (web.Answer, error) {
	d, m, err := h.known(q)
	if err != nil {
		return nil, err
	}
	v := inventoryView{Code: m.Code, Name: d.Label(m.Code, q.Lang), AddLink: newLink(m.Code), HereLink: hereLink(m.Code)}
	v.Title, v.Section, v.Thread = q.T("resource.inventory.title", "Name", v.Name), "look.nav.municipalities", 2
	v.Crumbs = crumbsOf(q, d, m)
	all, err := Public(q.Reader(), Filter{Municipality: m.Code, Lang: q.Lang})
	if err != nil {
		return nil, err
	}
	v.fill(q, d, m, all)
	scope, err := ScopeOf(q.Reader(), q.Actor())
	if err != nil {
		return nil, err
	}
	v.IsOfficial = scope.Has(m.Code)
	v.Waiting, err = countWaiting(q.Reader(), m.Code)
	return inventoryPage.Show(v), err
}

func (v *inventoryView) fill(q *web.Request, d *municipality.Directory, m municipality.Municipality, all []Resource) {
	var pins []pin
	v.Count = len(all)
	for _, class := range Classes {
		g := group{Class: class, Name: q.T("resource.classes." + class)}
		for _, r := range all {
			if r.Class != class {
				continue
			}
			c := cardOf(q, r, settlementName(r.Settlement).In(q.Lang))
			c.Number = v.numbered() + len(g.Cards) + 1
			if r.Rated > 0 {
				v.Rated++
			}
			if r.Place.Known() {
				pins = append(pins, pin{r.Place, c.Number})
			}
			g.Cards = append(g.Cards, c)
		}
		v.Groups = append(v.Groups, g)
	}
	v.Sketch = sketch(d, m, pins, q.Lang)
	v.Sketch.Label = q.T("resource.inventory.sketch", "Name", v.Name, "Count", len(pins))
}

// numbered is how many cards there are already.
func (v *inventoryView) numbered() int {
	n := 0
	for _, g := range v.Groups {
		n += len(g.Cards)
	}
	return n
}

// known is the municipality in the address.
func (h *house) known(q *web.Request) (*municipality.Directory, municipality.Municipality, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, municipality.Municipality{}, err
	}
	m, ok := d.Municipality(q.PathValue("code"))
	if !ok {
		return nil, m, refusal.New(refusal.Missing, "municipality.one.unknown")
	}
	return d, m, nil
}

func crumbsOf(q *web.Request, d *municipality.Directory, m municipality.Municipality) []web.Crumb {
	return []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: d.Label(m.Code, q.Lang), Link: q.Link("/municipalities/" + m.Code)}}
}

func newLink(code string) string { return "/municipalities/" + code + "/resources/new" }
