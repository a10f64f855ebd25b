package opendata

import (
	"vekst/platform/db"
	"vekst/platform/geo"
)

// Dataset is one thing that is published. Its title and description are in the words, by its name.
type Dataset struct {
	Name     string
	Licence  Licence
	Fields   []Field
	Themes   []string // what it is about, by the codes of the European list of data themes
	Key      []string // the fields that tell rows apart
	HasPlace bool
	// State names the data as it is now; where it is another, something has changed.
	State func(r db.Reader) (string, error)
	// Rows calls each with every row, in an order that stays. Only is a number that rows are narrowed to, 0 for all.
	Rows func(r db.Reader, only int, each func(Row) error) error
	// Numbered is what the dataset is narrowed by in addresses such as /open/indices/1.csv; "" for one that is not.
	Numbered string
}

// Formats are how a dataset can be had.
func (d Dataset) Formats() []string {
	if d.HasPlace {
		return []string{"csv", "xlsx", "json", "geojson"}
	}
	return []string{"csv", "xlsx", "json"}
}

// address is where a dataset is, without the address of the site.
func (d Dataset) address(format string) string { return "/open/" + d.Name + "." + format }

// Row is one row: a value for each field, nil where there is none, and where it is.
//
// A value is a string, an int64, a bool, or an exact number as Exact.
type Row struct {
	Cells []any
	Place geo.Geometry
}

// Exact is a number with all its digits, as JSON and CSV both write it.
type Exact string

// word is a string, or nothing.
func word(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// words are strings, or nothing where they are empty.
func words(all ...string) []any {
	var cells []any
	for _, s := range all {
		cells = append(cells, word(s))
	}
	return cells
}

// positive is a number, or nothing where it is nought.
func positive(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

func point(p geo.Position) geo.Geometry {
	if p == (geo.Position{}) {
		return geo.Geometry{}
	}
	return geo.Geometry{Kind: geo.Point, Parts: [][]geo.Line{{{p}}}}
}

// degrees are the longitude and the latitude of a place, or nothing.
func degrees(p geo.Position) []any {
	if p == (geo.Position{}) {
		return []any{nil, nil}
	}
	return []any{Exact(geo.Text(p.Lon)), Exact(geo.Text(p.Lat))}
}
