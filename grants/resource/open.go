package resource

import (
	"vekst/platform/db"
	"vekst/platform/geo"
)

// Open is a resource as it is published, and as files of resources have it: what was written of it, where it is as far as the
// public may know, and no person.
type Open struct {
	Resource
	Geometry geo.Geometry // the shape, or else the point; empty where nobody knows the place
}

// OpenOf is what is published of a resource whose place has been blurred, if it is to be.
func OpenOf(r Resource) Open {
	r.By, r.Reason, r.Into = "", "", ""
	return Open{r, r.Place.Geometry()}
}

// Geometry is the place as GeoJSON knows it.
func (p Place) Geometry() geo.Geometry {
	if p.Shape != "" {
		if g, _ := geo.Parse([]byte(p.Shape), geo.Expecting{}); !g.Empty() {
			return g
		}
	}
	if !p.Known() {
		return geo.Geometry{}
	}
	return geo.Geometry{Kind: geo.Point, Parts: [][]geo.Line{{{geo.Position{Lon: p.Lon, Lat: p.Lat}}}}}
}

// EachOpen calls each with everything the public may know, municipality by municipality.
func EachOpen(r db.Reader, each func(Open) error) error {
	all, err := Public(r, Filter{Order: "municipality"})
	if err != nil {
		return err
	}
	for _, one := range all {
		if err := each(OpenOf(one)); err != nil {
			return err
		}
	}
	return nil
}
