package browser_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// outlinesFile has what an official may send: three municipalities, one of them by the capital's other code, a name that is
// nobody's, and an outline that crosses itself.
func outlinesFile() string {
	square := func(properties string, lon, lat float64) string {
		w, s, e, n := lon-0.2, lat-0.15, lon+0.2, lat+0.15
		return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]}}`,
			properties, w, s, e, s, e, n, w, n, w, s)
	}
	crossing := `{"type":"Feature","properties":{"code":"PVN16"},"geometry":{"type":"Polygon","coordinates":[[[25.1,43.3],[25.2,43.4],[25.2,43.3],[25.1,43.4],[25.1,43.3]]]}}`
	return `{"type":"FeatureCollection","features":[` + strings.Join([]string{square(`"nuts4":"VTR13"`, 25.875, 42.929), square(`"nuts4":"SOF00"`, 23.322, 42.698),
		square(`"nuts4":"BGS04"`, 27.463, 42.505), square(`"name":"Атлантида"`, 25, 42), crossing}, ",") + `]}`
}

// An operator sends outlines, sees what is wrong in them, puts them in force, and the map shows areas: with the keyboard
// alone somebody moves it, finds a municipality in the table and on the map, and saves a picture.
func TestTheMapIsWalkedWithTheKeyboard(t *testing.T) {
	needsJudges(t)
	for _, l := range languages {
		t.Run(l, func(t *testing.T) {
			t.Parallel()
			p := open(t, ownDemo(t), l, phone)
			p.mayLog("status of 422", "GPU stall", "WebGL")
			importsOutlines(p)
			p.visitPublic("/map?show=unemployment")
			p.suits()
			mapMoves(p)
			p.visitPublic("/municipalities/VTR13/map")
			p.hasItsRowInSight("VTR13")
			p.suits()
			p.shot("map-one")
		})
	}
}

// hasItsRowInSight wants the municipality that the map is about to be seen in the table beside it.
func (p *tab) hasItsRowInSight(code string) {
	p.t.Helper()
	if !p.within(func() bool {
		return ask[bool](p, `(() => { const list = document.querySelector("[data-table]").parentElement.getBoundingClientRect(), row = document.querySelector("tr[data-code=`+code+`]").getBoundingClientRect();
			return row.top >= list.top && row.bottom <= list.bottom })()`)
	}) {
		p.t.Errorf("the row of %s is out of sight", code)
	}
}

func importsOutlines(p *tab) {
	p.t.Helper()
	p.becomes("operator", "/territory/outlines")
	p.press(p.says("territory.outlines.look"))
	p.sees(p.says("territory.refusal.no_file"), p.says("territory.refusal.source"))
	p.suits()
	file := filepath.Join(p.t.TempDir(), "outlines.geojson")
	if err := os.WriteFile(file, []byte(outlinesFile()), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.chooseFile("file", file)
	p.fill(p.says("territory.field.source"), "© Test")
	p.press(p.says("territory.outlines.look"))
	p.sees(p.says("territory.found.unmatched"), p.says("territory.found.crosses"), p.says("territory.state.proposed"))
	p.shot("outlines-preview")
	p.suits()
	p.press(p.says("territory.outlines.do", "Count", 3))
	p.sees(p.says("territory.state.standing"))
}

// mapMoves walks over the map of figures, on the drawing or on what took its place.
func mapMoves(p *tab) {
	p.t.Helper()
	if !p.within(func() bool { return ask[bool](p, `!!document.querySelector("[data-gl]")`) }) {
		p.t.Error("the map of maplibre does not come")
	}
	p.shot("map")
	if n := ask[int](p, `document.querySelectorAll("[data-ground] path").length`); n != 3 {
		p.t.Errorf("%d outlines are drawn", n)
	}
	ask[bool](p, `(document.querySelector("[data-frame]").focus(), true)`)
	before := p.place()
	p.keys("+")
	if !p.within(func() bool { return strings.Contains(p.place(), "view=") && p.place() != before }) {
		p.t.Error("the address does not keep the view")
	}
	ask[bool](p, `(document.querySelector("tr[data-code=VTR13] a").focus(), true)`)
	p.sees(ask[string](p, `document.querySelector("tr[data-code=VTR13] td:last-child").textContent`))
	if said := ask[string](p, `document.querySelector("[data-says]").textContent`); !strings.Contains(said, ask[string](p, `document.querySelector("tr[data-code=VTR13] a").textContent`)) {
		p.t.Errorf("beside the map it says %q", said)
	}
	p.keys("\x1b")
	if at := ask[string](p, `document.activeElement.hasAttribute("data-frame") + " " + document.querySelector("[data-says]").textContent`); at != "true " {
		p.t.Errorf("Escape leads to %q", at)
	}
	savesPicture(p)
}

// savesPicture presses the button and looks into what would be saved.
func savesPicture(p *tab) {
	p.t.Helper()
	ask[bool](p, `(window.saved = new Promise(done => { URL.createObjectURL = b => (done(b), "blob:none"); HTMLAnchorElement.prototype.click = () => {}; }), true)`)
	p.click("button", p.says("territory.board.png"))
	said := ask[string](p, `window.saved.then(async b => {
		const image = await createImageBitmap(b), s = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }).getContext("2d");
		s.drawImage(image, 0, 0);
		const seen = new Set(new Uint32Array(s.getImageData(0, 0, image.width, image.height).data.buffer));
		return b.type + (image.width >= 1200 && image.height >= 800 ? " large" : " small") + (seen.size > 20 ? " drawn" : " empty");
	})`)
	if said != "image/png large drawn" {
		p.t.Errorf("the picture is %s", said)
	}
}

// Without script, and without WebGL, the map is there all the same, and so is its table.
func TestTheMapIsThereWithoutScript(t *testing.T) {
	p := open(t, theDemo(t), "nb", phone)
	p.withoutScript()
	p.visitPublic("/map?show=population_change&classes=breaks&number=4")
	p.sees(p.says("territory.why.breaks"), p.says("territory.legend.stronger"))
	p.shot("map-plain")
	if !strings.Contains(string(p.source()), `class="seat c6"`) {
		t.Error("no municipality is in the strongest class")
	}
	p.do(chromedp.Navigate(p.server.address + "/nb/map?show=nonsense&year=1&classes=x&number=99&resources=x&sort=x&view=1"))
	p.sees(p.says("territory.map.do"))
}
