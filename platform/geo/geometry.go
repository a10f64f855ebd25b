package geo

import (
	"math"
	"slices"
)

// Kind is what a geometry is, by its name in GeoJSON.
type Kind string

// The kinds.
const (
	Point           Kind = "Point"
	MultiPoint      Kind = "MultiPoint"
	LineString      Kind = "LineString"
	MultiLineString Kind = "MultiLineString"
	Polygon         Kind = "Polygon"
	MultiPolygon    Kind = "MultiPolygon"
)

// Line is positions in order. The ring of an area is a line that ends where it began.
type Line []Position

// Geometry is points, lines or areas. Each part is one of them: a point is a line of one position, an area is its outline and
// then the outlines of its holes.
type Geometry struct {
	Kind  Kind
	Parts [][]Line
}

// Empty says whether there is nothing in it.
func (g Geometry) Empty() bool { return len(g.Parts) == 0 }

// IsArea says whether it has an inside.
func (g Geometry) IsArea() bool { return g.Kind == Polygon || g.Kind == MultiPolygon }

// IsLine says whether it is lines.
func (g Geometry) IsLine() bool { return g.Kind == LineString || g.Kind == MultiLineString }

// Positions are all positions in it.
func (g Geometry) Positions() []Position {
	var all []Position
	for _, part := range g.Parts {
		for _, l := range part {
			all = append(all, l...)
		}
	}
	return all
}

// Bounds is the smallest box around it.
func (g Geometry) Bounds() Bounds { return Around(g.Positions()...) }

// Turned is it with longitudes and latitudes changed about.
func (g Geometry) Turned() Geometry {
	t := Geometry{Kind: g.Kind}
	for _, part := range g.Parts {
		var lines []Line
		for _, l := range part {
			turned := make(Line, len(l))
			for i, p := range l {
				turned[i] = p.Turned()
			}
			lines = append(lines, turned)
		}
		t.Parts = append(t.Parts, lines)
	}
	return t.wound()
}

// wound is it with the outlines of areas against the clock and those of holes with it, as GeoJSON wants them.
func (g Geometry) wound() Geometry {
	if !g.IsArea() {
		return g
	}
	for _, part := range g.Parts {
		for i, ring := range part {
			if (twice(ring) > 0) != (i == 0) {
				slices.Reverse(ring)
			}
		}
	}
	return g
}

// twice is twice the area of a ring in square millionths of a degree, above 0 if it runs against the clock.
func twice(ring Line) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		a, b := minus(ring[i-1], ring[0]), minus(ring[i], ring[0])
		sum += float64(a.Lon*b.Lat - a.Lat*b.Lon)
	}
	return sum
}

func minus(a, b Position) Position { return Position{a.Lon - b.Lon, a.Lat - b.Lat} }

// Length is the length of its lines in metres, of an area the length of its outlines.
func (g Geometry) Length() float64 {
	sum := 0.0
	for _, part := range g.Parts {
		for _, l := range part {
			for i := 1; i < len(l); i++ {
				sum += Metres(l[i-1], l[i])
			}
		}
	}
	return sum
}

// Area is how many square metres it has, on the sphere; 0 for points and lines.
func (g Geometry) Area() float64 {
	if !g.IsArea() {
		return 0
	}
	sum := 0.0
	for _, part := range g.Parts {
		for i, ring := range part {
			area := math.Abs(spherical(ring))
			if i > 0 {
				area = -area
			}
			sum += area
		}
	}
	return math.Max(0, sum)
}

// spherical is the area of a ring by the trapezes between its edges and the equator, in the projection that keeps areas.
func spherical(ring Line) float64 {
	sum := 0.0
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		sum += (radians(b.Lon) - radians(a.Lon)) * (math.Sin(radians(a.Lat)) + math.Sin(radians(b.Lat))) / 2
	}
	return sum * radius * radius
}
