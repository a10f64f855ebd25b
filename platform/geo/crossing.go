package geo

import (
	"cmp"
	"slices"
)

// most is how many pairs of edges are looked at before a shape counts as too tangled to be judged.
const most = 50_000_000

// Crossing finds a place where the outlines of an area cross themselves or each other. Outlines may touch, and run along one
// another. isTangled says that it is too tangled to tell.
func (g Geometry) Crossing() (at Position, crosses, isTangled bool) {
	if !g.IsArea() {
		return Position{}, false, false
	}
	left := most
	for _, part := range g.Parts {
		if at, crosses = crossing(edgesOf(part), &left); crosses || left < 0 {
			return at, crosses, left < 0
		}
	}
	return Position{}, false, false
}

// edge is one step of a ring, from west to east; before and after are where the ring comes from and goes to.
type edge struct {
	a, b          Position
	before, after Position
	ring, number  int
	of            int // how many edges the ring has
}

func (e edge) west() int64 { return min(e.a.Lon, e.b.Lon) }
func (e edge) east() int64 { return max(e.a.Lon, e.b.Lon) }

func edgesOf(part []Line) []edge {
	var all []edge
	for r, ring := range part {
		n := len(ring) - 1
		for i := 0; i < n; i++ {
			all = append(all, edge{ring[i], ring[i+1], ring[(i+n-1)%n], ring[(i+2)%n], r, i, n})
		}
	}
	slices.SortFunc(all, func(x, y edge) int { return cmp.Compare(x.west(), y.west()) })
	return all
}

// crossing sweeps from west to east: an edge is held against those that reach as far east as it begins.
func crossing(all []edge, left *int) (Position, bool) {
	var open []edge
	for _, e := range all {
		still := open[:0:len(open)]
		for _, o := range open {
			if o.east() < e.west() {
				continue
			}
			still = append(still, o)
			if at, yes := cross(o, e); yes {
				return at, true
			}
		}
		if *left -= len(still); *left < 0 {
			return Position{}, false
		}
		still = append(still, e)
		open = still
	}
	return Position{}, false
}

func cross(x, y edge) (Position, bool) {
	if max(x.a.Lat, x.b.Lat) < min(y.a.Lat, y.b.Lat) || max(y.a.Lat, y.b.Lat) < min(x.a.Lat, x.b.Lat) {
		return Position{}, false
	}
	if x.ring == y.ring && (x.number+1)%x.of == y.number || x.ring == y.ring && (y.number+1)%x.of == x.number {
		return Position{}, false
	}
	s1, s2, s3, s4 := side(x.a, x.b, y.a), side(x.a, x.b, y.b), side(y.a, y.b, x.a), side(y.a, y.b, x.b)
	if s1*s2 < 0 && s3*s4 < 0 {
		return meeting(x, y), true
	}
	switch { // a corner of one on the other: each meeting is judged once, by the edge that ends there
	case x.b == y.b:
		return x.b, parts(x.a, x.b, x.after, y.a, y.after)
	case x.b != y.a && isOn(y.a, y.b, x.b):
		return x.b, parts(y.a, x.b, y.b, x.a, x.after)
	case y.b != x.a && isOn(x.a, x.b, y.b):
		return y.b, parts(x.a, y.b, x.b, y.a, y.after)
	}
	return Position{}, false
}

// side is above 0 where p lies to the left of the way from a to b, 0 on the line through both.
func side(a, b, p Position) int {
	v, w := minus(b, a), minus(p, a)
	return cmp.Compare(v.Lon*w.Lat, v.Lat*w.Lon)
}

// isOn says whether p lies on the edge from a to b, its ends included.
func isOn(a, b, p Position) bool { return side(a, b, p) == 0 && Around(a, b).Has(p) }

// parts says whether two ways through one place cross there: one comes from a and goes to b, the other from c to d.
func parts(a, at, b, c, d Position) bool {
	cIn, cOn := between(a, at, b, c)
	dIn, dOn := between(a, at, b, d)
	return !cOn && !dOn && cIn != dIn
}

// between says whether the direction to p lies to the left of the way from a through the place to b, or on it.
func between(a, at, b, p Position) (in, on bool) {
	sa, sb := side(at, a, p), side(at, b, p)
	if sa == 0 && sameWay(at, a, p) || sb == 0 && sameWay(at, b, p) {
		return false, true
	}
	switch turn := side(at, b, a); {
	case turn > 0:
		return sb > 0 && sa < 0, false
	case turn < 0:
		return sb > 0 || sa < 0, false
	case sameWay(at, a, b):
		return true, false
	}
	return sb > 0, false
}

func sameWay(at, a, b Position) bool {
	v, w := minus(a, at), minus(b, at)
	return v.Lon*w.Lon+v.Lat*w.Lat > 0
}

// meeting is where two edges cross, to the nearest position.
func meeting(x, y edge) Position {
	v, w, d := minus(x.b, x.a), minus(y.b, y.a), minus(y.a, x.a)
	share := (float64(d.Lon)*float64(w.Lat) - float64(d.Lat)*float64(w.Lon)) / (float64(v.Lon)*float64(w.Lat) - float64(v.Lat)*float64(w.Lon))
	return Position{x.a.Lon + int64(share*float64(v.Lon)), x.a.Lat + int64(share*float64(v.Lat))}
}
