package geo

import "slices"

// Has says whether a place is inside an area, its border counted to it. It is not in a hole.
func (g Geometry) Has(p Position) bool {
	if !g.IsArea() {
		return false
	}
	for _, part := range g.Parts {
		isIn := false
		for _, ring := range part {
			in, on := inRing(ring, p)
			if on {
				return true
			}
			isIn = isIn != in
		}
		if isIn {
			return true
		}
	}
	return false
}

// inRing counts how often the ring crosses the way east of a place; an odd number is inside.
func inRing(ring Line, p Position) (in, on bool) {
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if isOn(a, b, p) {
			return false, true
		}
		if (a.Lat > p.Lat) != (b.Lat > p.Lat) && (side(a, b, p) > 0) == (b.Lat > a.Lat) {
			in = !in
		}
	}
	return in, false
}

// Stand is a place to stand for the whole: of points the first, of a line the position nearest its middle, of an area a place
// well inside its largest part. The zero Position for nothing.
func (g Geometry) Stand() Position {
	switch {
	case g.Empty() || len(g.Parts[0]) == 0 || len(g.Parts[0][0]) == 0:
		return Position{}
	case g.IsArea():
		return g.insideLargest()
	case g.IsLine():
		return halfway(g.longest())
	}
	return g.Parts[0][0][0]
}

func (g Geometry) longest() Line {
	best, far := g.Parts[0][0], 0.0
	for _, part := range g.Parts {
		if length := (Geometry{LineString, [][]Line{part}}).Length(); length > far {
			best, far = part[0], length
		}
	}
	return best
}

func halfway(l Line) Position {
	left := Geometry{LineString, [][]Line{{l}}}.Length() / 2
	for i := 1; i < len(l); i++ {
		d := Metres(l[i-1], l[i])
		if d >= left && d > 0 {
			share := left / d
			return Position{l[i-1].Lon + int64(share*float64(l[i].Lon-l[i-1].Lon)), l[i-1].Lat + int64(share*float64(l[i].Lat-l[i-1].Lat))}
		}
		left -= d
	}
	return l[0]
}

// insideLargest tries lines across the largest part from west to east and takes the middle of the widest stretch that is
// inside. An area thinner than a millionth of a degree has no inside: its first position stands for it.
func (g Geometry) insideLargest() Position {
	best, most := g.Parts[0], 0.0
	for _, part := range g.Parts {
		if area := (Geometry{Polygon, [][]Line{part}}).Area(); area > most {
			best, most = part, area
		}
	}
	one := Geometry{Polygon, [][]Line{best}}
	b, wide, found := one.Bounds(), int64(-1), best[0][0]
	for k := int64(1); k < 16; k++ {
		lat := b.South + (b.North-b.South)*k/16
		from, to := widest(best, lat)
		middle := Position{from + (to-from)/2, lat}
		if to-from > wide && one.Has(middle) {
			wide, found = to-from, middle
		}
	}
	return found
}

// widest is the widest stretch of a latitude that is inside a part.
func widest(part []Line, lat int64) (from, to int64) {
	var at []int64
	for _, ring := range part {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a.Lat > lat) != (b.Lat > lat) {
				at = append(at, a.Lon+int64(float64(b.Lon-a.Lon)*float64(lat-a.Lat)/float64(b.Lat-a.Lat)))
			}
		}
	}
	slices.Sort(at)
	for i := 1; i < len(at); i += 2 {
		if at[i]-at[i-1] > to-from {
			from, to = at[i-1], at[i]
		}
	}
	return from, to
}
