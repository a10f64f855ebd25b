package opendata

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/geo"
	"vekst/platform/table"
	"vekst/platform/testkit"
	"vekst/value/text"
)

var operator = action.Actor{ID: "kalina-the-operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}

func schemas() []fs.FS {
	return []fs.FS{account.Feature(account.Options{}).Schema, notice.Feature().Schema, municipality.Feature(municipality.Options{}).Schema, statistics.New().Feature().Schema,
		targeting.Feature().Schema, organisation.Feature().Schema, resource.Feature(resource.Options{}).Schema, chosen.New().Feature().Schema,
		call.Feature(call.Options{}).Schema, application.Feature(application.Options{}).Schema, review.Feature().Schema, selection.Feature().Schema}
}

func open() *house {
	return &house{Options: Options{Address: "https://vekst.example", Version: "1", Publisher: "A ministry", Contact: "data@vekst.example", Figures: statistics.New()}}
}

func propose(t *testing.T, w *testkit.World, e resource.Entry) resource.Resource {
	t.Helper()
	w.Set(time.Date(2022, 9, 20, 7, 0, 0, 0, time.UTC))
	r, err := resource.Propose.Run(t.Context(), w.Door, operator, resource.Proposing{Municipality: "VTR13", Entry: e, Anyway: true})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func inFull(t *testing.T, w *testkit.World, d Dataset, format string) string {
	t.Helper()
	var b bytes.Buffer
	if err := d.write(&b, w.Reader(), 0, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryDatasetCanBeWrittenWhileThereIsNothingButWhatComesWithTheProgram(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		h := open()
		for _, d := range h.datasets() {
			state, err := d.State(w.Reader())
			if err != nil || state == "" {
				t.Errorf("%s: %q %v", d.Name, state, err)
			}
			var list []map[string]any
			if err := json.Unmarshal([]byte(inFull(t, w, d, "json")), &list); err != nil {
				t.Errorf("%s: %v", d.Name, err)
			}
			rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(inFull(t, w, d, "csv"), "\ufeff"))).ReadAll()
			if err != nil || len(rows) != len(list)+1 || len(rows[0]) != len(d.Fields) {
				t.Errorf("%s: %d rows, %d objects: %v", d.Name, len(rows), len(list), err)
			}
			book, err := table.Read(d.Name+".xlsx", []byte(inFull(t, w, d, "xlsx")))
			if err != nil || len(book.Rows) != len(rows) || book.Sheet != d.Name {
				t.Errorf("%s: %d rows in a workbook, %d in CSV: %v", d.Name, len(book.Rows), len(rows), err)
			}
			for i, row := range book.Rows {
				for j := range d.Fields {
					if got, want := row.At(j).Text, strings.TrimPrefix(rows[i][j], "'"); got != want && !strings.ContainsAny(want, "\r\n") {
						t.Fatalf("%s: row %d, %s is %q in a workbook, %q in CSV", d.Name, i+1, d.Fields[j].Name, got, want)
					}
				}
			}
			for _, one := range list {
				if len(one) != len(d.Fields) {
					t.Fatalf("%s: %d values for %d fields: %v", d.Name, len(one), len(d.Fields), one)
				}
			}
		}
	})
}

func TestASensitivePlaceIsPublishedOnlyNearlyAndAlwaysTheSame(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		h := open()
		at := geo.At(25.881234, 42.931234)
		propose(t, w, resource.Entry{Name: text.Text{BG: "Гнездо на белоглав лешояд"}, Original: text.BG, Kind: "nesting-site", Blur: 5000,
			Place: resource.Place{Lon: at.Lon, Lat: at.Lat, Shape: `{"type":"LineString","coordinates":[[25.881234,42.931234],[25.882,42.932]]}`}})
		d := h.resources()
		first := inFull(t, w, d, "geojson")
		for _, format := range []string{"csv", "json", "geojson"} { // a workbook says the same as CSV, which another test holds it to
			if out := inFull(t, w, d, format); strings.Contains(out, "25.881") || strings.Contains(out, "42.931") {
				t.Errorf("%s tells where the nest is: %s", format, out)
			}
		}
		if inFull(t, w, d, "geojson") != first {
			t.Error("asking again moves the nest, so that asking often finds it")
		}
		n := 0
		err := geo.Read(strings.NewReader(first), geo.Limits{}, geo.Expecting{}, func(f geo.Feature) error {
			n++
			if far := geo.Metres(f.Geometry.Stand(), at); f.Geometry.Kind != geo.Point || far > 7100 {
				t.Errorf("the nest is said to be %.0f m away, as a %s", far, f.Geometry.Kind)
			}
			return nil
		})
		if err != nil || n != 1 {
			t.Error(n, err)
		}
	})
}

func TestAResourceIsPublishedWithoutWhoToldOfIt(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		d := open().resources()
		before, err := d.State(w.Reader())
		if err != nil {
			t.Fatal(err)
		}
		propose(t, w, resource.Entry{Name: text.Text{BG: "=HYPERLINK(1) извор"}, Original: text.BG, Kind: "mineral-spring", Season: resource.Season(0).With(time.May).With(time.June),
			Place: resource.Place{Lon: 25_881_000, Lat: 42_931_000}})
		after, err := d.State(w.Reader())
		if err != nil || before == after {
			t.Errorf("a resource more, and still %q: %v", after, err)
		}
		table, list := inFull(t, w, d, "csv"), inFull(t, w, d, "json")
		if strings.Contains(table+list, operator.ID) {
			t.Error("it is published who told of it")
		}
		if !strings.Contains(table, "'=HYPERLINK(1) извор") || !strings.Contains(list, `"=HYPERLINK(1) извор"`) {
			t.Error("a formula is harmless in a table, and as it is in a list")
		}
		if !strings.Contains(list, `"longitude":25.881,"latitude":42.931,`) || !strings.Contains(list, `"season":"5 6"`) || !strings.Contains(list, `"address":"https://vekst.example/resources/`) {
			t.Error(list)
		}
	})
}

func TestAnErrorOnTheWayIsNotTakenForTheEnd(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	d := open().municipalities()
	if err := d.write(brokenPipe{}, w.Reader(), 0, "json"); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
	if err := d.write(brokenPipe{}, w.Reader(), 0, "csv"); !errors.Is(err, io.ErrClosedPipe) {
		t.Error(err)
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
