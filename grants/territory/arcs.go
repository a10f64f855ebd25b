package territory

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
)

// Spot is a place in units of a ten-thousandth of a degree, some eleven metres, which is as fine as outlines are kept.
type Spot struct{ X, Y int32 }

// unit is how many units a degree has.
const unit = 10_000

// Ring is a closed line: its first spot is not repeated at its end.
type Ring []Spot

// Shape is the outline of one municipality: the rings of all its parts and of the holes in them, to be filled by the rule
// of even and odd.
type Shape struct {
	Code  string
	Rings []Ring
}

// Topology is shapes whose common borders are kept once, so that they stay common however they are simplified.
type Topology struct {
	Arcs   [][]Spot
	Shapes []Joined
}

// Joined is a shape put together of arcs: for each ring their numbers, ^n for the arc n from its end to its beginning.
type Joined struct {
	Code  string
	Rings [][]int
}

// Join finds what borders shapes have in common.
func Join(shapes []Shape) Topology {
	j := joiner{meets: map[Spot]*meeting{}, known: map[string]int{}}
	for _, s := range shapes {
		for _, r := range s.Rings {
			j.meet(r)
		}
	}
	for _, s := range shapes {
		one := Joined{Code: s.Code}
		for _, r := range s.Rings {
			if refs := j.cut(r); len(refs) > 0 {
				one.Rings = append(one.Rings, refs)
			}
		}
		j.t.Shapes = append(j.t.Shapes, one)
	}
	return j.t
}

// meeting is who a spot has beside it: where it has more than two, borders part.
type meeting struct {
	beside [2]Spot
	n      int
}

type joiner struct {
	t     Topology
	meets map[Spot]*meeting
	known map[string]int
}

func (j *joiner) meet(r Ring) {
	for i, s := range r {
		m := j.meets[s]
		if m == nil {
			m = &meeting{}
			j.meets[s] = m
		}
		for _, o := range []Spot{r[(i+len(r)-1)%len(r)], r[(i+1)%len(r)]} {
			known := m.n > 0 && m.beside[0] == o || m.n > 1 && m.beside[1] == o
			if known {
				continue
			}
			if m.n < 2 {
				m.beside[m.n] = o
			}
			m.n++
		}
	}
}

// cut takes a ring apart where borders part.
func (j *joiner) cut(r Ring) []int {
	if len(r) < 3 {
		return nil
	}
	at := slices.IndexFunc(r, func(s Spot) bool { return j.meets[s].n > 2 })
	if at < 0 {
		least := slices.MinFunc(r, compareSpots)
		at = slices.Index(r, least)
	}
	r = slices.Concat(r[at:], r[:at], r[at:at+1])
	var refs []int
	begin := 0
	for i := 1; i < len(r); i++ {
		if i == len(r)-1 || j.meets[r[i]].n > 2 {
			refs = append(refs, j.keep(r[begin:i+1]))
			begin = i
		}
	}
	return refs
}

func compareSpots(a, b Spot) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) }

// keep remembers an arc once, whichever way it is gone along.
func (j *joiner) keep(arc []Spot) int {
	turned := slices.CompareFunc(arc, reversed(arc), compareSpots) > 0
	if turned {
		arc = reversed(arc)
	}
	key := make([]byte, 0, 8*len(arc))
	for _, s := range arc {
		key = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(key, uint32(s.X)), uint32(s.Y))
	}
	n, ok := j.known[string(key)]
	if !ok {
		n = len(j.t.Arcs)
		j.known[string(key)] = n
		j.t.Arcs = append(j.t.Arcs, slices.Clone(arc))
	}
	if turned {
		return ^n
	}
	return n
}

func reversed(arc []Spot) []Spot {
	back := slices.Clone(arc)
	slices.Reverse(back)
	return back
}

// Ring puts a ring together again, its first spot not repeated.
func (t Topology) Ring(refs []int) Ring {
	var r Ring
	for _, n := range refs {
		arc := t.Arcs[max(n, ^n)]
		if n < 0 {
			arc = reversed(arc)
		}
		r = append(r, arc[:len(arc)-1]...)
	}
	return r
}

// Simplify leaves out what is less than far units beside the line, after Douglas and Peucker. Common borders stay common,
// and no outline falls flat, but for those that are no wider than a line already.
func (t Topology) Simplify(far float64) Topology {
	out := Topology{Arcs: make([][]Spot, len(t.Arcs))}
	straight := map[[2]Spot]bool{}
	for i, a := range t.Arcs {
		least := 0
		if a[0] == a[len(a)-1] {
			least = 2
		}
		out.Arcs[i] = thin(a, far, least)
		if len(out.Arcs[i]) > 2 {
			continue
		}
		if straight[endsOf(a)] { // a second straight line between the same ends would leave nothing between them
			out.Arcs[i] = thin(a, far, 1)
		}
		straight[endsOf(a)] = true
	}
	for _, j := range t.Shapes {
		j.Rings = slices.DeleteFunc(slices.Clone(j.Rings), func(refs []int) bool { return len(out.Ring(refs)) < 3 })
		out.Shapes = append(out.Shapes, j)
	}
	return out
}

func endsOf(a []Spot) [2]Spot {
	e := [2]Spot{a[0], a[len(a)-1]}
	if compareSpots(e[0], e[1]) > 0 {
		e[0], e[1] = e[1], e[0]
	}
	return e
}

// thin keeps the ends of an arc, what lies far from the line between what is kept, and at least so many between the ends.
func thin(a []Spot, far float64, least int) []Spot {
	if len(a) < 3 {
		return a
	}
	keep := make([]bool, len(a))
	keep[0], keep[len(a)-1] = true, true
	squeeze := math.Cos(float64(a[0].Y) / unit * math.Pi / 180)
	var between func(i, k, least int)
	between = func(i, k, least int) {
		at, off := farthest(a, i, k, squeeze)
		if at < 0 || off < far && least == 0 {
			return
		}
		keep[at] = true
		between(i, at, max(0, least-1))
		between(at, k, 0)
	}
	between(0, len(a)-1, least)
	var kept []Spot
	for i, s := range a {
		if keep[i] {
			kept = append(kept, s)
		}
	}
	return kept
}

// farthest is the spot between two that lies farthest from the line through them; -1 where there is none between.
func farthest(a []Spot, i, k int, squeeze float64) (at int, off float64) {
	at, off = -1, -1
	for m := i + 1; m < k; m++ {
		if d := beside(a[m], a[i], a[k], squeeze); d > off {
			at, off = m, d
		}
	}
	return at, off
}

// beside is how far p is from the stretch from a to b, degrees of longitude counting as much as they are long.
func beside(p, a, b Spot, squeeze float64) float64 {
	px, py := float64(p.X-a.X)*squeeze, float64(p.Y-a.Y)
	dx, dy := float64(b.X-a.X)*squeeze, float64(b.Y-a.Y)
	along := 0.0
	if long := dx*dx + dy*dy; long > 0 {
		along = min(1, max(0, (px*dx+py*dy)/long))
	}
	return math.Hypot(px-along*dx, py-along*dy)
}
