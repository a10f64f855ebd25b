package geo

import "slices"

// Areas makes one geometry of outlines in any order. What lies inside another outline is a hole in it, and what lies inside a
// hole is an area again. Outlines are closed where they do not end as they began.
func Areas(outlines []Line) Geometry {
	rings := make([]Line, len(outlines))
	for i, l := range outlines {
		rings[i] = closed(l)
	}
	deep := make([]int, len(rings))
	for i, r := range rings {
		for k, o := range rings {
			if i != k && within(r, o) {
				deep[i]++
			}
		}
	}
	g := Geometry{Kind: Polygon}
	for i, r := range rings {
		if deep[i]%2 == 1 {
			continue
		}
		part := []Line{r}
		for k, hole := range rings {
			if deep[k] == deep[i]+1 && within(hole, r) {
				part = append(part, hole)
			}
		}
		g.Parts = append(g.Parts, part)
	}
	if len(g.Parts) > 1 {
		g.Kind = MultiPolygon
	}
	return g
}

// Lines makes one geometry of stretches of a way.
func Lines(all []Line) Geometry {
	g := Geometry{Kind: LineString}
	for _, l := range all {
		g.Parts = append(g.Parts, []Line{l})
	}
	if len(g.Parts) > 1 {
		g.Kind = MultiLineString
	}
	return g
}

func closed(l Line) Line {
	if len(l) > 2 && l[0] != l[len(l)-1] {
		return append(slices.Clone(l), l[0])
	}
	return slices.Clone(l)
}

// within says whether a ring lies inside another: the first of its positions that is not on the other's outline does.
func within(r, o Line) bool {
	for _, p := range r {
		if in, on := inRing(o, p); !on {
			return in
		}
	}
	return false
}

// Steps are the numbers, from 1, of the steps of a line that pass through a place to within a unit: by which people find what
// is wrong there.
func (l Line) Steps(at Position) []int {
	var all []int
	for i := 1; i < len(l); i++ {
		if Around(l[i-1], l[i]).Wider(1).Has(at) && off(l[i-1], l[i], at, 1) <= 2 {
			all = append(all, i)
		}
	}
	return all
}
