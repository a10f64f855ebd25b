package statistics

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"vekst/grants/municipality"
	"vekst/platform/table"
)

var (
	isCode    = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.\-]{0,19}$`)
	isCountry = regexp.MustCompile(`^[A-Z]{2}$`)
)

// longestFact is how long what is said of a municipality may be, in characters.
const longestFact = 120

// entry judges a row of a register: one municipality.
func (j *judging) entry(row table.Row) {
	code, country := strings.ToUpper(j.at(row, asCode)), strings.ToUpper(j.at(row, "country"))
	if country == "" {
		country = j.settings.Country
	}
	at := column(j.Columns, asCode)
	switch {
	case code == "" && j.at(row, "name_bg")+j.at(row, "name_latin") == "":
		return
	case code == "":
		j.fault("nowhere", row.Number, -1, "")
		return
	case !isCountry.MatchString(country):
		j.fault("country", row.Number, column(j.Columns, "country"), country)
		return
	}
	national := code
	if country != municipality.Bulgaria && !strings.HasPrefix(code, country+"-") {
		code = country + "-" + code
	}
	national = strings.TrimPrefix(national, country+"-")
	switch {
	case !isCode.MatchString(code):
		j.fault("code_form", row.Number, at, code)
	case j.own[code]:
		j.fault("own", row.Number, at, code)
	case j.at(row, "name_bg")+j.at(row, "name_latin") == "":
		j.fault("nameless", row.Number, at, code)
	default:
		j.places[code]++
		j.entryFields(row, code, country, national)
	}
}

// entryFields judges what is said of a municipality. Nothing is taken over of one with a fault.
func (j *judging) entryFields(row table.Row, code, country, national string) {
	words := map[string]string{"country": country, "number": national}
	faults := len(j.Faults)
	for at, c := range j.Columns {
		if !slices.Contains(municipality.Fields, c.As) || c.As == "country" || row.At(at).Text == "" {
			continue
		}
		said := row.At(at).Text
		switch {
		case row.At(at).Fault != "":
			j.fault("broken", row.Number, at, row.At(at).Fault)
		case utf8.RuneCountInString(said) > longestFact:
			j.fault("long", row.Number, at, string([]rune(said)[:40])+"…")
		case c.As == "longitude" || c.As == "latitude":
			if d, ok := degrees(row.At(at), c.As); ok {
				words[c.As] = d
			} else {
				j.fault("degrees", row.Number, at, said)
			}
		default:
			words[c.As] = said
		}
	}
	if len(j.Faults) > faults {
		return
	}
	for _, f := range municipality.Fields {
		if words[f] != "" {
			j.say(row.Number, column(j.Columns, f), Key{Municipality: code, Field: f}, words[f])
		}
	}
}

// degrees reads a longitude or latitude, with a point or a comma.
func degrees(c table.Cell, field string) (string, bool) {
	r, err := number(c)
	if err != nil {
		return "", false
	}
	most := 180.0
	if field == "latitude" {
		most = 90
	}
	f, err := strconv.ParseFloat(r.Value.String(), 64)
	return r.Value.String(), err == nil && f >= -most && f <= most
}
