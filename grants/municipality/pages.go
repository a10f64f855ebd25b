package municipality

import (
	"cmp"
	"slices"
	"strings"

	"vekst/grants/account"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/seal"
	"vekst/platform/web"
)

var (
	listPage = web.NewPage[listView](files, "pages/municipalities.html")
	onePage  = web.NewPage[oneView](files, "pages/municipality.html")
)

type listView struct {
	web.Head
	Query    string
	Filters  []web.Choice
	Sort     web.Choice
	Ten      []row
	All      []row
	Filtered bool // less than everything is shown, or was asked for
}

type row struct {
	Code, Name, Oblast string
	Country            string // of one that is not in Bulgaria
	Inhabitants        int    // 0 where it is not known
	Change             int64
	Ten                bool
}

// orders are the ways a list can be put in order.
var orders = []string{"name", "oblast", "population"}

func (h *house) list(q *web.Request) (web.Answer, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, err
	}
	w := Wanted{Query: q.Value("q"), Country: q.Value("country"), Region: q.Value("region")}
	v := listView{Query: w.Query, Filtered: w != Wanted{}, Sort: web.Choice{Name: "sort", Label: q.T("municipality.list.sort"), Value: q.Value("sort")}}
	v.Title, v.Section = q.T("municipality.list.title"), "look.nav.municipalities"
	for _, o := range orders {
		v.Sort.Options = append(v.Sort.Options, web.Option{Value: o, Label: q.T("municipality.list.by." + o)})
	}
	if !slices.Contains(orders, v.Sort.Value) {
		v.Sort.Value = orders[0]
	}
	v.Filters = filters(q, d, w)
	v.All = rowsOf(q, d, d.Find(w, q.Lang), v.Sort.Value)
	if !v.Filtered {
		v.Ten = slices.DeleteFunc(slices.Clone(v.All), func(r row) bool { return !r.Ten })
	}
	return listPage.Show(v), nil
}

// filters are the country and the region to choose.
func filters(q *web.Request, d *Directory, w Wanted) []web.Choice {
	countries := web.Choice{Name: "country", Label: q.T("municipality.list.country"), Value: w.Country, Options: []web.Option{{Label: q.T("municipality.list.every_country")}}}
	for _, c := range d.Countries() {
		countries.Options = append(countries.Options, web.Option{Value: c, Label: lang.Country(q.Lang, c)})
	}
	regions := web.Choice{Name: "region", Label: q.T("municipality.oblast"), Value: w.Region, Options: []web.Option{{Label: q.T("municipality.list.every_region")}}}
	for _, r := range d.Regions(w.Country, q.Lang) {
		regions.Options = append(regions.Options, web.Option{Value: r.Code, Label: r.Name.In(q.Lang)})
	}
	return []web.Choice{countries, regions}
}

// abroadIn is the country of a municipality outside Bulgaria.
func abroadIn(q *web.Request, m Municipality) string {
	if m.Country == Bulgaria {
		return ""
	}
	return lang.Country(q.Lang, m.Country)
}

// rowsOf puts municipalities in order for a table.
func rowsOf(q *web.Request, d *Directory, found []Municipality, order string) []row {
	slices.SortStableFunc(found, func(a, b Municipality) int {
		if order == "name" && q.Value("q") != "" {
			return 0 // the best first, as they were found
		}
		return d.Before(a, b, q.Lang)
	})
	all := make([]row, len(found))
	for i, m := range found {
		all[i] = row{m.Code, d.Label(m.Code, q.Lang), m.Region.In(q.Lang), abroadIn(q, m), m.Population2021, tenths(m.Change()), InTheTen(m.Code)}
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
	return all
}

// tenths rounds basis points to tenths of a per cent, towards zero.
func tenths(basisPoints int64) int64 { return basisPoints / 10 * 10 }

type oneView struct {
	web.Head
	Municipality
	Name, OblastName string
	CountryName      string
	Other            string // the name in the other alphabet
	SeatAt           string
	Ten, Own         bool // one of the ten; in Bulgaria
	Change, Median   int64
	OwnY, MedianY    int64 // where the two lines of the small picture end
	Nearest          []row
	Largest, Others  []settlement
	Settlements      int
	Towns            int
	Map              web.Map
	Here, Seated     []Activity
	Chosen           []Activity // why us, why not us
	Decided          []Decision
	Figures          Figures
	Resources        Inventory
	Contact          Contact
	Official         string // who agreed to be named
	CanName          bool
}

type settlement struct {
	Ekatte, Name string
	Town         bool
	Inhabitants  int
}

// shown is the number of settlements a page shows before the rest is folded away.
const shown = 12

// one shows the page of a municipality. Every change of the program leaves an entry in the log, so the newest of them names
// all the page depends on.
func (h *house) one(q *web.Request) (web.Answer, error) {
	if code := q.PathValue("code"); code == otherCapital || code != strings.ToUpper(code) {
		return h.rightly(q, strings.ToUpper(code))
	}
	newest, err := seal.Newest(q.Reader())
	if err != nil {
		return nil, err
	}
	return h.kept.Answer(q, newest, func() (web.Answer, error) { return h.make(q) })
}

// rightly leads to the page of a municipality whose code was typed in small letters, or is the other one of the capital.
func (h *house) rightly(q *web.Request, code string) (web.Answer, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, err
	}
	m, ok := d.Municipality(code)
	if !ok {
		return nil, refusal.New(refusal.Missing, "municipality.one.unknown")
	}
	return web.See(q.Link("/municipalities/" + m.Code)), nil
}

