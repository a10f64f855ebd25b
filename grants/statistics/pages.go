package statistics

import (
	"slices"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	listPage      = web.NewPage[listView](files, "pages/list.html")
	indicatorPage = web.NewPage[indicatorView](files, "pages/indicator.html")
)

type listView struct {
	web.Head
	Groups []group
	Keeps  bool
}

type group struct {
	Key, Name string
	Rows      []indicatorRow
}

type indicatorRow struct {
	Indicator
	Title, Defined, Unit, Published, Years string
	Computed                               bool
	Known, Of                              int // how many municipalities have a figure of the newest year
}

func keeps(q *web.Request) bool {
	return q.Actor().HasAny(account.Programme, account.Operator, account.Administrator)
}

func (h *house) list(q *web.Request) (web.Answer, error) {
	b, err := h.shelf.Open(q.Reader())
	if err != nil {
		return nil, err
	}
	v := listView{Head: web.Head{Title: q.T("statistics.list.title"), Section: "look.nav.municipalities"}, Keeps: keeps(q)}
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}}
	for _, i := range b.Indicators {
		if n := len(v.Groups); n == 0 || v.Groups[n-1].Key != i.Theme {
			v.Groups = append(v.Groups, group{Key: i.Theme, Name: q.T("statistics.theme." + i.Theme)})
		}
		last := &v.Groups[len(v.Groups)-1]
		last.Rows = append(last.Rows, b.row(q, i))
	}
	return listPage.Show(v), nil
}

func (b *Book) row(q *web.Request, i Indicator) indicatorRow {
	r := indicatorRow{Indicator: i, Title: i.Name.In(q.Lang), Defined: i.Definition.In(q.Lang), Unit: q.T("statistics.unit." + i.Unit),
		Published: i.Publisher.In(q.Lang), Computed: i.Computed()}
	country := b.country(i, "")
	years := b.Years(i.Code, country)
	if len(years) == 0 {
		return r
	}
	r.Years = span(years)
	r.Known = len(b.In(country, i.Code, years[len(years)-1]).Values)
	r.Of = len(slices.DeleteFunc(b.Places.All(), func(m municipality.Municipality) bool { return m.Country != country }))
	return r
}

// span writes years: 2021, or 2019, 2025, or 2015–2025 where there are many.
func span(years []int) string {
	if n := len(years); n > 3 {
		return strconv.Itoa(years[0]) + "–" + strconv.Itoa(years[n-1])
	}
	said := ""
	for n, y := range years {
		if n > 0 {
			said += ", "
		}
		said += strconv.Itoa(y)
	}
	return said
}

type indicatorView struct {
	web.Head
	indicatorRow
	BetterSays string
	Licensed   string
	Choices    []web.Choice
	Rows       []placeRow
	Missing    []placeRow
	Median     string
	Self       string
	File       string // a workbook of what is shown
	Country    string
	Year       string
	Keeps      bool
}

type placeRow struct {
	Code, Name, Region, Value string
	Rank                      int
	exact                     string
}

func (h *house) indicator(q *web.Request) (web.Answer, error) {
	v, err := h.indicatorView(q)
	if err != nil {
		return nil, err
	}
	return indicatorPage.Show(v), nil
}

func (h *house) indicatorView(q *web.Request) (indicatorView, error) {
	b, err := h.shelf.Open(q.Reader())
	if err != nil {
		return indicatorView{}, err
	}
	i, ok := named(b.Indicators, q.PathValue("indicator"))
	if !ok {
		return indicatorView{}, refusal.New(refusal.Missing, "statistics.one.unknown")
	}
	v := indicatorView{indicatorRow: b.row(q, i), BetterSays: q.T("statistics.better." + string(i.Better)), Self: q.Link("/statistics/" + i.Code), Keeps: keeps(q)}
	v.Head = web.Head{Title: v.indicatorRow.Title, Section: "look.nav.municipalities", Crumbs: []web.Crumb{
		{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}, {Name: q.T("statistics.list.title"), Link: q.Link("/statistics")}}}
	v.Licensed = Licensed(q, i)
	country := b.country(i, q.Value("country"))
	if years := b.Years(i.Code, country); len(years) > 0 {
		v.show(q, b, i, country, years)
		v.File = v.fileLink(q)
	}
	return v, nil
}

// country is the one asked for, where it has figures; otherwise the first that has.
func (b *Book) country(i Indicator, asked string) string {
	if len(b.Years(i.Code, asked)) > 0 {
		return asked
	}
	for _, c := range b.Places.Countries() {
		if len(b.Years(i.Code, c)) > 0 {
			return c
		}
	}
	return municipality.Bulgaria
}

func (v *indicatorView) show(q *web.Request, b *Book, i Indicator, country string, years []int) {
	year := years[len(years)-1]
	if asked, err := strconv.Atoi(q.Value("year")); err == nil && slices.Contains(years, asked) {
		year = asked
	}
	v.Country, v.Year = country, strconv.Itoa(year)
	v.choices(q, b, years)
	v.sourced(q, b.SourcedIn(i, country, year))
	c := b.In(country, i.Code, year)
	v.Median = inUnit(q, i, c.Middle)
	for _, m := range b.Places.Find(municipality.Wanted{Country: country}, q.Lang) {
		row := placeRow{Code: m.Code, Name: b.Places.Label(m.Code, q.Lang), Region: m.Region.In(q.Lang), Rank: c.Ranks[m.Code]}
		if d, ok := c.Values[m.Code]; ok {
			row.Value, row.exact = inUnit(q, i, d), d.String()
			v.Rows = append(v.Rows, row)
		} else {
			v.Missing = append(v.Missing, row)
		}
	}
	if q.Value("sort") != "name" {
		slices.SortStableFunc(v.Rows, func(a, b placeRow) int { return a.Rank - b.Rank })
	}
}

// choices are the country, where several have figures, the year, and the order of the table.
func (v *indicatorView) choices(q *web.Request, b *Book, years []int) {
	country := web.Choice{Name: "country", Label: q.T("municipality.list.country"), Value: v.Country}
	for _, c := range b.Places.Countries() {
		if len(b.Years(v.Code, c)) > 0 {
			country.Options = append(country.Options, web.Option{Value: c, Label: lang.Country(q.Lang, c)})
		}
	}
	if len(country.Options) > 1 {
		v.Choices = append(v.Choices, country)
	}
	year := web.Choice{Name: "year", Label: q.T("statistics.one.year"), Value: v.Year}
	for _, y := range slices.Backward(years) {
		year.Options = append(year.Options, web.Option{Value: strconv.Itoa(y), Label: strconv.Itoa(y)})
	}
	sort := web.Choice{Name: "sort", Label: q.T("municipality.list.sort"), Value: q.Value("sort"),
		Options: []web.Option{{Label: q.T("statistics.one.by_rank")}, {Value: "name", Label: q.T("municipality.list.by.name")}}}
	v.Choices = append(v.Choices, year, sort)
}

// sourced says where the figures that are shown come from.
func (v *indicatorView) sourced(q *web.Request, i Indicator) {
	v.Published, v.Dataset, v.Address, v.Licensed = i.Publisher.In(q.Lang), i.Dataset, i.Address, Licensed(q, i)
}
