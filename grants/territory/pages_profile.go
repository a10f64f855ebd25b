package territory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/municipality"
	"vekst/grants/resource"
	"vekst/grants/selection"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var profilePage = web.NewPage[profileView](files, "pages/profile.html")

// What there is room for on two pages.
const (
	mostResources = 10
	mostDecisions = 5
	mostYears     = 7
	mostSources   = 8
)

type profileView struct {
	web.Head
	Name, Region, Code, Other string
	Seat                      string
	Population                int
	Year                      int
	Picture                   Picture
	Figures                   []profileFigure
	Years                     []profileFigure
	Of                        int
	Peers                     string
	Classes                   []string // how many resources of each class
	Resources                 []profileResource
	Index                     []string
	Chosen                    []municipality.Activity
	Decided                   []municipality.Decision
	HasMore                   bool
	Contact                   municipality.Contact
	Sources                   []string
	Made, Address             string
}

type profileFigure struct {
	municipality.Figure
	PeersAt []int // where the peers stand on the strip
}

type profileResource struct{ Name, Kind, Rated string }

// profile is what is known of a municipality, on two pages.
func (h *house) profile(q *web.Request) (web.Answer, error) {
	b, err := h.Figures.Book(q.Reader())
	if err != nil {
		return nil, err
	}
	m, ok := b.Places.Municipality(q.PathValue("code"))
	if !ok {
		return nil, refusal.New(refusal.Missing, "municipality.one.unknown")
	}
	v := profileOf(q, b, m)
	for _, tell := range []func(*web.Request, *statistics.Book, municipality.Municipality, *profileView) error{
		h.tellWhere, h.tellFigures, h.tellInventory, h.tellIndex, h.tellMoney} {
		if err := tell(q, b, m, &v); err != nil {
			return nil, err
		}
	}
	v.Contact, err = municipality.ContactOf(q.Reader(), m.Code)
	return profilePage.Show(v), err
}

func profileOf(q *web.Request, b *statistics.Book, m municipality.Municipality) profileView {
	v := profileView{Name: b.Places.Label(m.Code, q.Lang), Region: m.Region.In(q.Lang), Code: m.Code, Other: m.Name.BG, Seat: m.SeatName.In(q.Lang),
		Population: m.Population2021, Year: municipality.CensusYear, Address: q.Host + q.Link("/municipalities/"+m.Code)}
	if q.Lang == "bg" {
		v.Other = cmp.Or(m.Name.EN, m.Name.NB)
	}
	now := q.Site.Door.Now()
	if q.Site.Zone != nil {
		now = now.In(q.Site.Zone)
	}
	v.Made = lang.Date(q.Lang, now)
	v.Title, v.Section, v.Style = q.T("territory.profile.title", "Name", v.Name), "look.nav.municipalities", "map.css"
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: v.Name, Link: q.Link("/municipalities/" + m.Code)}}
	return v
}

// tellWhere draws the country with the municipality in it.
func (h *house) tellWhere(q *web.Request, b *statistics.Book, m municipality.Municipality, v *profileView) error {
	sheet, err := h.sheets.Open(q.Reader())
	if err != nil {
		return err
	}
	all := b.Places.Find(municipality.Wanted{Country: m.Country}, q.Lang)
	v.Picture = draw(sheet, fitted(sheet, all), all, func(code string) string {
		if code == m.Code {
			return "c6"
		}
		return "other"
	})
	v.Picture.Label = q.T("territory.profile.where", "Name", v.Name)
	return nil
}

// tellFigures adds the figures, and where the peers stand.
func (h *house) tellFigures(q *web.Request, b *statistics.Book, m municipality.Municipality, v *profileView) error {
	f, err := h.Figures.Figures(q, m.Code)
	if err != nil {
		return err
	}
	v.Of = f.Of
	var names []string
	for _, p := range f.Peers {
		names = append(names, p.Name)
	}
	v.Peers = strings.Join(names, ", ")
	for _, g := range f.Groups {
		for _, one := range g.Figures {
			v.figure(q, b, m, profileFigure{Figure: one}, f.Peers)
		}
	}
	v.Sources = append(v.Sources, q.T("territory.profile.sources_resources"), q.T("territory.map.seats"))
	return nil
}

