// Package opendata publishes what the programme knows as data: municipalities, what is measured and what it was, indices,
// resources and results, each as a table (CSV), as JSON and, where it has a place, as GeoJSON.
//
// An address never changes its meaning. Each dataset has a licence and a schema, every column is described in three languages,
// and a row says where it comes from. What is frozen has an address of its own that never changes at all. Nothing here is about
// a person: datasets take only what the public pages of a feature may show.
package opendata

// Type is what stands in a column.
type Type string

// The types, by their names in a Table Schema.
const (
	String  Type = "string"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
	Date    Type = "date"
	Moment  Type = "datetime"
	Link    Type = "uri"
)

// Field is a column. Its description is in the words, by its name.
type Field struct {
	Name   string
	Type   Type
	Always bool     // there is a value in every row
	OneOf  []string // the only values there are; nil for any
}

// Licence is what one may do with a dataset.
type Licence struct{ ID, Address string }

// Licences of datasets. Facts of public record are nobody's; a row of them says what its publisher says.
var (
	attribution = Licence{"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"}
	openMap     = Licence{"ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"}
	facts       = Licence{"CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"}
)

func fields(of Type, names ...string) []Field {
	var all []Field
	for _, n := range names {
		all = append(all, Field{Name: n, Type: of})
	}
	return all
}

func always(of Type, names ...string) []Field {
	all := fields(of, names...)
	for i := range all {
		all[i].Always = true
	}
	return all
}
