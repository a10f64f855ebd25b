package municipality

import (
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"vekst/look"
	"vekst/platform/lang"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

func TestACodeInSmallLettersLeadsToItsMunicipality(t *testing.T) {
	f := Feature(Options{})
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: f.Name, Files: f.Words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	w := testkit.SQLite(t, []fs.FS{f.Schema})
	site := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	f.Routes(site)
	for path, want := range map[string]string{"/bg/municipalities/vtr13": "/bg/municipalities/VTR13", "/nb/municipalities/no-5014": "/nb/municipalities/NO-5014",
		"/en/municipalities/SOF00": "/en/municipalities/SOF46", "/en/municipalities/sof00": "/en/municipalities/SOF46", "/en/municipalities/qqq": "", "/en/municipalities/vtr00": ""} {
		answer := httptest.NewRecorder()
		site.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, path, nil))
		if got := answer.Header().Get("Location"); got != want || want == "" && answer.Code != http.StatusNotFound {
			t.Errorf("%s: %d %q", path, answer.Code, got)
		}
	}
}
