package territory

import (
	"strconv"
	"strings"

	"vekst/grants/municipality"
)

// Picture is the map as the server draws it.
type Picture struct {
	Width, Height int
	Label         string
	Shapes        []Drawn
	Seats         []Drawn // municipalities without an outline
	Ways          []Way   // paths and areas of resources
	Heaps         []Heap
}

// Drawn is a municipality on the picture. Shade is "c0" to "c6", or "none" where there is no figure.
type Drawn struct {
	Code, Shade, Path string
	X, Y              int
}

// Heap is resources that lie close together.
type Heap struct{ X, Y, Count, Radius int }

// spotOf is the seat of a municipality; false where nobody knows it.
func spotOf(m municipality.Municipality) (Spot, bool) {
	return Spot{int32(m.Point.Longitude) * unit / 1000, int32(m.Point.Latitude) * unit / 1000}, m.Point != municipality.Point{}
}

// fitted is the projection that shows all of some municipalities.
func fitted(s *Sheet, all []municipality.Municipality) Projection {
	var b Box
	for _, m := range all {
		for _, r := range s.coarse[m.Code].Rings {
			for _, p := range r {
				b.Take(p)
			}
		}
		if p, ok := spotOf(m); ok {
			b.Take(p)
		}
	}
	return Fit(b)
}

// vicinity is how much is shown around a municipality, in ten-thousandths of a degree: some twenty kilometres.
const vicinity = 2200

// around is the projection that shows a municipality with what lies about it.
func around(s *Sheet, m municipality.Municipality) Projection {
	var b Box
	for _, r := range s.coarse[m.Code].Rings {
		for _, p := range r {
			b.Take(p)
		}
	}
	if p, ok := spotOf(m); ok {
		b.Take(p)
	}
	b.Least, b.Most = Spot{b.Least.X - vicinity, b.Least.Y - vicinity*2/3}, Spot{b.Most.X + vicinity, b.Most.Y + vicinity*2/3}
	return Fit(b)
}

// draw puts municipalities on a picture, each in its shade.
func draw(s *Sheet, p Projection, all []municipality.Municipality, shadeOf func(code string) string) Picture {
	pic := Picture{Width: p.Width, Height: p.Height}
	for _, m := range all {
		d := Drawn{Code: m.Code, Shade: shadeOf(m.Code)}
		if s.Has(m.Code) {
			d.Path = pathOf(p, s.coarse[m.Code].Rings)
			pic.Shapes = append(pic.Shapes, d)
		} else if at, ok := spotOf(m); ok {
			d.X, d.Y = p.On(at)
			pic.Seats = append(pic.Seats, d)
		}
	}
	return pic
}

// pathOf writes rings as SVG does, in steps.
func pathOf(p Projection, rings []Ring) string {
	var b strings.Builder
	for _, r := range rings {
		x, y := p.On(r[0])
		b.WriteString("M" + strconv.Itoa(x) + " " + strconv.Itoa(y) + "l")
		steps := 0
		for _, s := range r[1:] {
			nextX, nextY := p.On(s)
			if nextX == x && nextY == y {
				continue
			}
			step(&b, nextX-x)
			step(&b, nextY-y)
			x, y = nextX, nextY
			steps++
		}
		if steps == 0 {
			b.WriteString("0 0")
		}
		b.WriteByte('z')
	}
	return b.String()
}

// step writes a number after another: a minus parts them by itself.
func step(b *strings.Builder, n int) {
	if n >= 0 {
		b.WriteByte(' ')
	}
	b.WriteString(strconv.Itoa(n))
}

// cell is how wide the squares are that resources are put in heaps by.
const cell = 44

// heapsOn puts resources in heaps, in the order of their squares.
func heapsOn(p Projection, at []Spot) []Heap {
	type sum struct{ x, y, n int }
	squares := map[[2]int]*sum{}
	var order [][2]int
	for _, s := range at {
		x, y := p.On(s)
		if x < 0 || y < 0 || x >= p.Width || y >= p.Height {
			continue
		}
		key := [2]int{x / cell, y / cell}
		if squares[key] == nil {
			squares[key] = &sum{}
			order = append(order, key)
		}
		squares[key].x, squares[key].y, squares[key].n = squares[key].x+x, squares[key].y+y, squares[key].n+1
	}
	var all []Heap
	for _, key := range order {
		s := squares[key]
		all = append(all, Heap{X: s.x / s.n, Y: s.y / s.n, Count: s.n, Radius: min(22, 7+s.n/4+len(strconv.Itoa(s.n))*2)})
	}
	return all
}
