package resource

import (
	"slices"

	"vekst/platform/db"
	"vekst/platform/geo"
	"vekst/platform/web"
)

// slack is how far, in millionths of a degree, a place may be outside an outline before it is worth a word: outlines are drawn
// coarsely, and a spring on the border belongs to both sides. It is some three hundred metres.
const slack = 3000

// beyond lists the positions of a place that are outside an outline, and how many it has.
func (p Place) beyond(outline geo.Geometry) (outside []geo.Position, of int) {
	all := p.Geometry().Positions()
	for _, at := range all {
		near := []geo.Position{at, {Lon: at.Lon - slack, Lat: at.Lat}, {Lon: at.Lon + slack, Lat: at.Lat}, {Lon: at.Lon, Lat: at.Lat - slack}, {Lon: at.Lon, Lat: at.Lat + slack}}
		if !slices.ContainsFunc(near, outline.Has) {
			outside = append(outside, at)
		}
	}
	return outside, len(all)
}

// outside says to who may mend it that a resource lies outside its municipality. It may: a path does not stop at a border.
func (h *house) outside(q *web.Request, mayMend bool, r Resource) (string, error) {
	if !mayMend || !r.Place.Known() {
		return "", nil
	}
	outline, err := h.outlineOf(q.Reader(), r.Municipality)
	if err != nil || outline.Empty() {
		return "", err
	}
	switch outside, of := r.Place.beyond(outline); {
	case len(outside) == 0:
		return "", nil
	case of == 1:
		return q.T("resource.trace.outside_point"), nil
	default:
		return q.T("resource.trace.outside", "Number", len(outside), "Of", of, "First", spelled(outside[0])), nil
	}
}

func (h *house) outlineOf(r db.Reader, code string) (geo.Geometry, error) {
	if h.Outline == nil {
		return geo.Geometry{}, nil
	}
	return h.Outline(r, code)
}