func (v *profileView) figure(q *web.Request, b *statistics.Book, m municipality.Municipality, one profileFigure, peers []municipality.Peer) {
	i, ok := b.Named(one.Link[strings.LastIndexByte(one.Link, '/')+1:])
	if !ok {
		return
	}
	years := b.Years(i.Code, m.Country)
	year := years[len(years)-1]
	c := b.In(m.Country, i.Code, year)
	if i = b.SourcedIn(i, m.Country, year); !one.Missing {
		i = b.Sourced(i, m.Code, year)
	}
	for _, p := range peers {
		if d, ok := c.Values[p.Code]; ok && !one.Missing {
			one.PeersAt = append(one.PeersAt, c.On(d))
		}
	}
	v.Figures = append(v.Figures, one)
	if one.SparkOwn != "" && len(v.Years) < mostYears {
		one.Series = one.Series[max(0, len(one.Series)-4):]
		v.Years = append(v.Years, one)
	}
	source := i.Publisher.In(q.Lang)
	if i.Dataset != "" {
		source += ", " + i.Dataset
	}
	source += " – " + statistics.Licensed(q, i)
	if !slices.Contains(v.Sources, source) && len(v.Sources) < mostSources {
		v.Sources = append(v.Sources, source)
	}
}

// tellInventory adds what the inventory has.
func (h *house) tellInventory(q *web.Request, _ *statistics.Book, m municipality.Municipality, v *profileView) error {
	all, err := resource.Public(q.Reader(), resource.Filter{Municipality: m.Code, Order: "rating", Lang: q.Lang})
	if err != nil {
		return err
	}
	count := map[string]int{}
	for n, r := range all {
		count[r.Class]++
		if n >= mostResources {
			v.HasMore = true
			continue
		}
		rated := q.T("territory.profile.unrated")
		if r.Potential > 0 {
			rated = q.T("territory.profile.rated_of", "Mean", lang.Decimal(q.Lang, r.Potential))
		}
		name := r.Name.In(q.Lang)
		if r.Invented {
			name = strings.TrimSuffix(name, "°") + "°"
		}
		v.Resources = append(v.Resources, profileResource{name, resource.KindOf(r.Kind).Name.In(q.Lang), rated})
	}
	for _, class := range resource.Classes {
		if count[class] > 0 {
			v.Classes = append(v.Classes, q.T("territory.profile.resources_of", "Name", q.T("resource.classes."+class), "Count", count[class]))
		}
	}
	return nil
}

// tellIndex says where the municipality stands in the newest index, and in selections.
func (h *house) tellIndex(q *web.Request, b *statistics.Book, m municipality.Municipality, v *profileView) (err error) {
	if h.Chosen != nil {
		if v.Chosen, err = h.Chosen(q, m.Code); err != nil {
			return err
		}
	}
	all, err := targeting.Indices(q.Reader())
	if all = targeting.Standing(all); err != nil || len(all) == 0 {
		return err
	}
	p, err := h.indices.Open(q.Reader(), all[0].ID)
	if err != nil {
		return err
	}
	for u, unit := range p.Result.Units {
		if one, ok := b.Places.Municipality(unit.Code); ok && one.Code == m.Code && p.Result.Counted[u] > 0 {
			s := p.Ways.Units[u]
			number := strconv.Itoa
			v.Index = []string{q.T("territory.profile.index_place", "Title", all[0].Title.In(q.Lang), "Place", number(p.Result.Counted[u]), "Of", number(len(p.Result.Units))),
				q.T("territory.profile.index_ways", "Chosen", number(s.Chosen), "Ways", number(p.Ways.Counted), "Best", number(s.Worst), "Worst", number(s.Best))}
		}
	}
	return nil
}

// tellMoney adds what was decided for projects of the municipality.
func (h *house) tellMoney(q *web.Request, _ *statistics.Book, m municipality.Municipality, v *profileView) error {
	all, err := selection.Here(q, m.Code)
	v.HasMore = v.HasMore || len(all) > mostDecisions
	v.Decided = all[:min(len(all), mostDecisions)]
	return err
}
