package call_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/testkit"
)

// fill puts many calls into the list, without their files, as only a benchmark would.
var fill = action.Define(action.Definition[int, struct{}, struct{}]{
	Name: "test.fill",
	Load: func(*action.Tx, int) (struct{}, error) { return struct{}{}, nil },
	May:  action.Program[struct{}](),
	When: action.AnyTime[struct{}](),
	Do: func(tx *action.Tx, count int, _ struct{}) (struct{}, error) {
		tx.About("call", "job-creation-2022")
		for i := range count {
			opens := testkit.Noon.AddDate(0, 0, i%300-200)
			_, err := tx.Exec(`INSERT INTO calls (id, programme, code, kind, version, hash, opens, closes, zone, currency, budget, smallest, largest,
					title_bg, title_nb, title_en, summary_bg, summary_nb, summary_en, search, published)
				SELECT $1, programme, code, kind, version, hash, $2, $3, zone, currency, budget, smallest, largest,
					title_bg, title_nb, title_en, summary_bg, summary_nb, summary_en, search, published FROM calls WHERE id = 'job-creation-2022'`,
				fmt.Sprintf("call-%05d", i), db.At(opens), db.At(opens.AddDate(0, 0, 150)))
			if err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	},
})

// BenchmarkTheListOfTenThousandCalls reports the slowest of a hundred answers beside the average.
func BenchmarkTheListOfTenThousandCalls(b *testing.B) {
	w := testkit.SQLite(b, schema())
	publish(b, w, shippedCall(b, "job-creation-2022").Bytes(), before)
	if _, err := fill.Run(b.Context(), w.Door, action.System("test"), 10_000); err != nil {
		b.Fatal(err)
	}
	s := site(b, w)
	for _, path := range []string{"/bg/calls", "/bg/calls?page=60", "/bg/calls?state=closed", "/bg/calls?state=coming", "/bg/calls?q=rabota"} {
		b.Run(path, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				began := time.Now()
				if get(s, path, "").Code != http.StatusOK {
					b.Fatal("no page")
				}
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}
