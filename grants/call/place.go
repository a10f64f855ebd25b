package call

import (
	"cmp"
	"regexp"
	"strings"
)

// PlaceColumn is a cell every row may have besides its columns: where the row stands when that is not where it was begun.
// It says nothing by itself and is no part of documents, whose rows are in order already.
const PlaceColumn = "at"

// rowPlaceForm is the id of a row, or nothing, a point, and a fraction: the row stands behind that row, among others placed
// there by the order of their fractions.
var rowPlaceForm = regexp.MustCompile(`^[a-z0-9]{0,24}\.[0-9a-z]{1,60}$`)

// PlaceOf is where a row stands: by its id, unless at says otherwise. Rows are ordered by Compare.
func PlaceOf(id, at string) RowPlace {
	if !rowPlaceForm.MatchString(at) {
		return RowPlace{id, "", id}
	}
	anchor, fraction, _ := strings.Cut(at, ".")
	return RowPlace{anchor, fraction, id}
}

// RowPlace is a place among rows.
type RowPlace struct{ anchor, fraction, id string }

// Compare orders places: shorter ids first so that 2 comes before 10, then fractions, then the rows' own ids.
func (p RowPlace) Compare(o RowPlace) int {
	return cmp.Or(cmp.Compare(len(p.anchor), len(o.anchor)), cmp.Compare(p.anchor, o.anchor), cmp.Compare(p.fraction, o.fraction),
		cmp.Compare(len(p.id), len(o.id)), cmp.Compare(p.id, o.id))
}
