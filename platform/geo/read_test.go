package geo

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var bulgaria = Bounds{22 * Degree, 41 * Degree, 29 * Degree, 45 * Degree}

func keys(found []Finding) string {
	var all []string
	for _, f := range found {
		all = append(all, f.Key)
	}
	return strings.Join(all, " ")
}

func TestWhatIsWrongWithAGeometryIsNamed(t *testing.T) {
	for _, c := range []struct{ name, json, want string }{
		{"nothing", `null`, "none"},
		{"no position", `{"type":"Point","coordinates":[]}`, "numbers"},
		{"words", `{"type":"Point","coordinates":["25","43"]}`, "numbers"},
		{"a kind nobody knows", `{"type":"Circle","coordinates":[25,43]}`, "unknown"},
		{"too deep", `{"type":"Point","coordinates":[[25,43]]}`, "numbers"},
		{"not deep enough", `{"type":"Polygon","coordinates":[[25,43],[26,43],[26,44]]}`, "numbers"},
		{"a line of one place", `{"type":"LineString","coordinates":[[25,43],[25,43]]}`, "few"},
		{"an area of two", `{"type":"Polygon","coordinates":[[[25,43],[26,43],[25,43]]]}`, "few"},
		{"an area as thin as a line", `{"type":"Polygon","coordinates":[[[25,43],[26,43],[27,43],[25,43]]]}`, "few"},
		{"latitude first", `{"type":"Point","coordinates":[42.93,25.41]}`, "swapped"},
		{"latitude first, where it cannot be otherwise", `{"type":"Point","coordinates":[62.1,150.2]}`, "swapped"},
		{"a degree too many", `{"type":"Point","coordinates":[190,95]}`, "earth"},
		{"metres of a zone", `{"type":"Point","coordinates":[371234,4754321]}`, "metres"},
		{"not closed", `{"type":"Polygon","coordinates":[[[25,43],[26,43],[26,44]]]}`, "closed"},
		{"the wrong way round", `{"type":"Polygon","coordinates":[[[25,43],[26,44],[26,43],[25,43]]]}`, "wound"},
		{"a bow tie", `{"type":"Polygon","coordinates":[[[25,43],[26,44],[26,43],[25,44.5],[25,43]]]}`, "crosses"},
		{"a point", `{"type":"Point","coordinates":[25.41,42.93,340]}`, ""},
		{"a collection of one", `{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[25,43]}]}`, ""},
		{"spaces", "{ \"type\" : \"LineString\" , \"coordinates\" : [ [ 25.0 , 43e0 ] ,\n [ 26 , 43 ] ] }", ""},
	} {
		if _, found := Parse([]byte(c.json), Expecting{Within: bulgaria}); keys(found) != c.want {
			t.Errorf("%s: found %q, not %q", c.name, keys(found), c.want)
		}
	}
}

func TestWhatCanBeMendedIsMended(t *testing.T) {
	g, _ := Parse([]byte(`{"type":"Polygon","coordinates":[[[25,43],[26,44],[26,43]]]}`), Expecting{})
	if want := `{"type":"Polygon","coordinates":[[[25,43],[26,43],[26,44],[25,43]]]}`; g.JSON() != want {
		t.Errorf("mended to %s", g.JSON())
	}
	g, found := Parse([]byte(`{"type":"Point","coordinates":[42.93,25.41]}`), Expecting{Within: bulgaria, Turn: true})
	if len(found) > 0 || g.Stand() != At(25.41, 42.93) {
		t.Errorf("turned round: %v, %v", g.Stand(), found)
	}
}

func TestMetresSayOfWhichSystemTheyMayBe(t *testing.T) {
	for coordinates, want := range map[string]string{"[371234,4754321]": "EPSG:32635, EPSG:7801", "[2828000,5280000]": "EPSG:3857", "[297000,6700000]": "EPSG:25833, EPSG:25832", "[5000,5000]": ""} {
		_, found := Parse([]byte(`{"type":"Point","coordinates":`+coordinates+`}`), Expecting{})
		if len(found) != 1 || found[0].Means != want {
			t.Errorf("%s: %v", coordinates, found)
		}
	}
}

func read(text string, l Limits) ([]Feature, error) {
	var all []Feature
	err := Read(strings.NewReader(text), l, Expecting{Within: bulgaria}, func(f Feature) error {
		all = append(all, f)
		return nil
	})
	return all, err
}

