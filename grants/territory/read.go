package territory

import (
	"io"

	"vekst/grants/municipality"
	"vekst/platform/geo"
)

// Limits of a file of outlines.
const (
	mostBytes    = 64 << 20
	mostFeatures = 20_000
	mostPoints   = 2_000_000 // of one outline
	mostKept     = 150_000   // spots of all outlines; finer ones are simplified
	mostFound    = 500       // findings that are kept
)

// gathered is what a file comes to.
type gathered struct {
	shapes []Shape
	found  []Finding
}

// gather reads outlines feature by feature. Whatever is doubtful or wrong is said, and what cannot be used is left out.
func gather(from io.Reader, d *municipality.Directory, turn bool) (gathered, error) {
	var all gathered
	have := map[string]bool{}
	limits := geo.Limits{Bytes: mostBytes, Feature: mostBytes / 2, Features: mostFeatures, Points: mostPoints}
	err := geo.Read(from, limits, geo.Expecting{Within: whereabouts(d), Turn: turn}, func(f geo.Feature) error {
		all.take(d, f, have)
		return nil
	})
	if err == nil {
		all.thin()
	}
	return all, err
}

// whereabouts is where all seats are, so that longitude and latitude are not mixed up.
func whereabouts(d *municipality.Directory) geo.Bounds {
	var seats []geo.Position
	for _, m := range d.All() {
		if m.Point != (municipality.Point{}) {
			seats = append(seats, seat(m))
		}
	}
	return geo.Around(seats...).Wider(geo.Degree)
}

func (all *gathered) take(d *municipality.Directory, f geo.Feature, have map[string]bool) {
	m, found := match(d, f)
	found.Is = m.Code
	fault := faultOf(f)
	switch {
	case fault.Key != "":
		found.Key, found.Lon, found.Lat, found.LeftOut = fault.Key, fault.Lon, fault.Lat, true
	case m.Code == "":
		found.LeftOut = true
	case have[m.Code]:
		found.Key, found.LeftOut = twice, true
	default:
		shape := shapeOf(m.Code, f.Geometry)
		if len(shape.Rings) == 0 {
			found.Key, found.LeftOut = tooSmall, true
			break
		}
		have[m.Code] = true
		all.shapes = append(all.shapes, shape)
		if isFar(m, f.Geometry) {
			all.say(Finding{Key: farFrom, Feature: f.Number, Code: found.Code, Name: found.Name, Is: m.Code})
		}
	}
	all.say(found)
}

func (all *gathered) say(f Finding) {
	if f.Key != "" && len(all.found) < mostFound {
		all.found = append(all.found, f)
	}
}

// shapeOf is a geometry as fine as we keep it.
func shapeOf(code string, g geo.Geometry) Shape {
	s := Shape{Code: code}
	for _, part := range g.Parts {
		for _, line := range part {
			if r := ringOf(line); len(r) >= 3 {
				s.Rings = append(s.Rings, r)
			}
		}
	}
	return s
}

func ringOf(line geo.Line) Ring {
	var r Ring
	for _, p := range line {
		s := Spot{rounded(p.Lon), rounded(p.Lat)}
		if len(r) == 0 || r[len(r)-1] != s {
			r = append(r, s)
		}
	}
	if len(r) > 1 && r[0] == r[len(r)-1] {
		r = r[:len(r)-1]
	}
	return r
}

// rounded is a position in units of a spot, to the nearest.
func rounded(millionths int64) int32 {
	const per = geo.Degree / unit
	if millionths < 0 {
		return int32((millionths - per/2) / per)
	}
	return int32((millionths + per/2) / per)
}

// thin simplifies what is drawn finer than we keep, all of it alike, so that borders stay common.
func (all *gathered) thin() {
	if spots(all.shapes) <= mostKept {
		return
	}
	all.say(Finding{Key: tooComplex})
	t := Join(all.shapes)
	for far := 2.0; spots(all.shapes) > mostKept && far < 200; far *= 2 {
		thinner := t.Simplify(far)
		for i, j := range thinner.Shapes {
			all.shapes[i].Rings = all.shapes[i].Rings[:0]
			for _, refs := range j.Rings {
				all.shapes[i].Rings = append(all.shapes[i].Rings, thinner.Ring(refs))
			}
		}
	}
}

func spots(shapes []Shape) int {
	n := 0
	for _, s := range shapes {
		for _, r := range s.Rings {
			n += len(r)
		}
	}
	return n
}
