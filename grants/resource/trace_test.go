package resource

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vekst/platform/geo"
)

// circle is positions round a place, written one a line.
func circle(n int) string {
	var b strings.Builder
	for i := range n {
		x, y := int64(i*1000/n), int64(0)
		if i%2 == 1 {
			y = 3
		}
		fmt.Fprintf(&b, "%s, %s\n", geo.Text(42_900_000+y), geo.Text(25_800_000+x*10+int64(i)))
	}
	return b.String()
}

func TestWhatIsWrongWithAPathOrAnAreaIsSaidInPlainWords(t *testing.T) {
	for name, c := range map[string]struct{ typed, as, key string }{
		"nothing":                   {"", AsLine, "none_line"},
		"nothing of an area":        {" \n\n", AsArea, "none_area"},
		"one position":              {"42.93, 25.87", AsLine, "few_line"},
		"the same twice":            {"42.93, 25.87\n42.93, 25.87", AsLine, "few_line"},
		"an area of two":            {"42.93, 25.87\n42.94, 25.88", AsArea, "few_area"},
		"an area on one line":       {"42.93, 25.87\n42.94, 25.88\n42.95, 25.89", AsArea, "flat"},
		"words":                     {"42.93, 25.87\nпри чешмата", AsLine, "line"},
		"a place off the earth":     {"42.93, 25.87\n142.93, 25.87", AsLine, "earth"},
		"an area that crosses":      {"42.90, 25.80\n42.91, 25.81\n42.90, 25.81\n42.91, 25.80", AsArea, "crosses_steps"},
		"too many":                  {circle(traceLimit + 1), AsLine, "too_many"},
		"a broken file":             {`{"type":"Feature","geometry":{"type":"LineString","coordinates":[[25.8,42.9],[25.`, AsLine, "broken"},
		"a page":                    {"<html></html>", AsLine, "file"},
		"a collection of nothing":   {`{"type":"FeatureCollection","features":[]}`, AsArea, "none_area"},
		"an area for a path":        {`{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,42.9],[25.9,43],[25.8,42.9]]]}`, AsLine, "is_area"},
		"two outlines that cross":   {"42.90, 25.80\n42.90, 25.82\n42.92, 25.82\n42.92, 25.80\n\n42.91, 25.81\n42.91, 25.83\n42.93, 25.815\n", AsArea, "crosses"},
		"an outline in metres":      {`{"type":"LineString","coordinates":[[412000,4750000],[412100,4750000]]}`, AsLine, "broken"},
		"a path out of an old file": {`{"type":"LineString","coordinates":[[25.8,42.9]]}`, AsLine, "few_line"},
	} {
		p, all := ReadTrace(c.typed, c.as, false)
		switch {
		case c.key == "" && len(all) > 0:
			t.Errorf("%s: %+v", name, all)
		case c.key != "" && (len(all) != 1 || all[0].Field != "shape" || all[0].Key != "resource.trace.refusal."+c.key):
			t.Errorf("%s is %+v: %+v, want %s", name, p, all, c.key)
		}
	}
	_, all := ReadTrace("42.90, 25.80\n42.91, 25.81\n42.90, 25.81\n42.91, 25.80", AsArea, false)
	if a := all[0].Args; a["At"] != "42.905, 25.805" || a["First"] != 1 || a["Second"] != 3 {
		t.Errorf("where it crosses is %v", a)
	}
}

