package browser_test

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"vekst/grants/municipality"
	"vekst/grants/resource"
)

const (
	heavyResources = 5000
	heavyOutlines  = 265
)

// BenchmarkMap is the map with the outlines of all municipalities and 5,000 resources on a cheap phone and a village line:
// a processor four times slower, 1.6 Mbit/s, 150 ms there and back, nothing kept from before. From when the address was asked
// for, painted_ms is until something is seen, moves_ms until the map can be moved and its table used, and globe_ms until the
// map of maplibre has taken over; first_kb is what has travelled when it moves, and weight_kb in all.
func BenchmarkMap(b *testing.B) {
	s := ownDemo(b)
	scatter(b, s)
	operator := open(b, s, "bg", desktop)
	operator.becomes("operator", "/territory/outlines")
	operator.chooseFile("file", outlinesOfAll(b))
	operator.fill(operator.says("territory.field.source"), "© Test")
	operator.press(operator.says("territory.outlines.look"))
	operator.press(operator.says("territory.outlines.do", "Count", heavyOutlines))
	p := open(b, s, "bg", phone)
	p.mayLog("GPU stall", "WebGL")
	cheapPhone(p)
	var painted, moves, globe, first, weight float64
	for b.Loop() {
		call(p, "forget", func(ctx context.Context) error {
			_, err := chromedp.Call(ctx, network.ClearBrowserCache, cdp.Empty{})
			return err
		})
		p.visit("/bg/map?resources=all")
		if !p.within(func() bool {
			come, err := tryAsk[bool](p, `performance.getEntriesByName("map-gl").length > 0`)
			return err == nil && come
		}) {
			b.Fatal("the map of maplibre does not come")
		}
		if n := ask[int](p, `document.querySelectorAll("[data-ground] path").length`); n != heavyOutlines {
			b.Fatalf("%d outlines", n)
		}
		painted += ask[float64](p, `performance.getEntriesByName("first-contentful-paint")[0].startTime`)
		moves += ask[float64](p, `performance.getEntriesByName("map-moves")[0].startTime`)
		globe += ask[float64](p, `performance.getEntriesByName("map-gl")[0].startTime`)
		first += ask[float64](p, `performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource")).filter(e => e.responseEnd <= performance.getEntriesByName("map-moves")[0].startTime).reduce((sum, e) => sum + e.transferSize, 0)`)
		weight += ask[float64](p, `performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource")).reduce((sum, e) => sum + e.transferSize, 0)`)
	}
	for name, sum := range map[string]float64{"painted_ms": painted, "moves_ms": moves, "globe_ms": globe, "first_kb": first / 1000, "weight_kb": weight / 1000} {
		b.ReportMetric(sum/float64(b.N), name)
	}
}

// scatter puts resources into the database of a demonstration, around all seats.
func scatter(b *testing.B, s *server) {
	b.Helper()
	s.stop()
	d, err := sql.Open("sqlite", "file:"+filepath.Join(s.folder, "vekst.db"))
	if err != nil {
		b.Fatal(err)
	}
	kinds, err := resource.Kinds()
	if err != nil {
		b.Fatal(err)
	}
	places, err := municipality.Places()
	if err != nil {
		b.Fatal(err)
	}
	all, random := places.Municipalities(), rand.New(rand.NewPCG(1, 2))
	tx, err := d.Begin()
	for i := 0; i < heavyResources && err == nil; i++ {
		m, k := all[i%len(all)], kinds[random.IntN(len(kinds))]
		_, err = tx.Exec(`INSERT INTO resources VALUES (?, 'bg-localdev', ?, '', ?, '', '', '', '', '', 'bg', ?, ?, ?, ?, 0, '', '', '', '', '', '', 0, 0, 'confirmed', '', '', 'bench', '', 1, 1, ?, 1, 1, 0, 0, ?, ?, ?, '')`,
			fmt.Sprintf("bench-%d", i), m.Code, fmt.Sprintf("Ресурс %d", i), k.Class, k.ID, m.Point.Longitude*1000+random.IntN(200_000)-100_000, m.Point.Latitude*1000+random.IntN(160_000)-80_000,
			i+1, fmt.Sprint(i), fmt.Sprint(i), fmt.Sprint(i))
	}
	if err == nil {
		err = tx.Commit()
	}
	if err == nil {
		err = d.Close()
	}
	if err == nil {
		err = s.start()
	}
	if err != nil {
		b.Fatal(err)
	}
}

// outlinesOfAll is a file with an outline of each municipality: that named by VEKST_TEST_OUTLINES, or made ones with as many
// places.
func outlinesOfAll(b *testing.B) string {
	b.Helper()
	if path := os.Getenv("VEKST_TEST_OUTLINES"); path != "" {
		return path
	}
	places, err := municipality.Places()
	if err != nil {
		b.Fatal(err)
	}
	var features []string
	for _, m := range places.Municipalities() {
		var ring []string
		for i := range 76 {
			angle := float64(i%75) / 75 * 2 * math.Pi
			far := 0.08 + 0.01*math.Sin(7*angle)
			ring = append(ring, fmt.Sprintf("[%.4f,%.4f]", float64(m.Point.Longitude)/1000+far*math.Cos(angle), float64(m.Point.Latitude)/1000+far*math.Sin(angle)))
		}
		features = append(features, fmt.Sprintf(`{"type":"Feature","properties":{"nuts4":%q},"geometry":{"type":"Polygon","coordinates":[[%s]]}}`, m.Code, strings.Join(ring, ",")))
	}
	path := filepath.Join(b.TempDir(), "outlines.geojson")
	if err := os.WriteFile(path, []byte(`{"type":"FeatureCollection","features":[`+strings.Join(features, ",")+`]}`), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}
