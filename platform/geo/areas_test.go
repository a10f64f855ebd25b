package geo

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func box(west, south, size int64) Line {
	return Line{{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}}
}

func TestWhatLiesInsideAnOutlineIsAHole(t *testing.T) {
	island, lake, islet, other := box(0, 0, 100), box(10, 10, 50), box(20, 20, 10), box(200, 0, 10)
	g := Areas([]Line{islet, other, island, lake})
	if g.Kind != MultiPolygon || len(g.Parts) != 3 {
		t.Fatalf("%s of %d parts", g.Kind, len(g.Parts))
	}
	for at, want := range map[Position]bool{{5, 5}: true, {15, 15}: false, {25, 25}: true, {205, 5}: true, {150, 5}: false} {
		if g.Has(at) != want {
			t.Errorf("%v inside: %v", at, !want)
		}
	}
	if one := Areas([]Line{island}); one.Kind != Polygon || len(one.Parts[0][0]) != 5 {
		t.Errorf("one outline is %+v", one)
	}
}

func TestNeitherOrderNorDirectionOfOutlinesMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := []Line{box(0, 0, 1000), box(100, 100, 500), box(200, 200, 100), box(3000, 0, 100)}
		want := Areas(all).Area()
		mixed := rapid.Permutation(all).Draw(t, "order")
		for _, l := range mixed {
			if rapid.Bool().Draw(t, "turned") {
				slices.Reverse(l)
			}
		}
		if got := Areas(mixed).Area(); math.Abs(got-want) > 1e-6 {
			t.Fatalf("%v, not %v", got, want)
		}
	})
}

func TestTheStepsThroughAPlaceAreNamed(t *testing.T) {
	bow := Line{{0, 0}, {100, 100}, {100, 0}, {0, 100}, {0, 0}}
	at, crosses, _ := Areas([]Line{bow}).Crossing()
	if steps := bow.Steps(at); !crosses || len(steps) != 2 || steps[0] != 1 || steps[1] != 3 {
		t.Errorf("%v at %v", steps, at)
	}
}

func gpxOf(inside string) string {
	return `<?xml version="1.0"?><gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">` + inside + `</gpx>`
}

const track = `<trk><name>Иван</name><trkseg><trkpt lat="42.9" lon="25.8"><ele>320</ele></trkpt><trkpt lat="42.9" lon="25.8"/><trkpt lat="42.91" lon="25.81"/></trkseg><trkseg><trkpt lat="42.95" lon="25.9"/></trkseg></trk>`

func TestWhatAReceiverHasIsRead(t *testing.T) {
	for name, c := range map[string]struct {
		inside string
		kind   Kind
		want   int
	}{
		"a track, without what it says twice and a stretch of one position": {track, LineString, 2},
		"tracks before routes and waypoints":                                {`<wpt lat="1" lon="1"/><rte><rtept lat="1" lon="1"/><rtept lat="2" lon="2"/></rte>` + track, LineString, 2},
		"a route":                                                           {`<rte><rtept lat="1" lon="1"/><rtept lat="2" lon="2"/><rtept lat="2" lon="3"/></rte>`, LineString, 3},
		"two stretches":                                                     {strings.ReplaceAll(track, `<trkpt lat="42.95" lon="25.9"/>`, `<trkpt lat="42.95" lon="25.9"/><trkpt lat="42.96" lon="25.9"/>`), MultiLineString, 4},
		"a waypoint":                                                        {`<wpt lat="42.9" lon="25.8"><name>Извор</name></wpt>`, Point, 1},
		"waypoints":                                                         {`<wpt lat="42.9" lon="25.8"/><wpt lat="43" lon="25"/>`, MultiPoint, 2},
		"nothing":                                                           {``, MultiPoint, 0},
	} {
		g, err := ReadGPX(strings.NewReader(gpxOf(c.inside)), 10)
		if err != nil || g.Kind != c.kind || len(g.Positions()) != c.want {
			t.Errorf("%s is %s of %d positions, %v", name, g.Kind, len(g.Positions()), err)
		}
	}
}

func TestWhyAFileOfAReceiverIsNotRead(t *testing.T) {
	for name, c := range map[string]struct{ file, key string }{
		"a page":               {"<html><body/></html>", NotGPX},
		"nothing":              {"", NotGPX},
		"broken off":           {gpxOf(track)[:150], BrokenXML},
		"of no number":         {gpxOf(`<wpt lat="север" lon="25"/>`), BrokenXML},
		"off the earth":        {gpxOf(`<wpt lat="142" lon="25"/>`), BrokenXML},
		"without longitude":    {gpxOf(`<wpt lat="42"/>`), BrokenXML},
		"too many":             {gpxOf(`<rte>` + strings.Repeat(`<rtept lat="1" lon="1"/>`, 11) + `</rte>`), TooManyPositions},
		"an entity of a bomb":  {`<!DOCTYPE gpx [<!ENTITY a "b">]>` + gpxOf(`&a;`), BrokenXML},
		"another kind of text": {"42.9, 25.8", NotGPX},
	} {
		_, err := ReadGPX(strings.NewReader(c.file), 10)
		if b := (*Broken)(nil); !errors.As(err, &b) || b.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

func FuzzReadGPX(f *testing.F) {
	f.Add(gpxOf(track))
	f.Fuzz(func(t *testing.T, file string) {
		g, err := ReadGPX(strings.NewReader(file), 100)
		for _, p := range g.Positions() {
			if err != nil || !p.OnEarth() {
				t.Errorf("%v, %v", p, err)
			}
		}
	})
}
