package opendata

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"vekst/grants/municipality"
	"vekst/grants/review/reviewkit"
	"vekst/grants/selection"
	"vekst/grants/statistics"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/feature"
	"vekst/platform/table"
	"vekst/platform/testkit"
	"vekst/value/text"
)

// callIsDecided is a world with a call on which everything is decided: two are funded, one is in reserve, one is below the
// threshold and one rejected. Before tells what was there before the decision.
func callIsDecided(t *testing.T, k *testkit.World, before func(w *reviewkit.World)) *reviewkit.World {
	t.Helper()
	w := reviewkit.Settle(t, k, "higher", reviewkit.Look{Words: look.Words(), Layout: look.Layout(), Assets: look.Assets()}, more...)
	_, err := selection.FixSeed.Run(t.Context(), w.Door, w.Operator, selection.Fixing{Call: w.Call.ID, Number: "4 8 15", How: text.Text{EN: "Lottery"}})
	w.Must(err)
	for _, c := range []struct {
		title  string
		cents  int64
		scores []int
	}{{"=Best; \"of all\"", 3_000_000_00, []int{95, 90}}, {"Good", 500_000_00, []int{80, 85}}, {"Late", 100_000_00, []int{70, 72}}, {"Weak", 50_000_00, []int{40, 45}}} {
		a := w.Apply(c.title, c.cents)
		w.Eligible(a)
		w.Scored(a, c.scores...)
	}
	w.Reject(w.Apply("Outside", 10_000_00))
	before(w)
	list, err := selection.FreezeList.Run(t.Context(), w.Door, w.Operator, w.Call.ID)
	w.Must(err)
	_, err = selection.Propose.Run(t.Context(), w.Door, w.Operator, w.Call.ID)
	w.Must(err)
	before(w)
	_, err = selection.Confirm.Run(t.Context(), w.Door, w.Member, selection.Confirming{Call: w.Call.ID, Hash: list.Hash})
	w.Must(err)
	return w
}

var more = []feature.Feature{selection.Feature(), municipality.Feature(municipality.Options{}), statistics.New().Feature()}

// inOwnName makes whoever applied a person rather than an organisation.
var inOwnName = action.Define(action.Definition[string, string, struct{}]{
	Name: "opendata_test.in_own_name", Load: func(_ *action.Tx, id string) (string, error) { return id, nil }, May: action.Program[string](), When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, id string) (struct{}, error) {
		tx.About("organisation", id)
		_, err := tx.Exec(`UPDATE organisations SET kind = 'person' WHERE id = $1`, id)
		return struct{}{}, err
	},
})

func TestResultsOfCallsAreOpenFromTheDecisionOn(t *testing.T) {
	testkit.Databases(t, reviewkit.Schemas(more...), func(t *testing.T, k *testkit.World) {
		d := open().callResults()
		empty := ""
		w := callIsDecided(t, k, func(w *reviewkit.World) {
			if list := inFull(t, k, d, "json"); strings.Contains(list, w.Call.ID) {
				t.Errorf("open before it is decided: %s", list)
			}
			var err error
			empty, err = d.State(k.Reader())
			w.Must(err)
		})
		var rows []map[string]any
		list := inFull(t, k, d, "json")
		if err := json.Unmarshal([]byte(list), &rows); err != nil || len(rows) != 5 {
			t.Fatalf("%d rows: %v", len(rows), err)
		}
		for i, want := range []string{"1 92.5 funded 300000000 300000000", "2 82.5 funded 50000000 50000000", "3 71 reserve 10000000 0", "4 42.5 below_threshold 5000000 0", "<nil> <nil> rejected 1000000 0"} {
			r := rows[i]
			if got := fmt.Sprintf("%v %v %v %.0f %.0f", r["position"], r["score"], r["outcome"], r["requested_cents"], r["grant_cents"]); got != want {
				t.Errorf("row %d is %s, want %s", i+1, got, want)
			}
			if address := fmt.Sprint("https://vekst.example/results/", w.Call.ID, "#", r["application"]); r["address"] != address || r["currency"] != "EUR" {
				t.Errorf("%v, want %s", r, address)
			}
			isNamed := r["organisation"] != nil && r["project"] != nil && r["project_municipality"] != nil
			if isNamed != (i < 3) {
				t.Errorf("row %d has the names %v, %v, %v", i+1, r["organisation"], r["project"], r["project_municipality"])
			}
		}
		for _, secret := range []string{"Weak", "Outside", "Maria", "Secret", "expert", "herbs"} {
			if strings.Contains(list, secret) {
				t.Errorf("%s is public", secret)
			}
		}
		state, err := d.State(k.Reader())
		if err != nil || state == empty {
			t.Errorf("decided, and the state is still %q: %v", state, err)
		}
		sameInEveryFormat(t, k, d, rows)
		_, err = inOwnName.Run(t.Context(), w.Door, action.System("test"), w.Organisation)
		w.Must(err)
		if list := inFull(t, k, d, "json"); strings.Contains(list, "Сдружение Елена") {
			t.Errorf("somebody who applied in their own name is named: %s", list)
		}
		if after, err := d.State(k.Reader()); err != nil || after == state {
			t.Errorf("a name is gone, and the state is the same: %v", err)
		}
	})
}

// sameInEveryFormat reads the tables back and compares them with the list.
func sameInEveryFormat(t *testing.T, k *testkit.World, d Dataset, rows []map[string]any) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(inFull(t, k, d, "csv"), "\ufeff"))).ReadAll()
	if err != nil || len(lines) != len(rows)+1 {
		t.Fatalf("%d lines: %v", len(lines), err)
	}
	book, err := table.Read("results.xlsx", []byte(inFull(t, k, d, "xlsx")))
	if err != nil || len(book.Rows) != len(lines) {
		t.Fatalf("%d rows in a workbook: %v", len(book.Rows), err)
	}
	for i, row := range rows {
		for j, f := range d.Fields {
			want := ""
			switch x := row[f.Name].(type) {
			case nil:
			case float64:
				want = strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.3f", x), "0"), ".")
			default:
				want = fmt.Sprint(x)
			}
			got := strings.TrimPrefix(lines[i+1][j], "'")
			if f.Type == Number && got != "" {
				got = strings.TrimSuffix(strings.TrimRight(got, "0"), ".")
			}
			if got != want {
				t.Errorf("row %d, %s is %q in CSV, %q in JSON", i+1, f.Name, got, want)
			}
			if cell := book.Rows[i+1].At(j).Text; strings.TrimPrefix(cell, "'") != got {
				t.Errorf("row %d, %s is %q in a workbook, %q in CSV", i+1, f.Name, cell, lines[i+1][j])
			}
			if f.OneOf != nil && !slices.Contains(f.OneOf, want) {
				t.Errorf("row %d: the schema knows no %s %q", i+1, f.Name, want)
			}
			if f.Always && want == "" {
				t.Errorf("row %d has no %s", i+1, f.Name)
			}
		}
	}
}
