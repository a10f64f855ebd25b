// Package municipality knows the places of the programme: the 265 municipalities of Bulgaria, the settlements of the ten
// that GALOP chose.
//
// A municipality is known by the code of Bulgaria's National Statistical Institute (VAR09), never by its name: two are
// called Бяла. A settlement is known by its EKATTE number. Both are facts of public record, in the seed tables of this
// folder; every figure has its year and publisher, and where a figure is not known it is absent, not zero.
//
// Coordinates are of seats only, in thousandths of a degree, © OpenStreetMap contributors. Four municipalities have their
// seat in a town of another municipality and so share its point.
package municipality

import (
	"fmt"
	"slices"
	"strings"

	"vekst/value/text"
)

// Bulgaria is the country of the programme's own municipalities.
const Bulgaria = "BG"

// Publishers of the figures, to be named wherever one is shown.
const (
	StatisticalInstitute = "nsi"           // National Statistical Institute of Bulgaria
	StreetMap            = "openstreetmap" // © OpenStreetMap contributors
)

// Years of the two population figures.
const (
	CensusYear   = 2021 // census of 7 September 2021
	EstimateYear = 2013 // estimate of December 2013, the only year there is for settlements
)

// Municipality is a municipality. Of those outside Bulgaria only what a register says is known: the fields to SeatName.
type Municipality struct {
	Code           string // in Bulgaria that of the National Statistical Institute: VAR09; elsewhere with the country: NO-5014
	Country        string // ISO 3166: BG, NO
	Name           text.Text
	Oblast         string    // code of the oblast: VAR; elsewhere of the region above it, where we know it
	Region         text.Text // name of the oblast or region
	LAU, NUTS3     string    // codes of Eurostat, where we know them
	SeatName       text.Text
	Seat           string // EKATTE of the seat, where we know it
	Point          Point  // of the seat
	Population2021 int    // census
	Population2013 int    // estimate, summed over its settlements
}

// Point is a place on the map in thousandths of a degree. © OpenStreetMap contributors.
type Point struct{ Longitude, Latitude int }

// Oblast is one of the 28 regions of Bulgaria.
type Oblast struct {
	Code  string
	Name  text.Text
	NUTS3 string // Eurostat's code of the same region
}

// Settlement is a town or village.
type Settlement struct {
	Ekatte       string
	Municipality string
	Name         text.Text
	Town         bool // a town; otherwise a village
	Population   int
	Year         int // of Population
}

// Register holds all places, in the order of their codes.
type Register struct {
	municipalities []Municipality
	settlements    []Settlement
	oblasts        []Oblast
}

// TheTen lists the codes of the municipalities that GALOP chose in 2020, in the order of the small grants call. The order
// is no ranking.
func TheTen() []string {
	return []string{"VAR09", "PVN16", "RSE13", "HKV09", "BLG01", "PDV07", "BLG02", "VTR13", "KRZ21", "VTR20"}
}

// InTheTen says whether a code is one of the ten.
func InTheTen(code string) bool { return slices.Contains(TheTen(), code) }

// Municipalities returns all municipalities, by code.
func (r *Register) Municipalities() []Municipality { return slices.Clone(r.municipalities) }

// Municipality returns the municipality with a code. Sofia is SOF46; SOF00, as some publishers write it, is understood.
func (r *Register) Municipality(code string) (Municipality, bool) {
	if code == otherCapital {
		code = capital
	}
	i, found := slices.BinarySearchFunc(r.municipalities, code, func(m Municipality, code string) int {
		return strings.Compare(m.Code, code)
	})
	if !found {
		return Municipality{}, false
	}
	return r.municipalities[i], true
}

// Settlement returns the settlement with an EKATTE number. Only the settlements of the ten are known.
func (r *Register) Settlement(ekatte string) (Settlement, bool) {
	i := slices.IndexFunc(r.settlements, func(s Settlement) bool { return s.Ekatte == ekatte })
	if i < 0 {
		return Settlement{}, false
	}
	return r.settlements[i], true
}

// Settlements returns the settlements of a municipality; none, if it is not one of the ten.
func (r *Register) Settlements(code string) []Settlement {
	var found []Settlement
	for _, s := range r.settlements {
		if s.Municipality == code {
			found = append(found, s)
		}
	}
	return found
}

// Oblast returns the oblast with a code.
func (r *Register) Oblast(code string) (Oblast, bool) {
	i := slices.IndexFunc(r.oblasts, func(o Oblast) bool { return o.Code == code })
	if i < 0 {
		return Oblast{}, false
	}
	return r.oblasts[i], true
}

// Label returns the name of a municipality in a language, with its oblast where another municipality has the same name:
// "Бяла (Русе)". An unknown code is returned as it is.
func (r *Register) Label(code, lang string) string {
	m, ok := r.Municipality(code)
	if !ok {
		return code
	}
	name := m.Name.In(lang)
	if !r.isShared(m, lang) {
		return name
	}
	oblast, _ := r.Oblast(m.Oblast)
	return fmt.Sprintf("%s (%s)", name, oblast.Name.In(lang))
}

func (r *Register) isShared(m Municipality, lang string) bool {
	return slices.ContainsFunc(r.municipalities, func(other Municipality) bool {
		return other.Code != m.Code && other.Name.In(lang) == m.Name.In(lang)
	})
}
