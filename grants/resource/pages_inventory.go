package resource

import (
	"vekst/grants/municipality"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var inventoryPage = web.NewPage[inventoryView](files, "pages/inventory.html")

type inventoryView struct {
	web.Head
	finding
	Code, Name string
	Total      int // confirmed resources, found or not
	Groups     []group
	Empty      []group // classes without any
	Sketch     Sketch
	Waiting    int64
	IsOfficial bool
	Exports    []Way // for those who decide
	IsLong     bool  // long enough to be searched
	AddLink    string
	HereLink   string
}

// group is resources under one heading.
type group struct {
	Class, Name string
	Rows        []card
}

// manyHere is from how many resources on the list of a municipality can be searched: fewer are seen at a glance.
const manyHere = 13

// inventory shows what one municipality has: class by class, or in the order that was asked for.
func (h *house) inventory(q *web.Request) (web.Answer, error) {
	d, m, err := h.known(q)
	if err != nil {
		return nil, err
	}
	v := inventoryView{Code: m.Code, Name: d.Label(m.Code, q.Lang), AddLink: newLink(m.Code), HereLink: hereLink(m.Code)}
	v.Title, v.Section, v.Thread, v.Style = q.T("resource.inventory.title", "Name", v.Name), "look.nav.municipalities", 2, "spot.css"
	v.Crumbs = crumbsOf(q, d, m)
	kinds, err := countKinds(q.Reader(), m.Code)
	if err != nil {
		return nil, err
	}
	f := filterOf(q)
	f.Municipality = m.Code
	if f.Order == "" {
		f.Order = byClass
	}
	v.Filters = []web.Choice{classChoice(q, f), kindChoice(q, f, kinds), conditionChoice(q, f), sortChoice(q, f, byClass, "name", "rating", "newest")}
	found, err := v.find(q, "/municipalities/"+m.Code+"/resources", f)
	if err != nil {
		return nil, err
	}
	v.count(q, kinds)
	v.fill(q, found, f.Order == byClass)
	v.draw(q, d, m, found)
	scope, err := ScopeOf(q.Reader(), q.Actor())
	if err != nil {
		return nil, err
	}
	v.IsOfficial, v.Exports = scope.Has(m.Code), h.exports(scope, m.Code)
	v.Waiting, err = countWaiting(q.Reader(), m.Code)
	return inventoryPage.Show(v), err
}

// count says how many there are in all, and of which classes there are none.
func (v *inventoryView) count(q *web.Request, kinds []Count) {
	of := map[string]int64{}
	for _, k := range kinds {
		of[KindOf(k.Of).Class] += k.Number
		v.Total += int(k.Number)
	}
	for _, class := range Classes {
		if of[class] == 0 {
			v.Empty = append(v.Empty, group{Class: class, Name: q.T("resource.classes." + class)})
		}
	}
	v.IsLong = v.Total >= manyHere || v.Filtered
}

// fill puts what was found under the headings of its classes, or under one.
func (v *inventoryView) fill(q *web.Request, found []Resource, classes bool) {
	for i, r := range found {
		if len(v.Groups) == 0 || classes && v.Groups[len(v.Groups)-1].Class != r.Class {
			g := group{Class: r.Class, Name: q.T("resource.classes." + r.Class)}
			if !classes {
				g = group{Class: "all", Name: q.T("resource.list.title")}
			}
			v.Groups = append(v.Groups, g)
		}
		c := cardOf(q, r, settlementName(r.Settlement).In(q.Lang))
		c.Number = v.From + i
		last := &v.Groups[len(v.Groups)-1]
		last.Rows = append(last.Rows, c)
	}
}

// draw sketches where what the page shows is.
func (v *inventoryView) draw(q *web.Request, d *municipality.Directory, m municipality.Municipality, found []Resource) {
	var pins []pin
	for i, r := range found {
		if r.Place.Known() {
			pins = append(pins, pin{r, v.From + i})
		}
	}
	v.Sketch = sketch(d, m, pins, q.Lang)
	v.Sketch.Label = q.T("resource.inventory.sketch", "Name", v.Name, "Count", len(pins))
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
