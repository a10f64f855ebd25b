package resource

import (
	"math"
	"strconv"
	"strings"

	"vekst/platform/geo"
	"vekst/platform/web"
)

// SketchWay is a path or an area on a sketch, or the square somewhere in which a sensitive resource is.
type SketchWay struct{ Kind, Path string }

// asAbout is the square of a sensitive resource.
const asAbout = "about"

// metres is how long a unit of the sketch is.
func (f frame) metres() float64 { return 1 / (f.scale * metre) }

// way draws a path or an area; false for points.
func (f frame) way(p Place) (SketchWay, bool) {
	g := p.Geometry()
	if !g.IsArea() && !g.IsLine() {
		return SketchWay{}, false
	}
	return SketchWay{p.As(), f.path(g.Simplified(f.metres() / 2))}, true
}

// square draws where a sensitive resource may be.
func (f frame) square(b geo.Bounds) SketchWay {
	return SketchWay{asAbout, f.path(geo.Areas([]geo.Line{{{Lon: b.West, Lat: b.South}, {Lon: b.East, Lat: b.South}, {Lon: b.East, Lat: b.North}, {Lon: b.West, Lat: b.North}}}))}
}

// path writes lines as SVG does.
func (f frame) path(g geo.Geometry) string {
	var b strings.Builder
	for _, part := range g.Parts {
		for _, l := range part {
			lastX, lastY := 0, 0
			for i, at := range l {
				x, y := f.on(Place{Lon: at.Lon, Lat: at.Lat})
				if i > 0 && x == lastX && y == lastY && i < len(l)-1 {
					continue
				}
				b.WriteString([]string{"M", "L"}[min(i, 1)] + strconv.Itoa(x) + " " + strconv.Itoa(y))
				lastX, lastY = x, y
			}
			if g.IsArea() {
				b.WriteByte('z')
			}
		}
	}
	return b.String()
}

// corners are the places that a frame has to hold for a place to be seen whole.
func (p Place) corners() []Place {
	if p.Shape == "" {
		return []Place{p}
	}
	return cornersOf(p.Geometry().Bounds())
}

func cornersOf(b geo.Bounds) []Place {
	return []Place{{Lon: b.West, Lat: b.South}, {Lon: b.East, Lat: b.North}}
}

// Drawing is a place by itself, as large as it fits, with a bar that says how long a distance is.
type Drawing struct {
	Width, Height int
	Label         string
	Ways          []SketchWay
	Ends          []SketchDot // where a path begins and ends; of a point, the point
	Bar           ScaleBar
}

// ScaleBar says on a drawing how long a distance is.
type ScaleBar struct {
	Path, Says string
	X, Y       int // of the words
}

// The sizes of drawings, in units of their view box.
var (
	closeSize = [2]int{400, 260}
	tinySize  = [2]int{180, 120}
)

// closeUp draws a path or an area by itself; nothing for a point.
func closeUp(q *web.Request, p Place) Drawing {
	if p.Shape == "" {
		return Drawing{}
	}
	return drawnIn(q, framed(p.corners(), closeSize), p, closeSize)
}

// beforeAfter draws what a place was and what it is, at the same scale.
func beforeAfter(q *web.Request, was, now Place) []Drawing {
	var all []Place
	for _, p := range []Place{was, now} {
		if p.Known() {
			all = append(all, p.corners()...)
		}
	}
	f := framed(all, tinySize)
	before, after := drawnIn(q, f, was, tinySize), drawnIn(q, f, now, tinySize)
	before.Label, after.Label = q.T("resource.trace.was"), q.T("resource.trace.now")
	return []Drawing{before, after}
}

// framed is the frame of a size that holds places, however small they are.
func framed(all []Place, size [2]int) frame {
	return frameOf(all, float64(size[0]), float64(size[1]), sketchMargin*0.8, 2000*metre/10)
}

func drawnIn(q *web.Request, f frame, p Place, size [2]int) Drawing {
	d := Drawing{Width: size[0], Height: size[1]}
	if w, ok := f.way(p); ok {
		d.Ways = append(d.Ways, w)
	}
	d.Ends = f.ends(p)
	metres := barOf(float64(size[0]) / 3 * f.metres())
	wide := int(math.Round(metres / f.metres()))
	d.Bar = ScaleBar{Path: "M10 " + strconv.Itoa(size[1]-15) + "v6h" + strconv.Itoa(wide) + "v-6", Says: long(q, metres), X: 15, Y: size[1] - 15}
	return d
}

// ends are the two ends of a path of one stretch, or a point.
func (f frame) ends(p Place) []SketchDot {
	var at []geo.Position
	switch g := p.Geometry(); {
	case g.IsLine() && len(g.Parts) == 1:
		l := g.Parts[0][0]
		at = []geo.Position{l[0], l[len(l)-1]}
	case g.Kind == geo.Point:
		at = g.Positions()
	}
	var dots []SketchDot
	for _, a := range at {
		x, y := f.on(Place{Lon: a.Lon, Lat: a.Lat})
		dots = append(dots, SketchDot{X: x, Y: y})
	}
	return dots
}

// barOf is the longest round distance that is no longer than some metres.
func barOf(most float64) float64 {
	ten := math.Pow(10, math.Floor(math.Log10(most)))
	for _, n := range []float64{5, 2} {
		if n*ten <= most {
			return n * ten
		}
	}
	return ten
}
