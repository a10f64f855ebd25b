package application_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"vekst/grants/application"
	"vekst/platform/testkit"
	"vekst/value/id"
)

// sixtyFour does do for each of n numbers, 64 at a time.
func sixtyFour(n int, do func(int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range 64 {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	wait.Wait()
}

// BenchmarkSubmit submits realistic applications through the site, 64 at a time, durably. It leaves out the network and
// the session; scripts/bench has both.
func BenchmarkSubmit(b *testing.B) {
	testkit.Benchmarks(b, schemas(), func(b *testing.B, k *testkit.World) {
		w := settle(b, k)
		w.visit()
		drafts := make([]application.Application, b.N)
		for i := range drafts {
			drafts[i] = w.begin()
		}
		sixtyFour(b.N, func(i int) { do(b, w, application.Save, w.maria, saving(drafts[i].ID, full())) })
		b.ResetTimer()
		sixtyFour(b.N, func(i int) {
			if got := w.post(w.maria, "/applications/"+drafts[i].ID+"/submit", values("key", id.New())); got.status != http.StatusSeeOther {
				b.Errorf("%d %s", got.status, got.body)
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "submissions/s")
	})
}

// BenchmarkAutosave saves one answer of one of a hundred drafts, 64 at a time, durably.
func BenchmarkAutosave(b *testing.B) {
	testkit.Benchmarks(b, schemas(), func(b *testing.B, k *testkit.World) {
		w := settle(b, k)
		w.visit()
		var drafts []application.Application
		for range 100 {
			drafts = append(drafts, w.begin())
		}
		b.ResetTimer()
		sixtyFour(b.N, func(i int) {
			form := values("path", "need", "value", strings.Repeat("Хората заминават. ", 20)+id.New(), "rev", "999999999")
			r := httptest.NewRequest(http.MethodPost, "/applications/"+drafts[i%100].ID+"/answers", strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("Accept", "application/json")
			if got := w.ask(w.maria, r); got.status != http.StatusOK {
				b.Errorf("%d %s", got.status, got.body)
			}
		})
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saves/s")
	})
}

// BenchmarkSection reads a page of a draft whose organisation has twenty earlier applications to take answers from, and one
// that has none.
func BenchmarkSection(b *testing.B) {
	testkit.Benchmarks(b, schemas(), func(b *testing.B, k *testkit.World) {
		w := settle(b, k)
		w.visit()
		begin := func() string {
			return do(b, w, application.Start, w.maria, application.Beginning{Call: w.call.ID, Organisation: w.org, Lang: "bg"}).ID
		}
		for _, earlier := range []int{0, 20} {
			for range earlier {
				a := begin()
				do(b, w, application.Save, w.maria, saving(a, full()))
				do(b, w, application.Withdraw, w.maria, a)
			}
			a := begin()
			b.Run(strconv.Itoa(earlier)+"-earlier", func(b *testing.B) {
				for b.Loop() {
					if got := w.get(w.maria, "/applications/"+a+"/sections/idea"); got.status != http.StatusOK {
						b.Fatal(got.status)
					}
				}
			})
			do(b, w, application.Withdraw, w.maria, a)
		}
	})
}