func TestWhyAFileIsNotRead(t *testing.T) {
	point := `{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[25,43]}}`
	for _, c := range []struct {
		name, text, key, means string
		feature                int
		l                      Limits
	}{
		{"empty", "", BrokenJSON, "", 0, Limits{}},
		{"a list", "[]", NotGeoJSON, "", 0, Limits{}},
		{"TopoJSON", `{"type":"Topology","objects":{}}`, NotGeoJSON, "Topology", 0, Limits{}},
		{"broken off", `{"type":"FeatureCollection","features":[` + point + `,{"type":`, BrokenJSON, "", 2, Limits{}},
		{"another system", `{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32635"}},"features":[]}`, OtherSystem, "EPSG:32635", 0, Limits{}},
		{"too many", `{"features":[` + point + "," + point + "," + point + `]}`, TooManyFeatures, "", 3, Limits{Features: 2}},
		{"too large", `{"features":[` + strings.Repeat(point+",", 2000) + point + `]}`, FileTooLarge, "", 1, Limits{Bytes: 10}},
		{"a feature too large", `{"features":[` + point + `,{"type":"Feature","properties":{"x":"` + strings.Repeat("x", 100_000) + `"}}]}`, FeatureTooLarge, "", 2, Limits{Feature: 5000}},
	} {
		_, err := read(c.text, c.l)
		var broken *Broken
		if !errors.As(err, &broken) || broken.Key != c.key || broken.Means != c.means || c.feature != broken.Feature && c.key != FileTooLarge {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAFaultIsFoundInItsFeature(t *testing.T) {
	all, err := read(`{"crs":null,"features":[
		{"type":"Feature","id":7,"properties":{"name":"Пещера","n":12.50},"geometry":{"type":"Point","coordinates":[25,43]}},
		{"type":"Feature","id":"x","properties":null,"geometry":{"type":"Polygon","coordinates":[[[25,43],[25.4,43.4],[25.4,43],[25,43.4],[25,43]]]}},
		17],"type":"FeatureCollection"}`, Limits{})
	if err != nil || len(all) != 3 {
		t.Fatal(err, len(all))
	}
	if all[0].ID != "7" || fmt.Sprint(all[0].Properties["n"]) != "12.50" || len(all[0].Found) > 0 {
		t.Errorf("the first: %+v", all[0])
	}
	if bad := all[1].Bad(); bad.Key != Crosses || bad.At.String() != "25.2, 43.2" {
		t.Errorf("the second: %+v", all[1])
	}
	if all[2].Bad().Key != Unknown || all[2].Number != 3 {
		t.Errorf("the third: %+v", all[2])
	}
}

func TestASingleFeatureAndASingleGeometryAreRead(t *testing.T) {
	for _, text := range []string{`{"geometry":{"type":"Point","coordinates":[25,43]},"type":"Feature"}`, `{"coordinates":[25,43],"type":"Point"}`} {
		all, err := read(text, Limits{})
		if err != nil || len(all) != 1 || all[0].Geometry.Stand() != At(25, 43) {
			t.Errorf("%s: %v %v", text, all, err)
		}
	}
}

func TestTheMarkOfWindowsBeforeAFileIsNoFault(t *testing.T) {
	n := 0
	err := Read(strings.NewReader("\ufeff"+`{"type":"Feature","geometry":{"type":"Point","coordinates":[25.4,42.9]}}`), Limits{}, Expecting{}, func(f Feature) error {
		n++
		return nil
	})
	if err != nil || n != 1 {
		t.Errorf("%d features: %v", n, err)
	}
}

func TestTheErrorOfWhoeverListensIsTheirs(t *testing.T) {
	stop := errors.New("enough")
	err := Read(strings.NewReader(`{"features":[{},{}]}`), Limits{}, Expecting{}, func(Feature) error { return stop })
	if !errors.Is(err, stop) {
		t.Error(err)
	}
}

// endless makes a file of so many features without ever having it.
type endless struct {
	left int
	have []byte
}

func (e *endless) Read(p []byte) (int, error) {
	if len(e.have) == 0 {
		if e.left == 0 {
			return 0, io.EOF
		}
		e.left--
		corners := strings.Repeat("[25.123,43.456],[25.124,43.457],", 500)
		e.have = []byte(`{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[` + strings.TrimSuffix(corners, ",") + `]}},`)
		if e.left == 0 {
			e.have = append(e.have[:len(e.have)-1], "]}"...)
		}
	}
	n := copy(p, e.have)
	e.have = e.have[n:]
	return n, nil
}

func TestALargeFileIsNeverInMemory(t *testing.T) {
	file := &endless{left: 1250, have: []byte(`{"type":"FeatureCollection","features":[`)} // twenty million bytes
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most, n := uint64(0), 0
	err := Read(file, Limits{}, Expecting{}, func(Feature) error {
		if n++; n%50 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
		return nil
	})
	if err != nil || n != 1250 {
		t.Fatal(n, err)
	}
	if most > before.HeapAlloc+4<<20 {
		t.Errorf("%d bytes in memory", most-before.HeapAlloc)
	}
}

// The outlines of the municipalities of Bulgaria, as they were published: where they are at hand, all are read.
func TestRealOutlinesAreRead(t *testing.T) {
	file, err := os.Open("../../../shared/data/bulgaria/municipalities.geojson")
	if err != nil {
		t.Skip("the outlines are not at hand")
	}
	defer file.Close()
	n := 0
	var areas float64
	err = Read(file, Limits{}, Expecting{Within: bulgaria}, func(f Feature) error {
		n++
		areas += f.Geometry.Area()
		if f.Bad().Key != "" {
			t.Logf("feature %d %v: %v", f.Number, f.Properties["nuts4"], f.Bad())
		}
		return nil
	})
	if err != nil || n != 265 || areas < 100e9 || areas > 120e9 {
		t.Errorf("%d outlines, %.0f km²: %v", n, areas/1e6, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":1},"geometry":{"type":"Polygon","coordinates":[[[25,43],[26,43],[26,44],[25,43]]]}}]}`)
	f.Add(`{"type":"MultiPolygon","coordinates":[[[[25,43],[26,43],[26,44]],[[1,2]]],[]]}`)
	f.Add(`{"type":"MultiPoint","coordinates":[[1e9,-0.0000001],[]]}`)
	f.Add(`{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[0,0],[1,1]]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		_ = Read(strings.NewReader(text), Limits{Bytes: 1 << 20, Points: 1000}, Expecting{Within: bulgaria}, func(one Feature) error {
			if one.Bad().Key != "" {
				return nil
			}
			g := one.Geometry
			if !slices.ContainsFunc(g.Positions(), Position.OnEarth) {
				t.Fatalf("nothing of %s is on earth", g.JSON())
			}
			back, found := Parse([]byte(g.JSON()), Expecting{})
			if len(found) > 0 || back.JSON() != g.JSON() {
				t.Fatalf("%s became %s: %v", g.JSON(), back.JSON(), found)
			}
			g.Stand()
			g.Simplified(100)
			return nil
		})
	})
}
