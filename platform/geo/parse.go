package geo

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
)

// Expecting is what is known of a geometry before it is read.
type Expecting struct {
	Within Bounds // where it ought to be; the zero Bounds is anywhere. It only helps to tell that it is swapped.
	Turn   bool   // latitude stands before longitude
	Points int    // how many positions it may have at most; 0 for no limit
}

// Parse reads a geometry of GeoJSON, mends what can be mended without a doubt, and says all it found. A geometry with a finding
// that was not mended is not to be used.
func Parse(data []byte, e Expecting) (Geometry, []Finding) {
	var one struct {
		Type        string            `json:"type"`
		Coordinates json.RawMessage   `json:"coordinates"`
		Geometries  []json.RawMessage `json:"geometries"`
	}
	switch trimmed := bytes.TrimSpace(data); {
	case len(trimmed) == 0 || string(trimmed) == "null":
		return Geometry{}, []Finding{{Key: NoGeometry}}
	case json.Unmarshal(trimmed, &one) != nil:
		return Geometry{}, []Finding{{Key: Unknown}}
	}
	if one.Type == "GeometryCollection" && len(one.Geometries) == 1 && !bytes.Contains(one.Geometries[0], []byte("GeometryCollection")) {
		return Parse(one.Geometries[0], e)
	}
	deep, known := map[Kind]int{Point: 0, MultiPoint: 1, LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3}[Kind(one.Type)]
	if !known {
		return Geometry{}, []Finding{{Key: Unknown}}
	}
	s := &scanner{data: one.Coordinates, left: e.Points, hasLimit: e.Points > 0, turn: e.Turn}
	g := Geometry{Kind: Kind(one.Type)}
	parts := s.parts(deep, g.Kind)
	switch {
	case s.finding.Key != "":
		return g, []Finding{s.finding}
	case len(parts) == 0:
		return g, []Finding{{Key: NoGeometry}}
	}
	g.Parts = parts
	return g.Judged(e)
}

// scanner reads nested lists of numbers of JSON that is known to be well formed.
type scanner struct {
	data     []byte
	at       int
	left     int
	hasLimit bool
	turn     bool
	finding  Finding
}

// parts reads coordinates into the one form that all kinds have here.
func (s *scanner) parts(deep int, kind Kind) [][]Line {
	var parts [][]Line
	switch deep {
	case 0:
		if p, ok := s.position(); ok {
			parts = [][]Line{{{p}}}
		}
	case 1:
		l := s.line()
		if kind == LineString {
			return [][]Line{{l}}
		}
		for _, p := range l {
			parts = append(parts, []Line{{p}})
		}
	case 2:
		lines := s.lines()
		if kind == Polygon && len(lines) > 0 {
			return [][]Line{lines}
		}
		for _, l := range lines {
			parts = append(parts, []Line{l})
		}
	case 3:
		s.list(func() {
			if lines := s.lines(); len(lines) > 0 {
				parts = append(parts, lines)
			}
		})
	}
	return parts
}

func (s *scanner) lines() []Line {
	var all []Line
	s.list(func() { all = append(all, s.line()) })
	return all
}

func (s *scanner) line() Line {
	var l Line
	s.list(func() {
		if p, ok := s.position(); ok && (len(l) == 0 || l[len(l)-1] != p) {
			l = append(l, p)
		}
	})
	return l
}

// list calls each once for every item of a list.
func (s *scanner) list(each func()) {
	if !s.take('[') {
		s.fail(Finding{Key: NotNumbers})
		return
	}
	if s.take(']') {
		return
	}
	for s.finding.Key == "" {
		each()
		if !s.take(',') {
			break
		}
	}
	if s.finding.Key == "" && !s.take(']') {
		s.fail(Finding{Key: NotNumbers})
	}
}

