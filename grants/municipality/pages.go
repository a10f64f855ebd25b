package municipality

import (
	"cmp"
	"slices"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	listPage = web.NewPage[listView](files, "pages/municipalities.html")
	onePage  = web.NewPage[oneView](files, "pages/municipality.html")
)

type listView struct {
	web.Head
	Query string
	Sort  web.Choice
	Ten   []row
	All   []row
}

type row struct {
	Code, Name, Oblast string
	Inhabitants        int
	Change             int64
	Ten                bool
}

// orders are the ways a list can be put in order.
var orders = []string{"name", "oblast", "population"}

func list(q *web.Request) (web.Answer, error) {
	v := listView{Query: q.Value("q"), Sort: web.Choice{Name: "sort", Label: q.T("municipality.list.sort"), Value: q.Value("sort")}}
	v.Title, v.Section = q.T("municipality.list.title"), "look.nav.municipalities"
	for _, o := range orders {
		v.Sort.Options = append(v.Sort.Options, web.Option{Value: o, Label: q.T("municipality.list.by." + o)})
	}
	if !slices.Contains(orders, v.Sort.Value) {
		v.Sort.Value = orders[0]
	}
	found, err := Find(v.Query)
	if err != nil {
		return nil, err
	}
	if v.All, err = rowsOf(found, q.Lang, v.Sort.Value); err != nil {
		return nil, err
	}
	if v.Query == "" {
		v.Ten = slices.DeleteFunc(slices.Clone(v.All), func(r row) bool { return !r.Ten })
	}
	return listPage.Show(v), nil
}

// rowsOf puts municipalities in order for a table.
func rowsOf(found []Municipality, language, order string) ([]row, error) {
	r, err := Places()
	if err != nil {
		return nil, err
	}
	if err := Alphabetically(found, language); err != nil {
		return nil, err
	}
	all := make([]row, len(found))
	for i, m := range found {
		oblast, _ := r.Oblast(m.Oblast)
		all[i] = row{m.Code, r.Label(m.Code, language), oblast.Name.In(language), m.Population2021, tenths(m.Change()), InTheTen(m.Code)}
	}
	slices.SortStableFunc(all, func(a, b row) int {
		switch order {
		case "oblast":
			return cmp.Compare(a.Oblast, b.Oblast)
		case "population":
			return cmp.Compare(b.Inhabitants, a.Inhabitants)
		}
		return 0
	})
	return all, nil
}

// tenths rounds basis points to tenths of a per cent, towards zero.
func tenths(basisPoints int64) int64 { return basisPoints / 10 * 10 }

type oneView struct {
	web.Head
	Municipality
	Name, OblastName string
	Ten              bool
	Change, Median   int64
	OwnY, MedianY    int64 // where the two lines of the small picture end
	Nearest          []row
	Largest, Others  []settlement
	Settlements      int
	Towns            int
	Map              web.Map
	Here             []Activity
	Decided          []Decision
}

type settlement struct {
	Ekatte, Name string
	Town         bool
	Inhabitants  int
}

// shown is the number of settlements a page shows before the rest is folded away.
const shown = 12

func (o Options) one(q *web.Request) (web.Answer, error) {
	r, err := Places()
	if err != nil {
		return nil, err
	}
	m, ok := r.Municipality(q.PathValue("code"))
	if !ok {
		return nil, refusal.New(refusal.Missing, "municipality.one.unknown")
	}
	v := view(q, r, m)
	if o.Here != nil {
		if v.Here, err = o.Here(q, m.Code); err != nil {
			return nil, err
		}
	}
	if o.Decided != nil {
		v.Decided, err = o.Decided(q, m.Code)
	}
	return onePage.Show(v), err
}

// capital is Sofia, whose municipality says in its name that it is one.
const capital = "SOF46"

func view(q *web.Request, r *Register, m Municipality) oneView {
	oblast, _ := r.Oblast(m.Oblast)
	v := oneView{Municipality: m, Name: r.Label(m.Code, q.Lang), OblastName: oblast.Name.In(q.Lang), Ten: InTheTen(m.Code),
		Change: tenths(m.Change()), Median: tenths(r.MedianChange())}
	v.OwnY, v.MedianY = fall(v.Change), fall(v.Median)
	v.Title, v.Section, v.Thread = q.T("municipality.one.title", "Name", v.Name), "look.nav.municipalities", 1
	if m.Code == capital {
		v.Title = v.Name
	}
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}}
	for _, n := range r.Nearest(m, 6) {
		v.Nearest = append(v.Nearest, row{Code: n.Code, Name: r.Label(n.Code, q.Lang), Inhabitants: n.Population2021, Ten: InTheTen(n.Code)})
	}
	v.settle(r.Settlements(m.Code), q.Lang)
	v.Map = r.Locate(m, q.Lang)
	v.Map.Label = q.T("municipality.one.map", "Name", v.Name, "Oblast", v.OblastName)
	return v
}

func (v *oneView) settle(all []Settlement, language string) {
	slices.SortStableFunc(all, func(a, b Settlement) int { return cmp.Compare(b.Population, a.Population) })
	v.Settlements = len(all)
	for i, s := range all {
		if s.Town {
			v.Towns++
		}
		one := settlement{s.Ekatte, s.Name.In(language), s.Town, s.Population}
		if i < shown {
			v.Largest = append(v.Largest, one)
		} else {
			v.Others = append(v.Others, one)
		}
	}
}

// fall turns a change in basis points into the end of a line that begins at 18 in a picture of 56 units.
func fall(change int64) int64 { return min(max(18-change*24/1000, 6), 50) }
