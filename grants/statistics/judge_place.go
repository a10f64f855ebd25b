package statistics

import (
	"cmp"
	"slices"
	"strings"

	"vekst/grants/municipality"
	"vekst/platform/search"
	"vekst/platform/table"
)

// place finds out which municipality a row is about; false when it is about none, or cannot be told.
func (j *judging) place(row table.Row) (string, bool) {
	code, name, region := strings.ToUpper(j.at(row, asCode)), j.at(row, asName), j.at(row, asRegion)
	if j.isTotal(code, name) {
		j.Totals = append(j.Totals, row.Number)
		return "", false
	}
	if code == "" {
		return j.placeNamed(row, name, region)
	}
	m, ok := j.places1(code)
	if !ok {
		j.fault("code", row.Number, column(j.Columns, asCode), j.at(row, asCode), j.resembling(code, name)...)
		return "", false
	}
	if code != m.Code && code == "SOF00" {
		j.Capital = append(j.Capital, row.Number)
	}
	if others := j.named(name, ""); name != "" && len(others) > 0 && !slices.ContainsFunc(others, func(o municipality.Municipality) bool { return o.Code == m.Code }) {
		j.fault("differs", row.Number, column(j.Columns, asCode), code, m.Code, name)
		return "", false
	}
	return m.Code, true
}

// places1 is the municipality with a code of any kind.
func (j *judging) places1(code string) (municipality.Municipality, bool) {
	if m, ok := j.known.places.Municipality(code); ok {
		return m, true
	}
	found := j.known.places.Numbered(code)
	if j.settings.Country != "" {
		found = slices.DeleteFunc(slices.Clone(found), func(m municipality.Municipality) bool { return m.Country != j.settings.Country })
	}
	if len(found) == 1 {
		return found[0], true
	}
	return municipality.Municipality{}, false
}

func (j *judging) placeNamed(row table.Row, name, region string) (string, bool) {
	if name == "" {
		j.fault("nowhere", row.Number, -1, "")
		return "", false
	}
	at := column(j.Columns, asName)
	switch found := j.named(name, region); len(found) {
	case 0:
		j.fault("name", row.Number, at, name, j.resembling("", name)...)
		return "", false
	case 1:
		return found[0].Code, true
	default:
		j.fault("shared", row.Number, at, name, codes(found)...)
		return "", false
	}
}

// named are the municipalities a name can mean.
func (j *judging) named(name, region string) []municipality.Municipality {
	plain, inBrackets := bare(name)
	return j.known.places.Named(plain, cmp.Or(region, inBrackets))
}

// totals are words for everything together, folded.
var totals = []string{"obshto", "total", "totalt", "sum", "vsichko", "bulgaria", "norway", "norge", "hele landet", "obshto za stranata"}

// isTotal says whether a row is about a whole region or country.
func (j *judging) isTotal(code, name string) bool {
	folded := search.Fold(name)
	if code == "" {
		return slices.Contains(totals, folded) || strings.HasPrefix(folded, "oblast ")
	}
	return slices.Contains(totals, search.Fold(code)) || j.known.places.IsGroup(code)
}

// codes are those of the first of some municipalities.
func codes(all []municipality.Municipality) []string {
	var said []string
	for _, m := range all[:min(len(all), 5)] {
		said = append(said, m.Code)
	}
	return said
}

// resembling lists the codes of up to three municipalities that a wrong code or name may have meant: those with the name
// beside it first, then those whose code, national number or name differs by least.
func (j *judging) resembling(code, name string) []string {
	type near struct {
		m   municipality.Municipality
		far int
	}
	plain, _ := bare(name)
	folded := search.Fold(plain)
	var all []near
	for _, m := range j.known.places.All() {
		far := 3
		if code != "" {
			far = min(search.Distance(code, m.Code), search.Distance(code, m.LAU))
		}
		if folded != "" {
			byName := min(search.Distance(folded, search.Fold(m.Name.BG)), search.Distance(folded, search.Fold(m.Name.EN)))
			if byName == 0 {
				byName = -1
			}
			far = min(far, byName)
		}
		if far < 2 || far == 2 && len(folded) > 5 {
			all = append(all, near{m, far})
		}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Compare(a.far, b.far) })
	var said []string
	for _, n := range all[:min(len(all), 3)] {
		said = append(said, n.m.Code)
	}
	return said
}
