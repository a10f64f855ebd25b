package statistics

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"vekst/grants/municipality"
	"vekst/look"
	"vekst/platform/lang"
	"vekst/platform/table"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// openSite is a site with the pages of statistics, for whoever comes by.
func openSite(t *testing.T, w *testkit.World) *web.Site {
	t.Helper()
	places, figures := municipality.Feature(municipality.Options{}), New().Feature()
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: places.Name, Files: places.Words}, lang.Words{Feature: figures.Name, Files: figures.Words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	site := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC, Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	figures.Routes(site)
	return site
}

func page(t *testing.T, site *web.Site, path string, code int) string {
	t.Helper()
	w := httptest.NewRecorder()
	site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != code || strings.Contains(w.Body.String(), "⟨") {
		t.Fatalf("%s: %d\n%.300s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

func TestThePageOfAnIndicatorShowsEveryCountryWithItsOwnSource(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	site := openSite(t, w)
	page(t, site, "/en/statistics/joy", http.StatusNotFound)
	page(t, site, "/en/figures/population", http.StatusNotFound)
	imported(t, w, OfFigures, "code;population_2021\nVTR13;7 737\nPVN16;15 426\n", Settings{})
	if got := page(t, site, "/nb/statistics/population", http.StatusOK); strings.Contains(got, `name="country"`) || !strings.Contains(got, "Bulgarias statistiske institutt") {
		t.Error("one country is a choice")
	}
	inSweden(t, w)
	got := page(t, site, "/nb/statistics/population?country=SE", http.StatusOK)
	for _, want := range []string{`<option value="SE" selected>Sverige`, sweden.Publisher, "CC0", "https://www.scb.se", "47 820", "Vallentuna", "country=SE&amp;year=2021"} {
		if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
			t.Errorf("does not say %q", want)
		}
	}
	if strings.Contains(got, "Bulgarias statistiske") {
		t.Error("Bulgaria's institute counted the Swedes")
	}
	if got := page(t, site, "/bg/statistics/population?sort=name", http.StatusOK); strings.Index(got, "Елена") > strings.Index(got, "Левски") {
		t.Error("by name, Елена comes before Левски")
	}
}

func TestTheWorkbookOfAnIndicatorIsReadBackWithoutAnyChange(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	site := openSite(t, w)
	imported(t, w, OfFigures, "code;unemployment_2019\nVTR13;11,13\nPVN16;12,5\n", Settings{})
	for _, l := range []string{"bg", "nb", "en"} {
		file := page(t, site, "/"+l+"/figures/unemployment?year=2019", http.StatusOK)
		read, err := table.Read("x.xlsx", []byte(file))
		if err != nil || len(read.Rows) != 266 || read.Also != 1 {
			t.Fatalf("%s: %d rows, %d more sheets, %v", l, len(read.Rows), read.Also, err)
		}
		i, err := Propose.Run(ctx, w.Door, operator, Proposing{Kind: OfFigures, File: "x.xlsx", Content: []byte(file)})
		if err != nil {
			t.Fatal(err)
		}
		j, _, err := Preview(w.Reader(), i)
		if _, _, same := j.Count(); err != nil || same != 2 || j.Changes() || len(j.Faults) > 0 {
			t.Errorf("%s: %d the same, %q, %v", l, same, wrong(j), err)
		}
	}
}

// officesBook is a workbook as statistical offices send them: notes first, figures behind.
func officesBook(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	_, err := book.NewSheet("Данни")
	for sheet, rows := range map[string][][]any{"Sheet1": {{"Бележки"}}, "Данни": {{"code", "unemployment_2024"}, {"VTR13", 11.5}}} {
		err = errors.Join(err, fill(book, sheet, rows))
	}
	b, failed := book.WriteToBuffer()
	if err = errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTheSheetOfAWorkbookIsChosen(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		i, err := Propose.Run(ctx, w.Door, operator, Proposing{Kind: OfFigures, File: "x.xlsx", Content: officesBook(t)})
		if err != nil {
			t.Fatal(err)
		}
		if j, _, err := Preview(w.Reader(), i); err != nil || !j.NoPlace || len(j.Table.Sheets) != 2 {
			t.Errorf("the notes: %+v, %v", j, err)
		}
		if i, err = ReadAs.Run(ctx, w.Door, operator, Reading{i.ID, Settings{Sheet: "Данни"}}); err != nil {
			t.Fatal(err)
		}
		if i, err = confirmed(w, i, false); err != nil || i.Added != 1 {
			t.Errorf("%+v, %v", i, err)
		}
		if got := now(t, w, "VTR13", "unemployment", 2024); got != "11.5" {
			t.Errorf("%q", got)
		}
	})
}

func TestWhatWasSaidOfTheColumnsOfOneSheetIsNotSaidOfAnother(t *testing.T) {
	read := func(form string) Settings {
		values, err := url.ParseQuery(form)
		if err != nil {
			t.Fatal(err)
		}
		return settingsOf(&web.Request{Request: &http.Request{Form: values}}, Settings{Sheet: "A", Source: sweden})
	}
	if s := read("sheet=B&sheet_read=A&as0=%23code&as1=unemployment&year1=2024"); s.Sheet != "B" || len(s.Columns) != 0 || s.Source != sweden {
		t.Errorf("%+v", s)
	}
	if s := read("sheet=A&sheet_read=A&as0=%23code&as1=unemployment&year1=2024"); s.Sheet != "A" || len(s.Columns) != 2 {
		t.Errorf("%+v", s)
	}
	if s := read("as0=%23code"); s.Sheet != "A" || len(s.Columns) != 1 {
		t.Errorf("of a text: %+v", s)
	}
}

func TestUndoingSaysOnlyWhatItDoes(t *testing.T) {
	say := func(key string, args ...any) string {
		return strings.TrimPrefix(key, "statistics.undo.") + strings.TrimSuffix(fmt.Sprintln(args...), "\n")
	}
	for want, n := range map[string][3]int{"nothing": {}, "restoredCount 2": {2, 0, 0}, "removedCount 14": {0, 14, 0}, "restoredCount 1 keptCount 3": {1, 0, 3}} {
		if got := undoDoes(say, n[0], n[1], n[2]); got != want {
			t.Errorf("%v: %q", n, got)
		}
	}
}