func (s *scanner) position() (Position, bool) {
	var n [2]float64
	i := 0
	s.list(func() {
		f, ok := s.number()
		if !ok {
			s.fail(Finding{Key: NotNumbers})
		}
		if i < 2 {
			n[i] = f
		}
		i++
	})
	if s.finding.Key == "" && i < 2 {
		s.fail(Finding{Key: NotNumbers})
	}
	if s.hasLimit {
		if s.left--; s.left < 0 {
			s.fail(Finding{Key: TooMany})
		}
	}
	if s.turn {
		n[0], n[1] = n[1], n[0]
	}
	s.judge(n[0], n[1])
	if s.finding.Key != "" {
		return Position{}, false
	}
	return At(n[0], n[1]), true
}

// judge tells degrees that do not exist: metres, swapped ones, or nonsense.
func (s *scanner) judge(lon, lat float64) {
	switch {
	case math.Abs(lon) <= 180 && math.Abs(lat) <= 90:
	case math.Abs(lon) > 1000 || math.Abs(lat) > 1000:
		s.fail(Finding{Key: Metric, Means: system(lon, lat)})
	case math.Abs(lon) <= 90 && math.Abs(lat) <= 180:
		s.fail(Finding{Key: Swapped, At: At(lon, lat)})
	default:
		s.fail(Finding{Key: OffEarth, At: At(lon, lat)})
	}
}

func (s *scanner) fail(f Finding) {
	if s.finding.Key == "" {
		s.finding = f
	}
}

func (s *scanner) take(c byte) bool {
	for s.at < len(s.data) && (s.data[s.at] == ' ' || s.data[s.at] == '\n' || s.data[s.at] == '\r' || s.data[s.at] == '\t') {
		s.at++
	}
	if s.at < len(s.data) && s.data[s.at] == c {
		s.at++
		return true
	}
	return false
}

func (s *scanner) number() (float64, bool) {
	s.take(' ') // nothing but what stands before it
	from := s.at
	for s.at < len(s.data) && bytes.IndexByte([]byte("+-.0123456789eE"), s.data[s.at]) >= 0 {
		s.at++
	}
	f, err := strconv.ParseFloat(string(s.data[from:s.at]), 64)
	return f, err == nil
}

// Judged mends and judges a geometry whose positions all exist, as Parse does one that it reads.
func (g Geometry) Judged(e Expecting) (Geometry, []Finding) {
	var found []Finding
	for _, part := range g.Parts {
		for i, l := range part {
			switch {
			case g.IsLine() && len(l) < 2:
				return g, []Finding{{Key: Few, At: first(l)}}
			case g.IsArea() && len(l) > 0 && l[0] != l[len(l)-1]:
				found = append(found, Finding{Key: Closed, At: l[len(l)-1]})
				l = append(l, l[0])
				part[i] = l
			}
			if g.IsArea() && len(l) < 4 {
				return g, []Finding{{Key: Few, At: first(l)}}
			}
			if g.IsArea() && (twice(l) > 0) != (i == 0) {
				found = append(found, Finding{Key: Wound, At: first(l)})
			}
		}
	}
	g = g.wound()
	if g.isSwapped(e.Within) {
		return g, append(found, Finding{Key: Swapped, At: g.Parts[0][0][0]})
	}
	if at, crosses, isTangled := g.Crossing(); crosses || isTangled {
		key := Crosses
		if isTangled {
			key = Tangled
		}
		return g, append(found, Finding{Key: key, At: at})
	}
	if flat, is := g.flat(); is {
		return g, []Finding{{Key: Few, At: flat}}
	}
	return g, found
}

// flat finds an outline with nothing inside.
func (g Geometry) flat() (Position, bool) {
	for _, part := range g.Parts {
		for _, l := range part {
			if g.IsArea() && twice(l) == 0 {
				return l[0], true
			}
		}
	}
	return Position{}, false
}

func first(l Line) Position {
	if len(l) == 0 {
		return Position{}
	}
	return l[0]
}

// isSwapped says whether nothing of it is where it ought to be, and all of it would be the other way about.
func (g Geometry) isSwapped(within Bounds) bool {
	if within == (Bounds{}) {
		return false
	}
	for _, p := range g.Positions() {
		if within.Has(p) || !within.Has(p.Turned()) {
			return false
		}
	}
	return true
}
