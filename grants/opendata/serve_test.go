package opendata

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"vekst/grants/resource"
	"vekst/platform/geo"
	"vekst/platform/testkit"
	"vekst/platform/web"
	"vekst/value/text"
)

func TestPagesOfOtherSitesMayAskWhetherSomethingHasChanged(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	s := &web.Site{Door: w.Door}
	open().routes(s)
	ask := func(method string, head map[string]string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, "/open/resources.json", nil)
		r.Header.Set("Origin", "https://journal.example")
		for name, value := range head {
			r.Header.Set(name, value)
		}
		a := httptest.NewRecorder()
		s.ServeHTTP(a, r)
		return a
	}
	before := ask(http.MethodOptions, map[string]string{"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"})
	if before.Code != http.StatusNoContent || before.Header().Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(before.Header().Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("a browser that asks first hears %d %v", before.Code, before.Header())
	}
	first := ask(http.MethodGet, nil)
	if again := ask(http.MethodGet, map[string]string{"If-None-Match": first.Header().Get("ETag")}); first.Code != http.StatusOK || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("asked again it answers %d after %d", again.Code, first.Code)
	}
}

func TestAFeatureHasTheIdentifierOfItsRow(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	kept := propose(t, w, resource.Entry{Name: text.Text{BG: "Извор"}, Original: text.BG, Kind: "spring", Place: resource.Place{Lon: 25_881_000, Lat: 42_931_000}})
	for name, want := range map[string]string{"resources": kept.ID, "municipalities": "VTR13"} {
		has := false
		for _, d := range open().datasets() {
			if d.Name != name {
				continue
			}
			err := geo.Read(strings.NewReader(inFull(t, w, d, "geojson")), geo.Limits{}, geo.Expecting{}, func(f geo.Feature) error {
				has = has || f.ID == want
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if !has {
			t.Errorf("no feature of %s is %s", name, want)
		}
	}
}
