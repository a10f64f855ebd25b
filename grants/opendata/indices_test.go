package opendata

import (
	"encoding/json"
	"testing"
	"time"

	"vekst/grants/targeting"
	"vekst/platform/testkit"
	"vekst/value/text"
)

func TestAWithdrawnIndexIsMarkedInTheDataAndItsNumbersStay(t *testing.T) {
	testkit.Databases(t, schemas(), func(t *testing.T, w *testkit.World) {
		w.Set(time.Date(2022, 9, 20, 7, 0, 0, 0, time.UTC))
		first, last := published(t, w), published(t, w)
		h := open()
		sets := map[string]Dataset{}
		for _, d := range h.datasets() {
			sets[d.Name] = d
		}
		results, state := inFull(t, w, sets["index-results"], "csv"), func() string {
			s, err := stateOfIndices(w.Reader())
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		before := state()
		why := text.Text{BG: "Сгрешен.", NB: "Feil.", EN: "Wrong."}
		if _, err := targeting.Withdraw.Run(t.Context(), w.Door, operator, targeting.Withdrawing{Index: last.ID, Reason: why, ReplacedBy: first.ID}); err != nil {
			t.Fatal(err)
		}
		if state() == before {
			t.Error("who has the data already is not told that they changed")
		}
		var list []map[string]any
		if err := json.Unmarshal([]byte(inFull(t, w, sets["indices"], "json")), &list); err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		if x := list[0]; x["index"] != 2.0 || x["withdrawn"] != "2022-09-20T07:00:00Z" || x["withdrawn_why_nb"] != "Feil." || x["replaced_by"] != 1.0 {
			t.Errorf("%v", x)
		}
		if x := list[1]; x["withdrawn"] != nil || x["withdrawn_why_en"] != nil || x["replaced_by"] != nil {
			t.Errorf("one that stands is marked: %v", x)
		}
		if now := inFull(t, w, sets["index-results"], "csv"); now != results {
			t.Error("what is frozen changed")
		}
	})
}

func published(t *testing.T, w *testkit.World) targeting.Index {
	t.Helper()
	d, err := targeting.Begin.Run(t.Context(), w.Door, operator, targeting.Beginning{Files: targeting.Files{
		Data:      []byte("uCode,oblast,jobs\nVAR09,VAR,10\nBLG01,BLG,20\nBLG02,BLG,30\nHKV09,HKV,40\n"),
		Framework: []byte("Level,iCode,Direction,Weight,Parent,Type\n1,jobs,1,1,I,Indicator\n2,I,1,1,,Aggregate\n"),
		Recipe:    []byte("format: vekst-index-1\nid: test\ntitle: {bg: Т, nb: T, en: T}\ngroup: oblast\nchoose: {number: 2, from: lowest}\n"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	x, err := targeting.Freeze.Run(t.Context(), w.Door, operator, targeting.Freezing{Draft: d.ID})
	if err != nil {
		t.Fatal(err)
	}
	return x
}
