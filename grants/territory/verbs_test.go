package territory

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/feature"
	"vekst/platform/refusal"
	"vekst/platform/testkit"
)

var (
	ctx      = context.Background()
	operator = action.Actor{ID: "operator", Grants: []action.Grant{{Role: account.Operator, Scope: account.Programme}}}
	stranger = action.Actor{ID: "stranger", Grants: []action.Grant{{Role: account.Operator, Scope: "another"}}}
)

func schemas() []fs.FS {
	return []fs.FS{municipality.Feature(municipality.Options{}).Schema, feature.Folder(files, "schema")}
}

// square is a feature: a square of a tenth of a degree around a place.
func square(properties string, lon, lat float64) string {
	w, s, e, n := lon-0.05, lat-0.05, lon+0.05, lat+0.05
	return fmt.Sprintf(`{"type":"Feature","properties":{%s},"geometry":{"type":"Polygon","coordinates":[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]}}`,
		properties, w, s, e, s, e, n, w, n, w, s)
}

func collection(features ...string) []byte {
	return []byte(`{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`)
}

var elena = square(`"nuts4":"VTR13"`, 25.875, 42.929)

func proposed(t testing.TB, w *testkit.World, features ...string) Outlines {
	t.Helper()
	o, err := Propose.Run(ctx, w.Door, operator, Proposing{File: "x.geojson", Source: "test", Content: collection(features...)})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func confirmed(t testing.TB, w *testkit.World, features ...string) Outlines {
	t.Helper()
	o, err := Confirm.Run(ctx, w.Door, operator, proposed(t, w, features...).ID)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// has says of which municipalities the sheet has an outline.
func has(t testing.TB, w *testkit.World, codes ...string) (all []bool) {
	t.Helper()
	s, err := new(Shelf).Open(w.Reader())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range codes {
		all = append(all, s.Has(c))
	}
	return all
}

func TestRefusesOutlines(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		good := collection(elena)
		for name, c := range map[string]struct {
			who   action.Actor
			in    Proposing
			kind  refusal.Kind
			field string
		}{
			"of a visitor":             {action.Nobody(), Proposing{File: "x", Source: "s", Content: good}, refusal.SignIn, ""},
			"of another programme":     {stranger, Proposing{File: "x", Source: "s", Content: good}, refusal.Forbidden, ""},
			"without a source":         {operator, Proposing{File: "x", Content: good}, refusal.Invalid, "source"},
			"with a source too long":   {operator, Proposing{File: "x", Source: strings.Repeat("щ", longest+1), Content: good}, refusal.Invalid, "source"},
			"without a file":           {operator, Proposing{Source: "s"}, refusal.Invalid, "file"},
			"of a picture":             {operator, Proposing{File: "x", Source: "s", Content: []byte("\x89PNG")}, refusal.Invalid, "file"},
			"that break off":           {operator, Proposing{File: "x", Source: "s", Content: good[:100]}, refusal.Invalid, "file"},
			"of no municipality":       {operator, Proposing{File: "x", Source: "s", Content: collection(square(`"nuts4":"QQ"`, 25, 42))}, refusal.Invalid, "file"},
			"with swapped coordinates": {operator, Proposing{File: "x", Source: "s", Content: collection(square(`"nuts4":"VTR13"`, 42.929, 25.875))}, refusal.Invalid, "file"},
		} {
			_, err := Propose.Run(ctx, w.Door, c.who, c.in)
			if found := refusal.Complaints(err); refusal.KindOf(err) != c.kind || c.field != "" && found[0].Field != c.field {
				t.Errorf("%s: %v", name, err)
			}
		}
		o := proposed(t, w, elena)
		for name, a := range map[string]*action.Action[string, Outlines, Outlines]{"confirms": Confirm, "undoes": Undo, "discards": Discard} {
			if _, err := a.Run(ctx, w.Door, stranger, o.ID); refusal.KindOf(err) != refusal.Forbidden {
				t.Errorf("a stranger %s: %v", name, err)
			}
			if _, err := a.Run(ctx, w.Door, operator, "no such"); refusal.KindOf(err) != refusal.Missing {
				t.Errorf("somebody %s nothing: %v", name, err)
			}
		}
		if _, err := Undo.Run(ctx, w.Door, operator, o.ID); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("what is not in force is undone: %v", err)
		}
		if has(t, w, "VTR13")[0] {
			t.Error("what is only proposed is on the map")
		}
	})
}

func TestOutlinesStandUntilTheyAreUndone(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		first := confirmed(t, w, elena)
		second := confirmed(t, w, square(`"code":"VTR13"`, 25.9, 42.93), square(`"code":"PVN16"`, 25.14, 43.36))
		if _, err := Confirm.Run(ctx, w.Door, operator, second.ID); refusal.KindOf(err) != refusal.Conflict {
			t.Errorf("confirmed twice: %v", err)
		}
		if got := has(t, w, "VTR13", "PVN16"); !got[0] || !got[1] {
			t.Fatalf("in force: %v", got)
		}
		if _, err := Undo.Run(ctx, w.Door, operator, second.ID); err != nil {
			t.Fatal(err)
		}
		if got := has(t, w, "VTR13", "PVN16"); !got[0] || got[1] {
			t.Errorf("after undoing the second: %v", got)
		}
		if _, err := Undo.Run(ctx, w.Door, operator, first.ID); err != nil {
			t.Fatal(err)
		}
		if got := has(t, w, "VTR13"); got[0] {
			t.Error("after undoing both one stands")
		}
		third := proposed(t, w, elena)
		if _, err := Discard.Run(ctx, w.Door, operator, third.ID); err != nil {
			t.Fatal(err)
		}
		if all, err := All(w.Reader()); err != nil || len(all) != 2 {
			t.Errorf("the list has %d, %v", len(all), err)
		}
	})
}

