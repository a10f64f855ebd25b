package targeting

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/grants/statistics"
	"vekst/platform/db"
	"vekst/value/text"
)

// Series is an indicator of the programme's figures in one year. Its column is called unemployment_2019.
type Series struct {
	Indicator string
	Year      int
}

// Column is the name of the series in data and frameworks.
func (s Series) Column() string { return s.Indicator + "_" + strconv.Itoa(s.Year) }

var seriesColumn = regexp.MustCompile(`^([a-z][a-z0-9_]*)_(\d{4})$`)

// seriesOf is the series that a column is called after, if it is one.
func seriesOf(column string) (Series, bool) {
	m := seriesColumn.FindStringSubmatch(column)
	if m == nil {
		return Series{}, false
	}
	year, err := strconv.Atoi(m[2])
	return Series{m[1], year}, err == nil
}

// filled are the files of a draft, with the figures of the programme where it has no data of its own.
func (d Draft) filled(r db.Reader) (Files, error) {
	if len(d.Data) > 0 {
		return d.Files, nil
	}
	b, err := new(statistics.Shelf).Open(r)
	if err != nil {
		return Files{}, err
	}
	return d.with(b), nil
}

// with are the files of a draft without data, with the figures of a book.
func (d Draft) with(b *statistics.Book) Files {
	f, _ := ReadFramework(d.Framework) // its faults are told when it is counted
	return Files{figuresFor(b, f.figures()), d.Framework, d.Recipe}
}

// oblastColumn is the column with the region of a municipality, for imputing within regions and limits by region.
const oblastColumn = "oblast"

// figuresFor are the figures of some columns as data: a row for every municipality of the country that has the most of
// them. A column that is no series of the programme is left out, for the framework to miss.
func figuresFor(b *statistics.Book, columns []string) []byte {
	var series []Series
	for _, c := range columns {
		if s, ok := seriesOf(c); ok && slices.ContainsFunc(b.Indicators, func(i statistics.Indicator) bool { return i.Code == s.Indicator }) {
			series = append(series, s)
		}
	}
	country := countryOf(b, series)
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	head := []string{"uCode", "uName", oblastColumn}
	for _, s := range series {
		head = append(head, s.Column())
	}
	rows := [][]string{head}
	for _, m := range b.Places.All() {
		if m.Country == country {
			rows = append(rows, rowOf(b, m, series))
		}
	}
	slices.SortFunc(rows[1:], func(a, b []string) int { return bytes.Compare([]byte(a[0]), []byte(b[0])) })
	if err := w.WriteAll(rows); err != nil {
		panic(err) // cannot be: the buffer takes everything
	}
	return out.Bytes()
}

func rowOf(b *statistics.Book, m municipality.Municipality, series []Series) []string {
	row := []string{m.Code, ownName(m), m.Oblast}
	for _, s := range series {
		words := ""
		if c := b.In(m.Country, s.Indicator, s.Year); c != nil {
			if v, ok := c.Values[m.Code]; ok {
				words = v.String()
			}
		}
		row = append(row, words)
	}
	return row
}

// ownName is the name of a municipality in the language of its country.
func ownName(m municipality.Municipality) string {
	if m.Country == "NO" {
		return m.Name.In(text.NB)
	}
	return m.Name.In(text.BG)
}

// countryOf is the country with the most figures of some series; the first there is when none has any.
func countryOf(b *statistics.Book, series []Series) string {
	best, most := "BG", 0
	for _, country := range b.Places.Countries() {
		n := 0
		for _, s := range series {
			if c := b.In(country, s.Indicator, s.Year); c != nil {
				n += len(c.Values)
			}
		}
		if n > most {
			best, most = country, n
		}
	}
	return best
}
