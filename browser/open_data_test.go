package browser_test

import (
	"os"
	"path/filepath"
	"testing"
)

// placesFile has what an official may send: a spring, a forest whose outline crosses itself, a cave with latitude first.
const placesFile = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"municipality":"VTR13","kind":"mineral-spring","name":"Топлият извор°"},"geometry":{"type":"Point","coordinates":[25.88,42.93]}},
{"type":"Feature","properties":{"municipality":"VTR13","kind":"forest","name":"Осмицата°"},"geometry":{"type":"Polygon","coordinates":[[[25.8,42.9],[25.9,43],[25.9,42.9],[25.8,43.01],[25.8,42.9]]]}},
{"type":"Feature","properties":{"municipality":"VTR13","kind":"cave","name":"Обърнатата°"},"geometry":{"type":"Point","coordinates":[42.93,25.88]}}]}`

// An official sends resources on a map, sees what is wrong and where, imports the rest and takes it back; and everybody sees
// what can be had as data.
func TestAnOfficialImportsResourcesAndEverybodyCanHaveThem(t *testing.T) {
	needsJudges(t)
	for _, l := range inTurn(2) {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, ownDemo(t), l, phone)
			p.mayLog("status of 422")
			p.becomes("officer", "/resource-imports")
			p.press(p.says("resource.imports.look"))
			p.sees(p.says("resource.imports.refusal.none"))
			p.suits()
			file := filepath.Join(t.TempDir(), "places.geojson")
			if err := os.WriteFile(file, []byte(placesFile), 0o600); err != nil {
				t.Fatal(err)
			}
			p.chooseFile("file", file)
			p.press(p.says("resource.imports.look"))
			p.sees("25.85238, 42.95238", p.says("resource.imports.swapped"), p.says("resource.imports.faults", "Count", 2))
			p.press(p.says("resource.imports.do"))
			p.sees(p.says("resource.imports.refusal.faults", "Count", 2))
			p.shot("resource-import")
			p.suits()
			p.click("choice", p.says("resource.imports.leave_out", "Count", 2))
			p.press(p.says("resource.imports.do"))
			p.sees(p.says("resource.imports.state.standing"))
			p.suits()
			p.press(p.says("resource.imports.undo"))
			p.sees(p.says("resource.imports.state.undone"))
			p.visitPublic("/municipalities/VTR13/resources")
			p.sees(p.says("resource.export.title"), "XLSX")
			p.suits()
			p.visitPublic("/open-data")
			p.sees("GeoJSON", p.says("opendata.title.resources"), p.says("opendata.title.photographs"))
			p.shot("open-data")
			p.suits()
		})
	}
}
