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

// PlaceBetween is the cell PlaceColumn of a row that is to stand after one and before another; either may be missing. There is
// always room.
func PlaceBetween(before, after *RowPlace) string {
	anchor, lower, upper := "", "", ""
	if before != nil {
		anchor, lower = before.anchor, before.fraction
	}
	if after != nil && after.anchor == anchor && after.fraction > lower {
		upper = after.fraction
	}
	return anchor + "." + middle(lower, upper)
}

const placeDigits = "0123456789abcdefghijklmnopqrstuvwxyz"

// middle is a text between two in the order of the alphabet; an empty upper is no limit. It never ends in 0. The same is in
// look/script/place.ts.
func middle(lower, upper string) string {
	text, limited := []byte{}, upper != ""
	for i := 0; ; i++ {
		low, high := 0, len(placeDigits)
		if i < len(lower) {
			low = digitOf(lower[i])
		}
		if limited && i < len(upper) {
			high = digitOf(upper[i])
		}
		if high-low > 1 {
			return string(append(text, placeDigits[(low+high)/2]))
		}
		text = append(text, placeDigits[low])
		if high > low {
			limited = false
		}
	}
}

func digitOf(b byte) int {
	for i := range len(placeDigits) {
		if placeDigits[i] == b {
			return i
		}
	}
	return 0
}
