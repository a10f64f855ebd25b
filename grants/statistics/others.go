package statistics

import (
	"vekst/platform/db"
	"vekst/platform/web"
	"vekst/value/decimal"
)

// Book is every figure as the database has it now, for features that show figures in other ways.
func (s Statistics) Book(r db.Reader) (*Book, error) { return s.house.shelf.Open(r) }

// Named is the indicator with a code.
func (b *Book) Named(code string) (Indicator, bool) { return named(b.Indicators, code) }

// InUnit is a figure of an indicator with its unit, as people write it.
func InUnit(q *web.Request, i Indicator, d decimal.Decimal) string { return inUnit(q, i, d) }

// Licensed says under what licence the figures of an indicator may be used.
func Licensed(q *web.Request, i Indicator) string {
	if i.Licence == openLicence {
		return q.T("statistics.one.facts")
	}
	return i.Licence
}
