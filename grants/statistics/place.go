package statistics

import (
	"math"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/decimal"
	"vekst/value/text"
)

// figures are what the page of a municipality shows: the newest year of each indicator by theme, what others have and this
// one has not, and the municipalities most like it.
func (h *house) figures(q *web.Request, code string) (municipality.Figures, error) {
	b, err := h.shelf.Open(q.Reader())
	if err != nil {
		return municipality.Figures{}, err
	}
	m, ok := b.Places.Municipality(code)
	if !ok {
		return municipality.Figures{}, nil
	}
	var f municipality.Figures
	for _, i := range b.Indicators {
		one, ok := b.figure(q, m, i)
		if !ok {
			continue
		}
		if one.Missing {
			f.Missing = append(f.Missing, i.Name.In(q.Lang))
		}
		if i.Theme == Counts {
			f.Counts = append(f.Counts, one)
			continue
		}
		grouped(q, &f, i.Theme, one)
		years := b.Years(i.Code, m.Country)
		f.Of = max(f.Of, len(b.In(m.Country, i.Code, years[len(years)-1]).Values))
	}
	return b.alike(q, m, f), nil
}

// grouped puts a figure into the group of its theme.
func grouped(q *web.Request, f *municipality.Figures, theme string, one municipality.Figure) {
	if n := len(f.Groups); n == 0 || f.Groups[n-1].Key != theme {
		f.Groups = append(f.Groups, municipality.FigureGroup{Key: theme, Name: q.T("statistics.theme." + theme)})
	}
	last := &f.Groups[len(f.Groups)-1]
	last.Figures = append(last.Figures, one)
}

func (b *Book) alike(q *web.Request, m municipality.Municipality, f municipality.Figures) municipality.Figures {
	for _, code := range b.Peers(m.Code) {
		f.Peers = append(f.Peers, municipality.Peer{Code: code, Name: b.Places.Label(code, q.Lang)})
	}
	for _, code := range Likeness {
		i, _ := named(b.Indicators, code)
		if years := b.Years(code, m.Country); len(years) > 0 {
			f.Measure = append(f.Measure, i.Name.In(q.Lang)+", "+strconv.Itoa(years[len(years)-1]))
		}
	}
	return f
}

// figure is the newest figure of an indicator in a municipality; false where no municipality of its country has one.
func (b *Book) figure(q *web.Request, m municipality.Municipality, i Indicator) (municipality.Figure, bool) {
	years := b.Years(i.Code, m.Country)
	if len(years) == 0 {
		return municipality.Figure{}, false
	}
	year := years[len(years)-1]
	c := b.In(m.Country, i.Code, year)
	v, has := c.Values[m.Code]
	middle := inUnit(q, i, c.Middle)
	one := municipality.Figure{Name: i.Name.In(q.Lang), Link: q.Link("/statistics/" + i.Code), Definition: i.Definition.In(q.Lang), Year: strconv.Itoa(year),
		Publisher: b.SourcedIn(i, m.Country, year).Publisher.In(q.Lang), Computed: i.Computed(), Missing: !has, Median: q.T("statistics.median", "Value", middle)}
	if has {
		one.Publisher = b.Sourced(i, m.Code, year).Publisher.In(q.Lang)
		one.Value = inUnit(q, i, v)
		one.Rank = q.T("statistics.rank", "Rank", c.Ranks[m.Code], "Of", len(c.Values))
		one.Says = q.T("statistics.says", "Name", one.Name, "Value", one.Value, "Median", middle, "Rank", c.Ranks[m.Code], "Of", len(c.Values))
		one.Ticks, one.Own, one.Middle = c.Ticks, c.On(v), c.On(c.Middle)
	}
	b.series(q, m, i, years, &one)
	return one, true
}

// series adds the years of a figure, and the small picture of them.
func (b *Book) series(q *web.Request, m municipality.Municipality, i Indicator, years []int, one *municipality.Figure) {
	var own, middle []decimal.Decimal
	var at []int
	for _, year := range years {
		c := b.In(m.Country, i.Code, year)
		y := municipality.FigureYear{Year: strconv.Itoa(year), Value: q.T("statistics.no_value"), Median: inUnit(q, i, c.Middle), Rank: "–"}
		if v, ok := c.Values[m.Code]; ok {
			y.Value, y.Rank = inUnit(q, i, v), q.T("statistics.rank", "Rank", c.Ranks[m.Code], "Of", len(c.Values))
			own, middle, at = append(own, v), append(middle, c.Middle), append(at, year)
		}
		one.Series = append(one.Series, y)
	}
	if len(own) > 1 {
		one.SparkOwn, one.SparkMiddle, one.SparkX, one.SparkY = spark(at, own, middle)
	}
}

// spark draws two lines over the years in a picture of 140 by 56, and says where the first ends.
func spark(years []int, own, middle []decimal.Decimal) (a, b string, x, y int) {
	least, most := own[0], own[0]
	for n := range own {
		least, most = min(least, own[n], middle[n]), max(most, own[n], middle[n])
	}
	first, span := years[0], years[len(years)-1]-years[0]
	point := func(year int, v decimal.Decimal) (int, int) {
		height := 0.5
		if most > least {
			height = float64(v-least) / float64(most-least)
		}
		return 8 + (year-first)*124/span, 48 - int(math.Round(height*40))
	}
	for n, year := range years {
		mark := "L"
		if n == 0 {
			mark = "M"
		}
		x, y = point(year, middle[n])
		b += mark + strconv.Itoa(x) + " " + strconv.Itoa(y)
		x, y = point(year, own[n])
		a += mark + strconv.Itoa(x) + " " + strconv.Itoa(y)
	}
	return a, b, x, y
}

// inUnit is a figure with its unit, as people write it.
func inUnit(q *web.Request, i Indicator, d decimal.Decimal) string {
	s := lang.Figure(q.Lang, d.String())
	switch i.Unit {
	case "percent":
		return percented(q.Lang, s, "%")
	case "permille":
		return percented(q.Lang, s, "‰")
	case "euro":
		return s + "\u00a0€"
	case "km2":
		return s + "\u00a0km²"
	}
	return s
}

func percented(l, s, sign string) string {
	if l == text.EN {
		return s + sign
	}
	return s + "\u00a0" + sign
}