func TestWhatPeopleWriteIsAPathOrAnArea(t *testing.T) {
	for name, c := range map[string]struct {
		typed, as string
		kind      geo.Kind
		n         int
	}{
		"a path":                     {"42.93, 25.87\n42,94; 25,88\nN 42.95 E 25.89", AsLine, geo.LineString, 3},
		"a path that crosses itself": {"42.90, 25.80\n42.91, 25.81\n42.90, 25.81\n42.91, 25.80", AsLine, geo.LineString, 4},
		"two stretches":              {"42.93, 25.87\n42.94, 25.88\n \n\n42.95, 25.89\n42.96, 25.89\n", AsLine, geo.MultiLineString, 4},
		"an area closes by itself":   {"42.90, 25.80\r\n42.90, 25.81\r\n42.91, 25.81", AsArea, geo.Polygon, 4},
		"an area that was closed":    {"42.90, 25.80\n42.90, 25.81\n42.91, 25.81\n42.90, 25.80", AsArea, geo.Polygon, 4},
		"an area with a hole":        {"42.90, 25.80\n42.90, 25.90\n42.99, 25.90\n42.99, 25.80\n\n42.92, 25.82\n42.92, 25.84\n42.94, 25.84", AsArea, geo.Polygon, 9},
		"a walk round an area":       {`<gpx><trk><trkseg><trkpt lat="42.9" lon="25.8"/><trkpt lat="42.9" lon="25.9"/><trkpt lat="43" lon="25.9"/></trkseg></trk></gpx>`, AsArea, geo.Polygon, 4},
		"waypoints in order":         {`<gpx><wpt lat="42.9" lon="25.8"/><wpt lat="42.9" lon="25.9"/></gpx>`, AsLine, geo.LineString, 2},
		"GeoJSON of a path":          {`{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"LineString","coordinates":[[25.8,42.9,310],[25.9,42.9]]}}`, AsLine, geo.LineString, 2},
	} {
		p, all := ReadTrace(c.typed, c.as, false)
		if g := p.Geometry(); len(all) > 0 || g.Kind != c.kind || len(g.Positions()) != c.n || p.As() != c.as {
			t.Errorf("%s is %s of %d, %+v", name, g.Kind, len(g.Positions()), all)
		}
	}
}

func TestTooManyPositionsAreLeftOutWhereSomebodyWantsIt(t *testing.T) {
	p, all := ReadTrace(circle(5*traceLimit), AsLine, true)
	if n := len(p.Geometry().Positions()); len(all) > 0 || n < 2 || n > traceLimit {
		t.Errorf("%d positions, %+v", n, all)
	}
	few, _ := ReadTrace(circle(100), AsLine, true)
	if n := len(few.Geometry().Positions()); n != 100 {
		t.Errorf("of 100 positions %d are left", n)
	}
}

// What is written of a shape into the form is read back the same, to the last position.
func TestAShapeThatIsWrittenIsReadBackTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		as := rapid.SampledFrom([]string{AsLine, AsArea}).Draw(t, "as")
		var typed strings.Builder
		for part := range rapid.IntRange(1, 4).Draw(t, "parts") {
			west := int64(25_000_000 + part*100_000)
			for _, dx := range []int64{0, 10_000, 20_000, 5_000}[:rapid.IntRange(3, 4).Draw(t, "corners")] {
				y := rapid.Int64Range(0, 9999).Draw(t, "y") + dx*dx/10_000
				fmt.Fprintf(&typed, "%s; %s\n", geo.Text(42_000_000+y), geo.Text(west+dx))
			}
			typed.WriteByte('\n')
		}
		p, all := ReadTrace(typed.String(), as, false)
		if len(all) > 0 {
			t.Skip("it crosses itself, or is flat")
		}
		again, all := ReadTrace(p.Trace(), as, false)
		if len(all) > 0 || again != p {
			t.Fatalf("%+v is %+v, %+v", p, again, all)
		}
	})
}

func FuzzReadTrace(f *testing.F) {
	f.Add("42.93, 25.87\n42.94, 25.88\n\n42.95, 25.89", "line")
	f.Add("42.90, 25.80\n42.90, 25.81\n42.91, 25.81", "area")
	f.Fuzz(func(t *testing.T, typed, as string) {
		if !slices.Contains(Forms, as) {
			return
		}
		p, all := ReadTrace(typed, as, true)
		if len(all) == 0 && (!p.isShape() || len(p.Geometry().Positions()) > traceLimit) {
			t.Errorf("%q is kept as %+v", typed, p)
		}
	})
}

func TestOnlyWhatIsWellOutsideTheOutlineCounts(t *testing.T) {
	outline := geo.Areas([]geo.Line{{geo.At(25, 42), geo.At(26, 42), geo.At(26, 43), geo.At(25, 43)}})
	p, _ := ReadTrace("42.5, 25.5\n42.999, 25.9\n43.001, 25.95\n43.2, 25.95", AsLine, false)
	if outside, of := p.beyond(outline); of != 4 || len(outside) != 1 || outside[0] != geo.At(25.95, 43.2) {
		t.Errorf("%v of %d", outside, of)
	}
}
