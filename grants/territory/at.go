package territory

import (
	"strconv"
	"strings"

	"vekst/grants/resource"
	"vekst/platform/web"
)

// openAt is a resource as a map says it.
type openAt struct {
	Name  string `json:"name"`
	Says  string `json:"says"`
	Place string `json:"place"`
	Link  string `json:"link"`
}

// mostAt is how many resources of one place are said.
const mostAt = 20

// at says what resources are at a place of the map, in words of the language.
func (h *house) at(q *web.Request) (web.Answer, error) {
	all, _, err := h.found.Open(q.Reader())
	if err != nil {
		return nil, err
	}
	b, err := h.Figures.Book(q.Reader())
	if err != nil {
		return nil, err
	}
	lon, lat, _ := strings.Cut(q.Value("at"), ",")
	x, errX := strconv.ParseInt(lon, 10, 64)
	y, errY := strconv.ParseInt(lat, 10, 64)
	said := []openAt{}
	for _, r := range chosen(all, filterOf(q), "") {
		if errX != nil || errY != nil || r.Place.Lon/(1_000_000/pointUnit) != x || r.Place.Lat/(1_000_000/pointUnit) != y || len(said) >= mostAt {
			continue
		}
		one := openAt{Name: r.Name.In(q.Lang), Says: resource.KindOf(r.Kind).Name.In(q.Lang), Place: b.Places.Label(r.Municipality, q.Lang), Link: q.Link("/resources/" + r.ID)}
		if measure := resource.Measured(q, r.Place); measure != "" {
			one.Says += ", " + measure
		}
		if r.Blur > 0 {
			one.Says = q.T("territory.resources.blurred", "Kind", one.Says, "Km", 2*r.Blur/1000)
		}
		said = append(said, one)
	}
	return web.JSON(said), nil
}
