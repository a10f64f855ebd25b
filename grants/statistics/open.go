package statistics

import (
	"maps"
	"slices"

	"vekst/platform/db"
)

// OpenFigure is a figure as it is published: with what was measured, by whom, and under which licence.
type OpenFigure struct {
	Figure
	Indicator Indicator
}

// StateOf names all figures and indicators as they are now: something has changed where the name is another.
func StateOf(r db.Reader) (string, error) { return stateOf(r) }

// Open calls each with every figure there is, those that are worked out of others too: by indicator, year and municipality.
func (b *Book) Open(each func(OpenFigure) error) error {
	for _, i := range b.Indicators {
		for _, country := range b.Places.Countries() {
			for _, year := range b.Years(i.Code, country) {
				values := b.In(country, i.Code, year).Values
				for _, code := range slices.Sorted(maps.Keys(values)) {
					if err := each(OpenFigure{Figure{Key{code, i.Code, year}, values[code]}, b.Sourced(i, code, year)}); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}
