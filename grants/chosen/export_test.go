package chosen

import (
	"vekst/grants/statistics"
	"vekst/platform/db"
)

// WouldBe is what the page of a selection says of figures that are others today.
func WouldBe(r db.Reader, s Selection, book *statistics.Book) ([]Since, List, error) {
	o, err := new(house).open(r, s)
	if err != nil {
		return nil, List{}, err
	}
	changed, err := since(r, o.index.Result, book)
	if err != nil {
		return nil, List{}, err
	}
	l, err := corrected(o.index, o.list.Rule, changed)
	return changed, l, err
}
