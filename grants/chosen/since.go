package chosen

import (
	"strconv"

	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/db"
)

// Since is one figure that an index counted and that is another today: a request to correct it was accepted, or an import
// changed it.
type Since struct {
	Municipality, Figure string
	Was, Is              float64 // Was is missing where there was none
}

// since lists the figures of an index that are others today, in the order of its units. Figures that are gone since are not
// listed: what was withdrawn has no right value yet.
func since(r db.Reader, index *targeting.Result, book *statistics.Book) (changed []Since, err error) {
	accepted, err := acceptedFigures(r)
	if err != nil {
		return nil, err
	}
	for u, unit := range index.Units {
		for k, node := range index.Indicators() {
			is, ok := today(book, unit.Code, node.Code)
			if given, found := accepted[[2]string{unit.Code, node.Code}]; found {
				is, ok = given, true
			}
			if was := index.Raw[k][u]; ok && is != was {
				changed = append(changed, Since{unit.Code, node.Code, was, is})
			}
		}
	}
	return changed, nil
}

// acceptedFigures are the figures of the requests that were accepted; of several about one figure the newest.
func acceptedFigures(r db.Reader) (map[[2]string]float64, error) {
	all, err := Corrections(r)
	if err != nil {
		return nil, err
	}
	figures := map[[2]string]float64{}
	for _, c := range all {
		at := [2]string{c.Municipality, c.Figure}
		if _, newer := figures[at]; newer || c.Verdict != Accepted {
			continue
		}
		if figures[at], err = strconv.ParseFloat(c.Value, 64); err != nil {
			return nil, err
		}
	}
	return figures, nil
}

// today is a figure as the statistics of the programme have it now.
func today(book *statistics.Book, code, column string) (x float64, ok bool) {
	m, known := book.Places.Municipality(code)
	indicator, year, isSeries := splitFigure(column)
	if !known || !isSeries {
		return 0, false
	}
	ranked := book.In(m.Country, indicator, year)
	if ranked == nil {
		return 0, false
	}
	value, ok := ranked.Values[code]
	if !ok {
		return 0, false
	}
	x, err := strconv.ParseFloat(value.String(), 64)
	return x, err == nil
}

// corrected is the list that would come of the same rule with today's figures.
func corrected(index *targeting.Published, rule Rule, changed []Since) (List, error) {
	all := make([]targeting.Changed, len(changed))
	for i, c := range changed {
		all[i] = targeting.Changed{Unit: c.Municipality, Column: c.Figure, Value: c.Is}
	}
	result, faults := index.Result.With(all...)
	if len(faults) > 0 {
		return List{}, faults
	}
	return Apply(result, rule, index.SHA256()), nil
}
