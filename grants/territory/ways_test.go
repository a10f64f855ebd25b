package territory

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"vekst/grants/resource"
	"vekst/platform/geo"
)

const ridge = `{"type":"LineString","coordinates":[[25.88,42.93],[25.9,42.94],[25.93,42.94]]}`

func shaped(shape string, blur int64) resource.Resource {
	g, _ := geo.Parse([]byte(shape), geo.Expecting{})
	at := g.Stand()
	return resource.Resource{Entry: resource.Entry{Kind: "eco-path", Blur: blur, Place: resource.Place{Lon: at.Lon, Lat: at.Lat, Shape: shape}}}
}

func TestASensitiveResourceIsDrawnAsItsSquareAndNeverAsItsShape(t *testing.T) {
	all := waysOf([]resource.Resource{shaped(ridge, 5000), shaped(ridge, 5000), shaped(ridge, 10_000).Blurred()})
	if len(all) != 2 || all[0].As != asAbout || all[1].As != asAbout {
		t.Fatalf("%+v, want two squares, since two resources share one", all)
	}
	for i, metres := range []float64{10_000, 20_000} {
		if l := all[i].Lines; len(l) != 1 || len(l[0]) != 10 {
			t.Fatalf("%v is no square", l)
		}
		if high := math.Abs(float64(all[i].Lines[0][5])) * 1.11; math.Abs(high-metres) > metres/100 {
			t.Errorf("the square is %.0f m high, not %.0f", high, metres)
		}
	}
	sent, _ := json.Marshal(pointsOf([]resource.Resource{shaped(ridge, 5000).Blurred()}))
	if strings.Contains(string(sent), "2588000") {
		t.Errorf("the public is sent %s", sent)
	}
}

func TestPathsAndAreasAreSentWithThePlaceTheyAreAskedBy(t *testing.T) {
	area := `{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,42.9],[25.9,43],[25.8,42.9]]]}`
	all := waysOf([]resource.Resource{shaped(ridge, 0), {Entry: resource.Entry{Place: resource.Place{Lon: 1, Lat: 1}}}, shaped(area, 0)})
	if len(all) != 2 || all[0].As != resource.AsLine || all[1].As != resource.AsArea {
		t.Fatalf("%+v", all)
	}
	if got := all[0].Lines[0]; got[0] != 2_588_000 || got[1] != 4_293_000 || got[2] != 2000 || got[3] != 1000 {
		t.Errorf("the path begins %v", got)
	}
	if keys := keysOf(all); strings.Join(keys, " ") != "line area" {
		t.Errorf("the legend has %v", keys)
	}
}

func TestALongPathIsDrawnWithFewPositions(t *testing.T) {
	var l geo.Line
	for i := range 5000 {
		l = append(l, geo.Position{Lon: 25_000_000 + int64(i)*40, Lat: 42_900_000 + int64(200*math.Sin(float64(i)/7))})
	}
	if n := len(coarse(geo.Lines([]geo.Line{l})).Positions()); n < 2 || n > waysMost {
		t.Errorf("%d positions", n)
	}
}

func TestOnlyWhatCanBeSeenIsDrawnOnThePicture(t *testing.T) {
	one := waysOf([]resource.Resource{shaped(ridge, 0)})
	var country, here, elsewhere Box
	country.Take(Spot{220_000, 410_000})
	country.Take(Spot{290_000, 450_000})
	here.Take(Spot{258_000, 429_000})
	here.Take(Spot{260_000, 430_000})
	elsewhere.Take(Spot{270_000, 440_000})
	elsewhere.Take(Spot{271_000, 441_000})
	if got := waysOn(Fit(country), one); len(got) != 1 { // five units long
		t.Errorf("on the country %+v", got)
	}
	if got := waysOn(Fit(elsewhere), one); got != nil {
		t.Errorf("beside the picture %+v", got)
	}
	got := waysOn(Fit(here), one)
	if len(got) != 1 || !strings.HasPrefix(got[0].Path, "M") || strings.Count(got[0].Path, "L") != 2 || got[0].At == "" {
		t.Errorf("nearby %+v", got)
	}
}
