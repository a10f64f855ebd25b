package territory

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"vekst/grants/municipality"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/decimal"
)

// layer is what the map shows: an indicator in a year, or a published index.
type layer struct {
	Key, Name, Defined string
	Year               string // "" for an index
	Years              []int
	Published, Dataset string // who published it, and where it is from
	Licensed           string
	Link               string // its own page
	Country            string
	values             Values
	ranks              map[string]int
	say                func(decimal.Decimal) string
}

// indexPrefix begins the key of an index; its number follows.
const indexPrefix = "index-"

// usualLayer is what the map shows when nobody asked for anything: what programmes look at first.
const usualLayer = "unemployment"

// layerOf is what was asked for, or what is usual. It is nil while there are no figures at all.
func (h *house) layerOf(q *web.Request, b *statistics.Book, asked, country string) (*layer, error) {
	if number, ok := strings.CutPrefix(asked, indexPrefix); ok {
		if n, err := strconv.Atoi(number); err == nil {
			if l, err := h.indexLayer(q, b, n); l != nil || err != nil {
				return l, err
			}
		}
	}
	for _, code := range append([]string{asked, usualLayer}, codesOf(b)...) {
		if i, ok := b.Named(code); ok {
			if l := indicatorLayer(q, b, i, country); l != nil {
				return l, nil
			}
		}
	}
	return nil, nil
}

func codesOf(b *statistics.Book) []string {
	var codes []string
	for _, i := range b.Indicators {
		codes = append(codes, i.Code)
	}
	return codes
}

// indicatorLayer is an indicator in the year asked for, or the newest; nil where nobody has a figure.
func indicatorLayer(q *web.Request, b *statistics.Book, i statistics.Indicator, asked string) *layer {
	country := countryOf(b, i, asked)
	years := b.Years(i.Code, country)
	if len(years) == 0 {
		return nil
	}
	year := years[len(years)-1]
	if asked, err := strconv.Atoi(q.Value("year")); err == nil && slices.Contains(years, asked) {
		year = asked
	}
	c := b.In(country, i.Code, year)
	i = b.SourcedIn(i, country, year)
	return &layer{Key: i.Code, Name: i.Name.In(q.Lang), Defined: i.Definition.In(q.Lang), Year: strconv.Itoa(year), Years: years, Country: country,
		Published: i.Publisher.In(q.Lang), Dataset: i.Dataset, Licensed: statistics.Licensed(q, i), Link: q.Link("/statistics/" + i.Code), values: c.Values, ranks: c.Ranks,
		say: func(d decimal.Decimal) string { return statistics.InUnit(q, i, d) }}
}

// countryOf is the country asked for, where the indicator has figures of it; otherwise the first that has.
func countryOf(b *statistics.Book, i statistics.Indicator, asked string) string {
	for _, c := range append([]string{asked}, b.Places.Countries()...) {
		if len(b.Years(i.Code, c)) > 0 {
			return c
		}
	}
	return municipality.Bulgaria
}

// indexLayer is a published index; nil where there is none with the number.
func (h *house) indexLayer(q *web.Request, b *statistics.Book, number int) (*layer, error) {
	all, err := targeting.Indices(q.Reader())
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(all, func(x targeting.Index) bool { return x.Number == number })
	if at < 0 {
		return nil, nil
	}
	p, err := h.indices.Open(q.Reader(), all[at].ID)
	if err != nil {
		return nil, err
	}
	l := &layer{Key: indexPrefix + strconv.Itoa(number), Name: all[at].Title.In(q.Lang), Defined: q.T("territory.index.defined", "Number", number, "Date", lang.Date(q.Lang, all[at].Published.In(q.Site.Zone))),
		Published: q.T("territory.index.by"), Licensed: q.T("statistics.one.facts"), Link: q.Link("/indices/" + strconv.Itoa(number)),
		values: Values{}, ranks: map[string]int{}, say: func(d decimal.Decimal) string { return lang.Figure(q.Lang, hundredths(d)) }}
	if all[at].IsWithdrawn() {
		l.Name = q.T("territory.index.withdrawn", "Title", l.Name)
	}
	for u, unit := range p.Result.Units {
		m, ok := b.Places.Municipality(unit.Code)
		x := p.Result.Index()[u]
		if !ok || targeting.IsMissing(x) {
			continue
		}
		l.Country = cmp.Or(l.Country, m.Country)
		l.values[m.Code], l.ranks[m.Code] = micro(x), p.Result.Counted[u]
	}
	if len(l.values) == 0 {
		return nil, nil
	}
	return l, nil
}

// micro is a score in millionths, for a picture; the record has all its digits.
func micro(x float64) decimal.Decimal {
	if x < 0 {
		return decimal.Decimal(x*float64(decimal.One) - 0.5)
	}
	return decimal.Decimal(x*float64(decimal.One) + 0.5)
}

// hundredths writes a score with two decimals.
func hundredths(d decimal.Decimal) string {
	return strconv.FormatFloat(float64(d)/float64(decimal.One), 'f', 2, 64)
}

// layers are all there is to show, the indices first.
func layers(q *web.Request, b *statistics.Book, shown *layer) (web.Choice, error) {
	c := web.Choice{Name: "show", Label: q.T("territory.map.show"), Value: shown.Key}
	indices, err := targeting.Indices(q.Reader())
	for _, x := range indices {
		c.Options = append(c.Options, web.Option{Value: indexPrefix + strconv.Itoa(x.Number), Label: q.T("territory.index.option", "Number", x.Number, "Title", x.Title.In(q.Lang))})
		if x.IsWithdrawn() {
			c.Options[len(c.Options)-1].Label = q.T("territory.index.withdrawn", "Title", c.Options[len(c.Options)-1].Label)
		}
	}
	for _, i := range b.Indicators {
		if len(b.Years(i.Code, countryOf(b, i, shown.Country))) > 0 {
			c.Options = append(c.Options, web.Option{Value: i.Code, Label: i.Name.In(q.Lang)})
		}
	}
	return c, err
}
