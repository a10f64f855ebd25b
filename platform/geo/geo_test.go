package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func places(t *rapid.T, name string) Position {
	return Position{rapid.Int64Range(20*Degree, 30*Degree).Draw(t, name+" lon"), rapid.Int64Range(40*Degree, 46*Degree).Draw(t, name+" lat")}
}

func TestItIsAsFarThereAsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := places(t, "a"), places(t, "b"), places(t, "c")
		if Metres(a, b) != Metres(b, a) {
			t.Fatalf("%v there, %v back", Metres(a, b), Metres(b, a))
		}
		if Metres(a, a) != 0 || Metres(a, c) > Metres(a, b)+Metres(b, c)+1e-6 {
			t.Fatal("a way round is shorter than the straight one")
		}
	})
}

func TestKnownDistancesAndAreas(t *testing.T) {
	paris, london := At(2.3522, 48.8566), At(-0.1276, 51.5072)
	if d := Metres(paris, london) / 1000; math.Abs(d-343.6) > 1 {
		t.Errorf("from Paris to London it is %.1f km", d)
	}
	// A quarter of a degree by a quarter at the 43rd parallel: 27.8 km by 20.3 km.
	square := area(Line{At(25, 43), At(25.25, 43), At(25.25, 43.25), At(25, 43.25), At(25, 43)})
	if a := square.Area() / 1e6; math.Abs(a-563.6) > 2 {
		t.Errorf("the square has %.1f km²", a)
	}
	if l := square.Length() / 1000; math.Abs(l-96.2) > 0.5 {
		t.Errorf("the square is %.1f km round", l)
	}
}

func area(rings ...Line) Geometry { return Geometry{Polygon, [][]Line{rings}} }

func grid(coordinates ...int64) Line {
	var l Line
	for i := 0; i+1 < len(coordinates); i += 2 {
		l = append(l, Position{coordinates[i], coordinates[i+1]})
	}
	return append(l, l[0])
}

func TestWhetherAnOutlineCrossesItself(t *testing.T) {
	for _, c := range []struct {
		name    string
		g       Geometry
		crosses bool
	}{
		{"a bow tie", area(grid(0, 0, 20, 20, 20, 0, 0, 20)), true},
		{"a bow tie with a corner in its middle", area(grid(0, 0, 10, 10, 20, 20, 20, 0, 10, 10, 0, 20)), true},
		{"a bow tie with one corner on the other line", area(grid(0, 0, 20, 20, 20, 0, 10, 10, 0, 20)), true},
		{"a square", area(grid(0, 0, 20, 0, 20, 20, 0, 20)), false},
		{"two squares that touch in a corner", area(grid(0, 0, 10, 0, 10, 10, 20, 10, 20, 20, 10, 20, 10, 10, 0, 10)), false},
		{"a corner that touches an edge from inside", area(grid(0, 0, 20, 0, 20, 20, 10, 0, 0, 20)), false},
		{"a thorn", area(grid(0, 0, 20, 0, 20, 10, 30, 10, 20, 10, 20, 20, 0, 20)), false},
		{"a hole", area(grid(0, 0, 20, 0, 20, 20, 0, 20), grid(5, 5, 5, 10, 10, 10, 10, 5)), false},
		{"a hole that sticks out", area(grid(0, 0, 20, 0, 20, 20, 0, 20), grid(5, 5, 5, 10, 30, 10, 30, 5)), true},
		{"a hole that touches the outline", area(grid(0, 0, 20, 0, 20, 20, 0, 20), grid(0, 10, 10, 15, 10, 5)), false},
	} {
		if _, crosses, _ := c.g.Crossing(); crosses != c.crosses {
			t.Errorf("%s: crosses is %v", c.name, crosses)
		}
	}
	if at, _, _ := area(grid(0, 0, 20, 20, 20, 0, 0, 20)).Crossing(); at != (Position{10, 10}) {
		t.Errorf("the bow tie crosses at %v", at)
	}
}

// The sweep finds a crossing just when looking at every pair of edges finds one.
func TestNoCrossingIsOverlooked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ring Line
		for range rapid.IntRange(3, 12).Draw(t, "corners") {
			ring = append(ring, Position{rapid.Int64Range(0, 12).Draw(t, "x"), rapid.Int64Range(0, 12).Draw(t, "y")})
		}
		ring = append(ring, ring[0])
		_, crosses, _ := area(ring).Crossing()
		plain := false
		for i := 1; i < len(ring); i++ {
			for k := i + 1; k < len(ring); k++ {
				a, b, c, d := ring[i-1], ring[i], ring[k-1], ring[k]
				plain = plain || side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0
			}
		}
		if plain && !crosses {
			t.Fatalf("%v crosses itself", ring)
		}
	})
}

// star is an outline around a place that does not cross itself.
func star(t *rapid.T) Geometry {
	n := rapid.IntRange(3, 60).Draw(t, "corners")
	var ring Line
	for i := range n {
		far := rapid.Float64Range(0.02, 0.3).Draw(t, "far")
		angle := 2 * math.Pi * float64(i) / float64(n)
		ring = append(ring, At(25+far*math.Cos(angle), 43+far*math.Sin(angle)))
	}
	return area(append(ring, ring[0]))
}

func TestWhatIsSimplifiedStaysWholeAndNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := star(t)
		if _, crosses, _ := g.Crossing(); crosses {
			t.Fatal("a star crosses itself")
		}
		s := g.Simplified(rapid.Float64Range(1, 20_000).Draw(t, "metres"))
		if _, crosses, _ := s.Crossing(); crosses || len(s.Parts[0][0]) < 4 || len(s.Parts[0][0]) > len(g.Parts[0][0]) {
			t.Fatalf("%v became %v", g, s)
		}
	})
}

func TestAPlaceToStandIsInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := star(t)
		if p := g.Stand(); !g.Has(p) {
			t.Fatalf("%v is outside %v", p, g)
		}
	})
	ring := area(grid(0, 0, 200, 0, 200, 200, 0, 200), grid(20, 20, 20, 180, 180, 180, 180, 20))
	if ring.Has(Position{100, 100}) || !ring.Has(Position{10, 100}) || !ring.Has(Position{0, 0}) {
		t.Error("a hole is not inside, a border is")
	}
	if p := ring.Stand(); !ring.Has(p) {
		t.Errorf("%v is in the hole", p)
	}
	line := Geometry{LineString, [][]Line{{{At(25, 43), At(25, 43.1), At(25, 43.2)}}}}
	if p := line.Stand(); Metres(p, At(25, 43.1)) > 1 {
		t.Errorf("half the way is %v", p)
	}
}

func TestWhatIsWrittenIsReadBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := star(t)
		if rapid.Bool().Draw(t, "many") {
			g = Geometry{MultiPolygon, [][]Line{g.Parts[0], star(t).Parts[0]}}
		}
		g = g.wound()
		back, found := Parse([]byte(g.JSON()), Expecting{})
		if len(found) > 0 || back.JSON() != g.JSON() {
			t.Fatalf("%s became %s, %v", g.JSON(), back.JSON(), found)
		}
	})
	for n, want := range map[int64]string{0: "0", 1: "0.000001", -25_410_000: "-25.41", 180 * Degree: "180", -1: "-0.000001"} {
		if got := Text(n); got != want {
			t.Errorf("%d is written %s", n, got)
		}
	}
}
