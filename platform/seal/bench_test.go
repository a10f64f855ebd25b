package seal_test

import (
	"context"
	"log/slog"
	"testing"

	"vekst/platform/action"
	"vekst/platform/seal"
	"vekst/platform/testkit"
)

var note = action.Define(action.Definition[string, string, struct{}]{
	Name: "test.note", Load: func(_ *action.Tx, s string) (string, error) { return s, nil },
	May: action.Anyone[string](), When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, s string) (struct{}, error) {
		tx.About("note", s)
		return struct{}{}, nil
	},
})

// BenchmarkSeal is the sealing of one entry within a full batch, on both engines.
func BenchmarkSeal(b *testing.B) {
	testkit.Benchmarks(b, nil, func(b *testing.B, w *testkit.World) {
		ctx := context.Background()
		for range b.N {
			if _, err := note.Run(ctx, w.Door, action.Nobody(), "n"); err != nil {
				b.Fatal(err)
			}
		}
		s := seal.New(w.DB, w.Door, "example.org/log", slog.New(slog.DiscardHandler))
		b.ResetTimer()
		for sealed := 0; sealed < b.N; {
			n, err := s.Once(ctx)
			if err != nil {
				b.Fatal(err)
			}
			sealed += n
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
	})
}
