package territory

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/grants/statistics"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/decimal"
)

var mapPage = web.NewPage[mapView](files, "pages/map.html")

type mapView struct {
	web.Head
	Self      string
	Choices   []web.Choice
	Country   string
	Shown     *layer
	Legend    []legendRow
	Missing   int
	Way       string // how the classes were made, in words
	Picture   Picture
	Columns   []column
	Rows      []row
	Unmapped  int // municipalities of which nobody knows where they are
	Resources int
	Filter    string
	List      string   // address of the same resources as a list
	Ways      []wayRow // paths and areas, for the table beside the map
	Keys      []string // of which forms there are some, for the legend
	Sources   []Outlines
	Outlined  bool
	Corner    Corner // where the picture lies on the globe
	Places    string // address of the outlines and seats
	Points    string // address of the resources; "" for none
	At        string // address that says what is at a place
	MayImport bool
	Pick      string // the municipality the map is about
	only      *municipality.Municipality
}

type legendRow struct {
	Shade, From, To string
	Count           int
	Alone           bool // from and to are one
}

// column is the head of a column that a table can be put in order by.
type column struct {
	Name, Link, Sorted string // Sorted is ascending, descending or empty
	Number             bool
}

type row struct {
	Code, Name, Region, Value, Shade string
	Rank                             int
	value                            decimal.Decimal
	m                                municipality.Municipality
}

// show is the map of a country.
func (h *house) show(q *web.Request) (web.Answer, error) {
	b, err := h.Figures.Book(q.Reader())
	if err != nil {
		return nil, err
	}
	v := mapView{Self: q.Link("/map"), MayImport: mayImport(q)}
	v.Title, v.Section, v.Thread, v.Style = q.T("territory.map.title"), "look.nav.municipalities", 1, "map.css"
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}}
	return h.shown(q, b, &v)
}

func (h *house) shown(q *web.Request, b *statistics.Book, v *mapView) (a web.Answer, err error) {
	country := q.Value("country")
	if v.only != nil {
		country = v.only.Country
	}
	if v.Shown, err = h.layerOf(q, b, q.Value("show"), country); err != nil {
		return nil, err
	}
	v.Script = "map.js"
	if v.Shown == nil {
		v.Script, v.Shown = "", &layer{Country: municipality.Bulgaria, say: decimal.Decimal.String}
	}
	v.Country = v.Shown.Country
	if err := h.fill(q, b, v); err != nil {
		return nil, err
	}
	return mapPage.Show(*v), nil
}

// showOne is the map around one municipality, which is picked on it, with its resources.
func (h *house) showOne(q *web.Request) (web.Answer, error) {
	b, err := h.Figures.Book(q.Reader())
	if err != nil {
		return nil, err
	}
	m, ok := b.Places.Municipality(q.PathValue("code"))
	if !ok {
		return nil, refusal.New(refusal.Missing, "municipality.one.unknown")
	}
	v := mapView{Self: q.Link("/municipalities/" + m.Code + "/map"), MayImport: mayImport(q), Pick: m.Code, only: &m}
	v.Title, v.Section, v.Thread, v.Style = q.T("territory.map.of", "Name", b.Places.Label(m.Code, q.Lang)), "look.nav.municipalities", 1, "map.css"
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: b.Places.Label(m.Code, q.Lang), Link: q.Link("/municipalities/" + m.Code)}}
	return h.shown(q, b, &v)
}

// fill makes the picture, the legend and the table of what is shown.
func (h *house) fill(q *web.Request, b *statistics.Book, v *mapView) error {
	sheet, err := h.sheets.Open(q.Reader())
	if err != nil {
		return err
	}
	all := b.Places.Find(municipality.Wanted{Country: v.Country}, q.Lang)
	way, n := wayOf(q), classesOf(q)
	classes := Classify(valuesOf(v.Shown.values, all), way, n)
	v.legend(classes)
	v.Way = q.T("territory.why." + way)
	shadeOf := func(code string) string { return shadeIn(classes, v.Shown.values, code) }
	projection := fitted(sheet, all)
	if v.only != nil && v.only.Country == v.Country && (sheet.Has(v.Pick) || v.only.Point != municipality.Point{}) {
		projection = around(sheet, *v.only)
	}
	v.Picture, v.Corner = draw(sheet, projection, all, shadeOf), projection.Corner()
	v.Picture.Label = q.T("territory.map.label", "Name", v.Shown.Name, "Count", len(all)-v.Missing)
	v.Unmapped = len(all) - len(v.Picture.Shapes) - len(v.Picture.Seats)
	v.Sources, v.Outlined = sheet.Sources, len(v.Picture.Shapes) > 0
	v.rows(q, b, all, shadeOf)
	if v.Choices, err = choices(q, b, v.Shown, way, n); err != nil {
		return err
	}
	if err := h.tellResources(q, b.Places, v, projection); err != nil {
		return err
	}
	v.Places = placesLink(sheet, b, v.Country)
	return nil
}

