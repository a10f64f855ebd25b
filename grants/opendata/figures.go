package opendata

import (
	"slices"

	"vekst/grants/statistics"
	"vekst/platform/db"
	"vekst/value/decimal"
)

// indicators are what is measured.
func (h *house) indicators() Dataset {
	return Dataset{
		Name: "indicators", Themes: []string{"SOCI", "ECON"}, Licence: attribution, Key: []string{"indicator"}, State: statistics.StateOf,
		Fields: slices.Concat(always(String, "indicator"), []Field{{Name: "theme", Type: String, Always: true, OneOf: statistics.Themes}},
			fields(String, "name_bg", "name_nb", "name_en", "definition_bg", "definition_nb", "definition_en"),
			[]Field{{Name: "unit", Type: String, Always: true, OneOf: statistics.Units}, {Name: "better", Type: String, Always: true, OneOf: directions()}},
			fields(Number, "least", "most"), always(Boolean, "whole"), fields(String, "part", "of", "publisher_bg", "publisher_nb", "publisher_en", "source"),
			fields(Link, "source_address"), fields(String, "licence")),
		Rows: func(r db.Reader, _ int, each func(Row) error) error {
			b, err := h.Figures.Book(r)
			if err != nil {
				return err
			}
			for _, i := range b.Indicators {
				if err := each(Row{Cells: indicator(i)}); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func directions() []string {
	var all []string
	for _, d := range statistics.Directions {
		all = append(all, string(d))
	}
	return all
}

func indicator(i statistics.Indicator) []any {
	return slices.Concat(words(i.Code, i.Theme, i.Name.BG, i.Name.NB, i.Name.EN, i.Definition.BG, i.Definition.NB, i.Definition.EN, i.Unit, string(i.Better)),
		[]any{limit(i.Least), limit(i.Most), i.Whole},
		words(i.Part, i.Of, i.Publisher.BG, i.Publisher.NB, i.Publisher.EN, i.Dataset, i.Address, i.Licence))
}

func limit(d *decimal.Decimal) any {
	if d == nil {
		return nil
	}
	return Exact(d.String())
}

// figures are what indicators were. What nobody measured has no row.
func (h *house) figures() Dataset {
	return Dataset{
		Name: "figures", Themes: []string{"SOCI", "ECON"}, Licence: facts, Key: []string{"municipality", "indicator", "year"}, State: statistics.StateOf,
		Fields: slices.Concat(always(String, "municipality", "indicator"), always(Integer, "year"), always(Number, "value"), always(String, "unit"), always(Boolean, "worked_out"),
			fields(String, "publisher_bg", "publisher_en", "source"), fields(Link, "source_address"), fields(String, "licence")),
		Rows: func(r db.Reader, _ int, each func(Row) error) error {
			b, err := h.Figures.Book(r)
			if err != nil {
				return err
			}
			return b.Open(func(f statistics.OpenFigure) error {
				i := f.Indicator
				return each(Row{Cells: slices.Concat([]any{f.Municipality, f.Field, int64(f.Year), Exact(f.Value.String()), i.Unit, i.Computed()},
					words(i.Publisher.BG, i.Publisher.EN, i.Dataset, i.Address, i.Licence))})
			})
		},
	}
}
