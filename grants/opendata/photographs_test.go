package opendata

import (
	"encoding/json"
	"strings"
	"testing"

	"vekst/grants/resource"
	"vekst/platform/action"
	"vekst/platform/testkit"
	"vekst/value/text"
)

// pictured adds a photograph under a licence to a resource, as the operator.
func pictured(t *testing.T, w *testkit.World, r resource.Resource, sum, licence string, scanned bool) resource.Photograph {
	t.Helper()
	p, err := resource.KeepPhotograph.Run(t.Context(), w.Door, operator, resource.Keeping{SHA256: strings.Repeat(sum, 64), Small: strings.Repeat(sum, 64), Media: "image/jpeg", Size: 9, Scanned: scanned})
	if err == nil {
		p, err = resource.AddPhotograph.Run(t.Context(), w.Door, operator, resource.Picturing{ID: r.ID, Photograph: p.ID,
			Credit: resource.Credit{Author: "Даниела", Licence: licence, Caption: "Изворът " + licence, Lang: text.BG}})
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOnlyPhotographsThatAnybodyMayPublishAreOpen(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		all := whole(t, w)
		confirmed := all[resource.Confirmed]
		own := pictured(t, w, confirmed, "a", "own", false)
		first, second := pictured(t, w, confirmed, "b", "by", false), pictured(t, w, confirmed, "c", "by-sa", false)
		gone, waiting := pictured(t, w, confirmed, "d", "zero", false), pictured(t, w, all[resource.Proposed], "e", "zero", false)
		if _, err := resource.RemovePhotograph.Run(t.Context(), w.Door, operator, resource.Taking{ID: confirmed.ID, Photograph: gone.ID}); err != nil {
			t.Fatal(err)
		}
		h := open()
		list := inFull(t, w, h.photographs(), "json")
		for why, id := range map[string]string{"not openly licensed": own.ID, "taken away": gone.ID, "of what is only proposed": waiting.ID, "by": operator.ID} {
			if strings.Contains(list, id) {
				t.Errorf("one is published that is %s", why)
			}
		}
		var rows []map[string]any
		if err := json.Unmarshal([]byte(list), &rows); err != nil || len(rows) != 2 {
			t.Fatalf("%d rows: %v", len(rows), err)
		}
		for i, want := range []struct{ id, licence string }{{first.ID, "CC-BY-4.0"}, {second.ID, "CC-BY-SA-4.0"}} {
			row := rows[i]
			if row["photograph"] != want.id || row["photo_licence"] != want.licence || row["photo_order"] != float64(i+1) || row["author"] != "Даниела" || row["sent_year"] != float64(2022) ||
				row["picture"] != "https://vekst.example/photographs/"+want.id || row["resource"] != confirmed.ID {
				t.Errorf("%v", row)
			}
		}
		places := inFull(t, w, h.resources(), "geojson")
		if !strings.Contains(places, `"cover":"https://vekst.example/photographs/`+first.ID+`"`) || strings.Contains(places, own.ID) {
			t.Error("the map does not lead to the first that anybody may publish")
		}
	})
}

func TestWhereThereIsAScannerAPhotographIsOpenOnceItIsClean(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	r := propose(t, w, resource.Entry{Name: text.Text{BG: "Извор"}, Original: text.BG, Kind: "mineral-spring"})
	p := pictured(t, w, r, "b", "by", true)
	h := open()
	h.Scanned = true
	before, _ := h.photographs().State(w.Reader())
	if strings.Contains(inFull(t, w, h.photographs(), "csv"), p.ID) {
		t.Error("it is published before it is judged")
	}
	w.Set(w.Now().Add(60_000_000_000))
	if _, err := resource.JudgePhotograph.Run(t.Context(), w.Door, action.System("scan"), resource.Finding{SHA256: p.SHA256}); err != nil {
		t.Fatal(err)
	}
	if after, _ := h.photographs().State(w.Reader()); after == before || !strings.Contains(inFull(t, w, h.photographs(), "csv"), p.ID) {
		t.Error("what is clean is not published, or nobody is told that it is new")
	}
}

func TestAPhotographOfWhatWasMergedBelongsToWhatItLivesOnIn(t *testing.T) {
	w := testkit.SQLite(t, schemas())
	one := propose(t, w, resource.Entry{Name: text.Text{BG: "Извор"}, Original: text.BG, Kind: "mineral-spring"})
	other := propose(t, w, resource.Entry{Name: text.Text{BG: "Изворът"}, Original: text.BG, Kind: "mineral-spring"})
	p := pictured(t, w, one, "b", "zero", false)
	if _, err := resource.Merge.Run(t.Context(), w.Door, operator, resource.Merging{ID: one.ID, Into: other.ID}); err != nil {
		t.Fatal(err)
	}
	out := inFull(t, w, open().photographs(), "csv")
	if !strings.Contains(out, p.ID+","+other.ID+",VTR13,1,") || strings.Contains(out, one.ID) {
		t.Error(out)
	}
}