// tellResources adds the resources that were asked for.
func (h *house) tellResources(q *web.Request, places *municipality.Directory, v *mapView, p Projection) error {
	all, state, err := h.found.Open(q.Reader())
	if err != nil {
		return err
	}
	v.Filter = filterOf(q)
	if v.only != nil && !q.URL.Query().Has("resources") {
		v.Filter = everyResource
	}
	v.Choices = append(v.Choices, filters(q, all, v.Filter))
	v.At = q.Link("/map/at")
	if v.Filter == "" || len(all) == 0 {
		return nil
	}
	some := chosen(all, v.Filter, "")
	v.Resources, v.List = len(some), listOf(q, v.Filter, v.Pick)
	v.Picture.Heaps = heapsOn(p, spotsOf(some))
	ways := waysOf(some)
	v.Picture.Ways, v.Keys = waysOn(p, ways), keysOf(ways)
	if v.only != nil {
		some = chosen(some, v.Filter, v.only.Code)
	}
	v.Ways = wayRows(q, places, some)
	v.Points = "/map/resources.json?" + url.Values{"resources": {v.Filter}, "state": {state}}.Encode()
	return nil
}

func wayOf(q *web.Request) string {
	if way := q.Value("classes"); slices.Contains(Ways, way) {
		return way
	}
	return Quantiles
}

func classesOf(q *web.Request) int {
	if n, err := strconv.Atoi(q.Value("number")); err == nil && n >= fewest && n <= most {
		return n
	}
	return usual
}

func valuesOf(values Values, all []municipality.Municipality) []decimal.Decimal {
	var some []decimal.Decimal
	for _, m := range all {
		if d, ok := values[m.Code]; ok {
			some = append(some, d)
		}
	}
	return some
}

// shadeIn is the shade of a municipality as a class of the style.
func shadeIn(classes Classes, values Values, code string) string {
	d, ok := values[code]
	if at := classes.Of(d); ok && at >= 0 {
		return "c" + strconv.Itoa(classes[at].Shade)
	}
	return "none"
}

func (v *mapView) legend(classes Classes) {
	for _, c := range classes {
		v.Legend = append(v.Legend, legendRow{Shade: fmt.Sprintf("c%d", c.Shade), From: v.Shown.say(c.From), To: v.Shown.say(c.To), Count: c.Count, Alone: c.From == c.To})
	}
}

// orders are what the table can be put in order by; "-" before one turns it round.
var orders = []string{"rank", "name", "value"}

func (v *mapView) rows(q *web.Request, b *statistics.Book, all []municipality.Municipality, shadeOf func(string) string) {
	for _, m := range all {
		r := row{Code: m.Code, Name: b.Places.Label(m.Code, q.Lang), Region: m.Region.In(q.Lang), Shade: shadeOf(m.Code), Rank: v.Shown.ranks[m.Code], m: m}
		if d, ok := v.Shown.values[m.Code]; ok {
			r.Value, r.value = v.Shown.say(d), d
		} else {
			v.Missing++
		}
		v.Rows = append(v.Rows, r)
	}
	order, down := q.Value("sort"), false
	if len(order) > 0 && order[0] == '-' {
		order, down = order[1:], true
	}
	if !slices.Contains(orders, order) {
		order = "rank"
	}
	slices.SortStableFunc(v.Rows, func(a, c row) int { return before(b, q.Lang, order, down, a, c) })
	for _, o := range orders {
		v.Columns = append(v.Columns, columnOf(q, o, order, down))
	}
}

// before puts rows in order; those without a figure are always last.
func before(b *statistics.Book, l, order string, down bool, a, c row) int {
	if order == "rank" || order == "value" {
		if none := cmp.Compare(isMissing(a), isMissing(c)); none != 0 {
			return none
		}
	}
	n := 0
	switch order {
	case "rank":
		n = cmp.Compare(a.Rank, c.Rank)
	case "value":
		n = cmp.Compare(a.value, c.value)
	case "name":
		n = b.Places.Before(a.m, c.m, l)
	}
	if down {
		n = -n
	}
	return n
}

func isMissing(r row) int {
	if r.Value == "" {
		return 1
	}
	return 0
}

// columnOf is the head of a column; its link puts the table in that order, or turns it round.
func columnOf(q *web.Request, name, order string, down bool) column {
	c := column{Name: q.T("territory.column." + name), Number: name == "rank" || name == "value"}
	to := name
	if name == order {
		c.Sorted = "ascending"
		if down {
			c.Sorted = "descending"
		} else {
			to = "-" + name
		}
	}
	query := q.URL.Query()
	query.Set("sort", to)
	c.Link = q.URL.Path + "?" + query.Encode() + "#table"
	return c
}

// choices are what the map can be asked for.
func choices(q *web.Request, b *statistics.Book, l *layer, way string, n int) ([]web.Choice, error) {
	show, err := layers(q, b, l)
	if err != nil {
		return nil, err
	}
	all := []web.Choice{show}
	if len(l.Years) > 1 {
		year := web.Choice{Name: "year", Label: q.T("territory.map.year"), Value: l.Year}
		for _, y := range slices.Backward(l.Years) {
			year.Options = append(year.Options, web.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
		}
		all = append(all, year)
	}
	classes := web.Choice{Name: "classes", Label: q.T("territory.map.classes"), Value: way}
	for _, w := range Ways {
		classes.Options = append(classes.Options, web.Option{Value: w, Label: q.T("territory.way." + w)})
	}
	number := web.Choice{Name: "number", Label: q.T("territory.map.number"), Value: strconv.Itoa(n)}
	for i := fewest; i <= most; i++ {
		number.Options = append(number.Options, web.Option{Value: strconv.Itoa(i), Label: strconv.Itoa(i)})
	}
	return append(all, classes, number), nil
}
