package geo

import "math"

// Simplified is it with the positions left out that lie within some metres of the line without them (Douglas and Peucker).
// Where that would make an outline cross itself or vanish, fewer are left out; an outline that allows none stays as it is.
func (g Geometry) Simplified(metres float64) Geometry {
	if !g.IsArea() && !g.IsLine() || g.Empty() {
		return g
	}
	wasValid := true
	if _, crosses, isTangled := g.Crossing(); crosses || isTangled {
		wasValid = false
	}
	for range 6 {
		s := g.thinned(metres)
		_, crosses, isTangled := s.Crossing()
		if !wasValid || !crosses && !isTangled {
			return s
		}
		metres /= 3
	}
	return g
}

func (g Geometry) thinned(metres float64) Geometry {
	s := Geometry{Kind: g.Kind}
	across := math.Max(0.05, math.Cos(radians(g.Stand().Lat)))
	for _, part := range g.Parts {
		var lines []Line
		for _, l := range part {
			t := thin(l, metres, across)
			if g.IsArea() && len(t) < 4 {
				t = l
			}
			lines = append(lines, t)
		}
		s.Parts = append(s.Parts, lines)
	}
	return s
}

// thin keeps the ends of a line and what is farther from it than allowed. A ring is cut in two at its farthest position first.
func thin(l Line, metres, across float64) Line {
	if len(l) < 3 {
		return l
	}
	keep := make([]bool, len(l))
	keep[0], keep[len(l)-1] = true, true
	limit := metres / radius * 180 / math.Pi * Degree
	spans := [][2]int{{0, len(l) - 1}}
	for len(spans) > 0 {
		s := spans[len(spans)-1]
		spans = spans[:len(spans)-1]
		far, at := -1.0, 0
		for i := s[0] + 1; i < s[1]; i++ {
			if d := off(l[s[0]], l[s[1]], l[i], across); d > far {
				far, at = d, i
			}
		}
		if far > limit {
			keep[at] = true
			spans = append(spans, [2]int{s[0], at}, [2]int{at, s[1]})
		}
	}
	var kept Line
	for i, p := range l {
		if keep[i] {
			kept = append(kept, p)
		}
	}
	return kept
}

// off is how far p is from the edge from a to b, in millionths of a degree of latitude.
func off(a, b, p Position, across float64) float64 {
	x, y := float64(b.Lon-a.Lon)*across, float64(b.Lat-a.Lat)
	u, v := float64(p.Lon-a.Lon)*across, float64(p.Lat-a.Lat)
	share := 0.0
	if long := x*x + y*y; long > 0 {
		share = math.Max(0, math.Min(1, (u*x+v*y)/long))
	}
	return math.Hypot(u-share*x, v-share*y)
}