func (h *house) make(q *web.Request) (web.Answer, error) {
	d, m, err := h.known(q)
	if err != nil {
		return nil, err
	}
	r, err := Places()
	if err != nil {
		return nil, err
	}
	v := view(q, d, r, m)
	for _, tell := range []func(*web.Request, *oneView) error{h.tellContact, h.tellHere, h.tellFigures, h.tellResources} {
		if err := tell(q, &v); err != nil {
			return nil, err
		}
	}
	return onePage.Show(v), nil
}

// tellHere asks the later features what happens in the municipality.
func (h *house) tellHere(q *web.Request, v *oneView) (err error) {
	if h.Here != nil {
		if v.Here, err = h.Here(q, v.Code); err != nil {
			return err
		}
	}
	if h.Seated != nil {
		if v.Seated, err = h.Seated(q, v.Code); err != nil {
			return err
		}
	}
	if h.Options.Chosen != nil {
		if v.Chosen, err = h.Options.Chosen(q, v.Code); err != nil {
			return err
		}
	}
	if h.Decided != nil {
		v.Decided, err = h.Decided(q, v.Code)
	}
	return err
}

func (h *house) tellFigures(q *web.Request, v *oneView) (err error) {
	if h.Figures != nil {
		v.Figures, err = h.Figures(q, v.Code)
	}
	return err
}

// tellContact says who answers for the page, by name only if they agreed.
func (h *house) tellContact(q *web.Request, v *oneView) (err error) {
	v.CanName = q.Actor().HasAny(account.Programme, account.Operator, account.Administrator)
	if v.Contact, err = findContact(q.Reader(), v.Code); err != nil || v.Contact.Person == "" || v.Contact.Consented.IsZero() {
		return err
	}
	p, err := account.Find(q.Reader(), v.Contact.Person)
	v.Official = p.Name
	return err
}

// capital is Sofia, whose municipality says in its name that it is one; otherCapital is its code at some publishers.
const (
	capital      = "SOF46"
	otherCapital = "SOF00"
)

func view(q *web.Request, d *Directory, r *Register, m Municipality) oneView {
	v := oneView{Municipality: m, Name: d.Label(m.Code, q.Lang), OblastName: m.Region.In(q.Lang), CountryName: lang.Country(q.Lang, m.Country),
		Ten: InTheTen(m.Code), SeatAt: m.SeatName.In(q.Lang), Other: m.Name.BG}
	if q.Lang == "bg" {
		v.Other = cmp.Or(m.Name.NB, m.Name.EN)
	}
	v.Title, v.Section, v.Thread = q.T("municipality.one.title", "Name", v.Name), "look.nav.municipalities", 1
	if m.Code == capital {
		v.Title = v.Name
	}
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}}
	if _, v.Own = r.Municipality(m.Code); v.Own {
		v.place(q, r)
	}
	return v
}

// place adds what is known of the municipalities of the programme only.
func (v *oneView) place(q *web.Request, r *Register) {
	v.Change, v.Median = tenths(v.Municipality.Change()), tenths(r.MedianChange())
	v.OwnY, v.MedianY = fall(v.Change), fall(v.Median)
	for _, n := range r.Nearest(v.Municipality, 6) {
		v.Nearest = append(v.Nearest, row{Code: n.Code, Name: r.Label(n.Code, q.Lang), Inhabitants: n.Population2021, Ten: InTheTen(n.Code)})
	}
	v.settle(r.Settlements(v.Code), q.Lang)
	v.Map = r.Locate(v.Municipality, q.Lang)
	v.Map.Label = q.T("municipality.one.map", "Name", v.Name, "Oblast", v.OblastName)
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
