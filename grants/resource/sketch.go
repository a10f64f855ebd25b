package resource

import (
	"math"

	"vekst/grants/municipality"
)

// The size of the sketch of a municipality with its resources, in units of its view box.
const (
	sketchWidth  = 400
	sketchHeight = 330
	sketchMargin = 30
	sketchSpan   = 300_000 // millionths of a degree from north to south that it shows at least
)

// numberedPins is up to how many pins are numbered: more would cover one another.
const numberedPins = 24

// Sketch is a small picture of where resources are: seats of municipalities as dots with names, resources as numbered pins.
type Sketch struct {
	Width, Height int
	Label         string
	Many          bool // too many to be numbered
	Seats         []SketchDot
	Ways          []SketchWay
	Pins          []SketchDot
}

// SketchDot is one place on a sketch.
type SketchDot struct {
	X, Y, NameX, NameY int
	Anchor, Name       string
	Own                bool // the seat of the municipality itself
	Number             int
}

// frame is the part of the world that a sketch shows.
type frame struct {
	west, north, scale float64 // scale is units for a millionth of a degree of latitude
	across             float64 // how much shorter a degree of longitude is
}

// around is the frame of a sketch that holds all places, which are at least one.
func around(all []Place) frame {
	return frameOf(all, sketchWidth, sketchHeight, sketchMargin, sketchSpan)
}

// frameOf is the frame of a width and a height with a margin that holds all places, which are at least one, and shows at least
// a span from north to south.
func frameOf(all []Place, width, height, margin, span float64) frame {
	south, north, west, east := all[0].Lat, all[0].Lat, all[0].Lon, all[0].Lon
	for _, p := range all[1:] {
		south, north, west, east = min(south, p.Lat), max(north, p.Lat), min(west, p.Lon), max(east, p.Lon)
	}
	across := math.Max(0.05, math.Cos(float64(south+north)/2*math.Pi/180e6))
	high, wide := math.Max(float64(north-south), span), math.Max(float64(east-west)*across, span)
	scale := math.Min((height-2*margin)/high, (width-2*margin)/wide)
	return frame{west: float64(west+east)/2 - width/2/scale/across, north: float64(south+north)/2 + height/2/scale, scale: scale, across: across}
}

func (f frame) on(p Place) (x, y int) {
	return int(math.Round((float64(p.Lon) - f.west) * f.across * f.scale)), int(math.Round((f.north - float64(p.Lat)) * f.scale))
}

// sketch draws the resources of a municipality, numbered as they come. There is nothing to draw where neither the seat nor any
// resource has a place.
func sketch(d *municipality.Directory, m municipality.Municipality, pins []pin, language string) Sketch {
	s := Sketch{Width: sketchWidth, Height: sketchHeight}
	var all []Place
	if seatOf(m).Known() {
		all = append(all, seatOf(m))
	}
	for _, p := range pins {
		all = append(all, p.corners()...)
	}
	if len(all) == 0 {
		return Sketch{}
	}
	f := around(all)
	for _, o := range d.All() {
		if o.Country == m.Country {
			s.seat(f, o, o.Code == m.Code, d.Label(o.Code, language))
		}
	}
	for _, p := range pins {
		s.Ways = append(s.Ways, p.ways(f)...)
		if s.Many = len(pins) > numberedPins; s.Many {
			p.number = 0
		}
		x, y := f.on(p.Place)
		s.Pins = append(s.Pins, SketchDot{X: x, Y: y, Number: p.number})
	}
	return s
}

type pin struct {
	Resource
	number int
}

// corners are what the frame has to hold of a pin.
func (p pin) corners() []Place {
	if b, isSensitive := p.Square(); isSensitive {
		return cornersOf(b)
	}
	return p.Place.corners()
}

// ways are the path or the area of a pin, and the square of a sensitive one: to the public it has no shape.
func (p pin) ways(f frame) []SketchWay {
	var all []SketchWay
	if b, isSensitive := p.Square(); isSensitive {
		all = append(all, f.square(b))
	}
	if w, ok := f.way(p.Place); ok {
		all = append(all, w)
	}
	return all
}

func (s *Sketch) seat(f frame, m municipality.Municipality, isOwn bool, name string) {
	x, y := f.on(seatOf(m))
	if !seatOf(m).Known() || x < 10 || x > s.Width-10 || y < 15 || y > s.Height-10 {
		return
	}
	dot := SketchDot{X: x, Y: y, NameX: x + 14, NameY: y + 6, Anchor: "start", Name: name, Own: isOwn}
	if x > s.Width*2/3 {
		dot.NameX, dot.Anchor = x-14, "end"
	}
	s.Seats = append(s.Seats, dot)
}
