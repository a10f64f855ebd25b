package action_test

import (
	"context"
	"testing"

	"vekst/platform/action"
	"vekst/platform/testkit"
	"vekst/value/id"
)

// BenchmarkChange is a small durable change with its audit entry and an outbox line, by 64 at a time: the ceiling for
// everything else.
func BenchmarkChange(b *testing.B) {
	testkit.Benchmarks(b, schemas, func(b *testing.B, w *testkit.World) {
		if _, err := build.Run(context.Background(), w.Door, action.System("test"), room{"blue", 1 << 40}); err != nil {
			b.Fatal(err)
		}
		b.SetParallelism(32)
		b.ResetTimer()
		b.RunParallel(func(p *testing.PB) {
			for p.Next() {
				if _, err := enter.Run(context.Background(), w.Door, guest(), stay{"blue", id.New()}); err != nil {
					b.Error(err)
					return
				}
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
	})
}
