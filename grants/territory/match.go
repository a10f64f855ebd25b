package territory

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"vekst/grants/municipality"
	"vekst/platform/geo"
)

// What can be found of a feature besides the faults of its geometry.
const (
	unmatched  = "unmatched"  // it is of no municipality we know
	ambiguous  = "ambiguous"  // it could be one of several
	twice      = "twice"      // its municipality had an outline already
	noArea     = "no-area"    // points and lines are no outlines
	otherCode  = "other-code" // its code is that of another publisher
	byName     = "by-name"    // it has no code, but a name that only one has
	bySeat     = "by-seat"    // of several with the name, it is the one whose seat lies in it
	farFrom    = "far"        // the seat of its municipality lies far from it
	tooSmall   = "too-small"  // smaller than can be kept
	tooComplex = "complex"    // drawn finer than is kept, so that it was simplified
)

// Properties that hold a code, a name or a region in the files of publishers, in the order they are trusted.
var (
	codeNames   = []string{"code", "nuts4", "kod", "lau_id", "lau", "gisco_id", "kommunenummer", "kommunenr", "municipality", "id"}
	nameNames   = []string{"name", "name_bg", "navn", "kommunenavn", "lau_name", "name_en", "naim", "obshtina"}
	regionNames = []string{"region", "oblast", "nuts3", "fylke", "fylkesnavn", "nuts3_name"}
)

// said is the first of some properties that a feature has.
func said(f geo.Feature, names []string) string {
	for _, name := range names {
		for key, value := range f.Properties {
			if !strings.EqualFold(key, name) {
				continue
			}
			switch v := value.(type) {
			case string:
				if s := strings.TrimSpace(v); s != "" {
					return s
				}
			case json.Number:
				return v.String()
			}
		}
	}
	return ""
}

// match finds the municipality a feature is of: by its code, or by its name where it has none. Of several with one name it
// is the one whose seat lies in the outline.
func match(d *municipality.Directory, f geo.Feature) (municipality.Municipality, Finding) {
	found := Finding{Feature: f.Number, Code: said(f, codeNames), Name: said(f, nameNames)}
	if found.Code == "" {
		found.Code = f.ID
	}
	if m, ok := coded(d, found.Code); ok {
		if m.Code != found.Code && !strings.HasSuffix(found.Code, m.LAU) {
			found.Key = otherCode
		}
		return m, found
	}
	named := d.Named(found.Name, said(f, regionNames))
	if found.Name == "" || len(named) == 0 {
		found.Key = unmatched
		return municipality.Municipality{}, found
	}
	if len(named) == 1 {
		found.Key = byName
		return named[0], found
	}
	named = slices.DeleteFunc(named, func(m municipality.Municipality) bool { return !f.Geometry.Has(seat(m)) })
	if len(named) != 1 {
		found.Key = ambiguous
		return municipality.Municipality{}, found
	}
	found.Key = bySeat
	return named[0], found
}

// coded is the municipality with a code of ours, a national number, or one of Eurostat: NO_5001.
func coded(d *municipality.Directory, code string) (municipality.Municipality, bool) {
	if code == "" {
		return municipality.Municipality{}, false
	}
	if m, ok := d.Municipality(code); ok {
		return m, true
	}
	if country, number, ok := strings.Cut(code, "_"); ok && len(country) == 2 {
		for _, m := range d.Numbered(number) {
			if m.Country == country {
				return m, true
			}
		}
		return d.Municipality(number)
	}
	if all := d.Numbered(code); len(all) == 1 {
		return all[0], true
	}
	return municipality.Municipality{}, false
}

func seat(m municipality.Municipality) geo.Position {
	return geo.Position{Lon: int64(m.Point.Longitude) * geo.Degree / 1000, Lat: int64(m.Point.Latitude) * geo.Degree / 1000}
}

// nearby is how far a seat may lie from the outline of its municipality: four have theirs in a town of another.
const nearby = geo.Degree / 5

// isFar says whether the seat of a municipality is nowhere near an outline.
func isFar(m municipality.Municipality, g geo.Geometry) bool {
	return m.Point != municipality.Point{} && !g.Bounds().Wider(nearby).Has(seat(m))
}

// faultOf is what is wrong with the geometry of a feature, the zero Finding for nothing.
func faultOf(f geo.Feature) Finding {
	bad := f.Bad()
	found := Finding{Key: bad.Key, LeftOut: true}
	if bad.Key == "" {
		if f.Geometry.IsArea() {
			return Finding{}
		}
		found.Key = noArea
	}
	if bad.At != (geo.Position{}) {
		found.Lon, found.Lat = bad.At.Degrees()
	}
	return found
}

// label is what a feature says of itself, for people.
func (f Finding) label() string {
	switch {
	case f.Code != "" && f.Name != "":
		return fmt.Sprintf("%s %s", f.Code, f.Name)
	case f.Code == "" && f.Name == "":
		return "–"
	}
	return f.Code + f.Name
}
