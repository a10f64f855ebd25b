package seal_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/seal"
	"vekst/platform/testkit"
)

func write(t *testing.T, w *testkit.World, n int) {
	t.Helper()
	var together sync.WaitGroup
	for range n {
		together.Go(func() {
			if _, err := note.Run(context.Background(), w.Door, action.Nobody(), "n"); err != nil {
				t.Error(err)
			}
		})
	}
	together.Wait()
}

func sealer(w *testkit.World) *seal.Sealer {
	return seal.New(w.DB, w.Door, "example.org/log", slog.New(slog.DiscardHandler))
}

func all(t *testing.T, s *seal.Sealer) {
	t.Helper()
	for {
		n, err := s.Once(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func TestAnEntryThatIsNotSealedYetHasNoProof(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		s := sealer(w)
		write(t, w, 1)
		id, err := db.One(w.Reader(), db.Value[string], `SELECT id FROM audit_entries`)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Seal(context.Background(), id, 0); !errors.Is(err, seal.ErrNotSealed) {
			t.Errorf("%v", err)
		}
	})
}

func TestThePublishedLogHoldsAndOneChangedByteIsFound(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		s := sealer(w)
		write(t, w, 300)
		all(t, s)
		early := fetch(t, s, "checkpoint")
		write(t, w, 301)
		all(t, s)
		server := httptest.NewServer(s)
		defer server.Close()
		fetcher := audit.FetchHTTP(server.Client(), server.URL+"/log")
		key := strings.TrimSpace(string(fetch(t, s, "key")))
		report, err := audit.VerifyLog(fetcher, key, early)
		if err != nil || !report.Holds() {
			var b bytes.Buffer
			report.Write(&b)
			t.Fatalf("%v\n%s", err, b.String())
		}
		tampered := func(path string) ([]byte, error) {
			data, err := fetcher(path)
			if strings.HasPrefix(path, "tile/entries/001") && len(data) > 40 {
				data[40] ^= 1
			}
			return data, err
		}
		if report, err := audit.VerifyLog(tampered, key, nil); err == nil && report.Holds() {
			t.Error("a changed leaf was not found")
		}
	})
}

func TestTwoSealersAtOnceSealEachEntryOnce(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		write(t, w, 400)
		var both sync.WaitGroup
		for range 2 {
			s := sealer(w)
			both.Go(func() {
				for {
					n, err := s.Once(context.Background())
					if err != nil {
						t.Error(err)
					}
					if n == 0 {
						return
					}
				}
			})
		}
		both.Wait()
		for query, want := range map[string]int64{
			`SELECT COUNT(DISTINCT leaf) FROM audit_entries`: 400, `SELECT MAX(leaf) FROM audit_entries`: 399,
			`SELECT COUNT(*) FROM log_leaves`: 400, `SELECT MAX(size) FROM log_checkpoints`: 400,
		} {
			if n, err := db.One(w.Reader(), db.Value[int64], query); err != nil || n != want {
				t.Errorf("%s: %d, %v", query, n, err)
			}
		}
	})
}

func TestThereIsNothingAtAPathTheLogDoesNotHave(t *testing.T) {
	w := testkit.SQLite(t, nil)
	s := sealer(w)
	write(t, w, 1)
	all(t, s)
	for _, path := range []string{"tile/0/001", "tile/0/000.p/2", "tile/../key", "", "tile/0/x", "secret"} {
		r := httptest.NewRecorder()
		s.ServeHTTP(r, httptest.NewRequest(http.MethodGet, "/log/"+path, nil))
		if r.Code != http.StatusNotFound {
			t.Errorf("%q: %d", path, r.Code)
		}
	}
}

func fetch(t *testing.T, s *seal.Sealer, path string) []byte {
	t.Helper()
	r := httptest.NewRecorder()
	s.ServeHTTP(r, httptest.NewRequest(http.MethodGet, "/log/"+path, nil))
	if r.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, r.Code)
	}
	return r.Body.Bytes()
}