// crossed is an outline that crosses itself.
const crossed = `{"type":"Feature","properties":{"code":"PVN16"},"geometry":{"type":"Polygon","coordinates":[[[25.1,43.3],[25.2,43.4],[25.2,43.3],[25.1,43.4],[25.1,43.3]]]}}`

func TestWhatIsDoubtfulOrWrongInAFileIsSaidFeatureByFeature(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	o := proposed(t, w, elena,
		square(`"code":"SOF00"`, 23.322, 42.698),   // as others write the capital
		square(`"name":"Бяла"`, 27.881, 42.879),    // there are two, and the seat of one is inside
		square(`"name":"Бяла"`, 24, 42),            // neither
		square(`"name":"Несебър"`, 27.736, 42.659), // one only
		square(`"code":"VTR13"`, 25.9, 42.93),      // a second time
		crossed,                                    // crosses itself
		square(`"code":"RSE13"`, 23.0, 42.0),       // somebody else's place
		square(`"code":"QQQ"`, 23.0, 42.0),         // nobody's code
		`{"type":"Feature","properties":{"code":"BLG01"},"geometry":{"type":"Point","coordinates":[23.48,41.84]}}`,
		`{"type":"Feature","properties":{"code":"BLG02"},"geometry":null}`)
	said := map[int]string{}
	for _, f := range o.Found {
		said[f.Feature] += f.Key + " "
	}
	for feature, key := range map[int]string{1: "", 2: "other-code ", 3: "by-seat ", 4: "ambiguous ", 5: "by-name ", 6: "twice ", 7: "crosses ", 8: "far ", 9: "unmatched ", 10: "no-area ", 11: "none "} {
		if said[feature] != key {
			t.Errorf("of feature %d it is said %q, not %q", feature, said[feature], key)
		}
	}
	if o.Matched != 5 {
		t.Errorf("%d outlines", o.Matched)
	}
}

func TestAFileOfNothingUsableSaysWhereTheFaultsAre(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	_, err := Propose.Run(ctx, w.Door, operator, Proposing{File: "x", Source: "s", Content: collection(crossed, square(`"nuts4":"QQ"`, 25, 42))})
	said := map[string]bool{}
	for _, c := range refusal.Complaints(err) {
		said[strings.TrimSpace(fmt.Sprintln(c.Key, c.Args))] = true
	}
	for _, want := range []string{"territory.refusal.in_at map[Label:", "Number:1]", "territory.refusal.in map[Label:QQ Number:2]"} {
		found := false
		for one := range said {
			found = found || strings.Contains(one, want)
		}
		if !found {
			t.Errorf("nobody says %q, but %v", want, said)
		}
	}
}

func TestAFileWithLatitudeFirstIsTurnedWhenSomebodySaysSo(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	o, err := Propose.Run(ctx, w.Door, operator, Proposing{File: "x", Source: "s", Turn: true, Content: collection(square(`"nuts4":"VTR13"`, 42.929, 25.875))})
	if err != nil || o.Matched != 1 {
		t.Errorf("%d outlines, %v", o.Matched, err)
	}
}

// The outlines of all of Bulgaria, where they lie beside the repository.
func TestRealOutlinesAreImportedWhole(t *testing.T) {
	content := bulgaria(t)
	w := testkit.SQLite(t, schemas())
	o, err := Propose.Run(ctx, w.Door, operator, Proposing{File: "municipalities.geojson", Source: "test", Content: content})
	if err != nil || o.Matched != 265 {
		t.Fatalf("%d of 265 outlines, %v: %+v", o.Matched, err, o.Found)
	}
	if _, err := Confirm.Run(ctx, w.Door, operator, o.ID); err != nil {
		t.Fatal(err)
	}
	s, err := new(Shelf).Open(w.Reader())
	if err != nil {
		t.Fatal(err)
	}
	spots := 0
	for _, a := range s.fine.Arcs {
		spots += len(a)
	}
	t.Logf("%d arcs, %d spots", len(s.fine.Arcs), spots)
	if len(s.coarse) != 265 || spots > 20_000 {
		t.Errorf("%d outlines of %d spots", len(s.coarse), spots)
	}
	for code, shape := range s.coarse {
		for _, r := range shape.Rings {
			if len(r) < 3 {
				t.Errorf("%s fell flat: %v", code, r)
			}
		}
	}
}

func bulgaria(t testing.TB) []byte {
	t.Helper()
	for _, path := range []string{os.Getenv("VEKST_TEST_OUTLINES"), "../../../shared/data/bulgaria/municipalities.geojson"} {
		if content, err := os.ReadFile(path); err == nil {
			return content
		}
	}
	t.Skip("the outlines of Bulgaria are not here: name their file in VEKST_TEST_OUTLINES")
	return nil
}
