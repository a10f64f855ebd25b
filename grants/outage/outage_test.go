package outage_test

import (
	"context"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"vekst/grants/call"
	"vekst/grants/outage"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/pulse"
	"vekst/platform/testkit"
	"vekst/platform/web"
)

// world is a programme with the small grants scheme open, and a server that lives from beat to beat.
type world struct {
	*testkit.World
	t      *testing.T
	closes time.Time
}

func begin(t *testing.T, k *testkit.World) *world {
	t.Helper()
	all, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{World: k, t: t}
	for _, d := range all {
		if d.ID == "job-creation-2022" {
			w.closes = d.Window.Closes
			if _, err := call.Publish.Run(action.At(t.Context(), d.Window.Opens), k.Door, action.System("test"), call.Publication{File: d.Bytes()}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return w
}

// both runs a test on each engine.
func both(t *testing.T, test func(t *testing.T, w *world)) {
	schemas := []fs.FS{pulse.Schema(), call.Feature(call.Options{}).Schema, outage.Feature().Schema}
	testkit.Databases(t, schemas, func(t *testing.T, k *testkit.World) { test(t, begin(t, k)) })
}

// beat is a process that starts, or goes on, at a moment: it beats and judges what it finds.
func (w *world) beat(at time.Time) {
	w.t.Helper()
	w.Set(at)
	p := pulse.New(w.DB, w.Door, w.Now, slog.New(slog.DiscardHandler))
	p.Found = outage.Judge(w.Door)
	p.Once(context.Background())
}

// down lets the server be away between two moments.
func (w *world) down(from, to time.Time) {
	w.beat(from)
	w.beat(to)
}

func (w *world) deadline() time.Time {
	w.t.Helper()
	c, err := call.Find(w.Reader(), "job-creation-2022")
	if err != nil {
		w.t.Fatal(err)
	}
	return c.Window.Closes
}

func TestDownForTwoHoursBeforeClosing(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.down(w.closes.Add(-4*time.Hour), w.closes.Add(-2*time.Hour))
		if to := w.closes.Add(2 * time.Hour); !w.deadline().Equal(to) {
			t.Errorf("closes %v, wanted %v", w.deadline(), to)
		}
	})
}

func TestKilledInTheLastTenMinutes(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		back := w.closes.Add(20 * time.Minute)
		w.down(w.closes.Add(-10*time.Minute), back)
		if to := back.Add(time.Hour); !w.deadline().Equal(to) {
			t.Errorf("closes %v, wanted an hour from %v", w.deadline(), back)
		}
	})
}

func TestSeveralOutagesMoveTheDeadlineOnceEach(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.down(w.closes.Add(-4*time.Hour), w.closes.Add(-2*time.Hour))
		for at := w.closes.Add(-2 * time.Hour); at.Before(w.closes.Add(-100 * time.Minute)); at = at.Add(50 * time.Second) {
			w.beat(at) // alive again; what was judged is not judged again
		}
		w.down(w.closes.Add(-101*time.Minute), w.closes.Add(-90*time.Minute))
		if to := w.closes.Add(3 * time.Hour); !w.deadline().Equal(to) {
			t.Errorf("closes %v, wanted %v", w.deadline(), to)
		}
		if n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM call_extensions`); err != nil || n != 2 {
			t.Errorf("%d extensions, %v", n, err)
		}
		if n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM audit_entries WHERE action IN ('outage.record', 'call.extend')`); err != nil || n != 4 {
			t.Errorf("%d audit entries, %v", n, err)
		}
	})
}

func TestAnOutageLongBeforeClosingMovesNothingAndIsPublished(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		w.down(w.closes.AddDate(0, 0, -5), w.closes.AddDate(0, 0, -4))
		if !w.deadline().Equal(w.closes) {
			t.Errorf("moved to %v", w.deadline())
		}
		if all, err := outage.All(w.Reader(), 9); err != nil || len(all) != 1 || all[0].Length() != 24*time.Hour {
			t.Errorf("%v, %v", all, err)
		}
	})
}

// Two processes judge the same gap at the same time: the deadline moves once.
func TestAGapJudgedTwiceMovesTheDeadlineOnce(t *testing.T) {
	both(t, func(t *testing.T, w *world) {
		g := pulse.Gap{ID: "g", Down: w.closes.Add(-4 * time.Hour), Up: w.closes.Add(-2 * time.Hour)}
		w.Set(g.Up)
		failures := make(chan error, 6)
		for range cap(failures) {
			go func() { failures <- outage.Judge(w.Door)(context.Background(), g) }()
		}
		for range cap(failures) {
			if err := <-failures; err != nil {
				t.Error(err)
			}
		}
		if to := w.closes.Add(2 * time.Hour); !w.deadline().Equal(to) {
			t.Errorf("closes %v, wanted %v", w.deadline(), to)
		}
	})
}

func TestEverybodyCanReadTheLogOfOutages(t *testing.T) {
	w := begin(t, testkit.SQLite(t, []fs.FS{pulse.Schema(), call.Feature(call.Options{}).Schema, outage.Feature().Schema}))
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: look.Words()}, lang.Words{Feature: "call", Files: call.Feature(call.Options{}).Words},
		lang.Words{Feature: "outage", Files: outage.Feature().Words})
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Site{Door: w.Door, Catalog: catalog, Layout: look.Layout(), Assets: assets, Zone: time.UTC}
	outage.Feature().Routes(s)
	page := func(l string) string {
		a := httptest.NewRecorder()
		s.ServeHTTP(a, httptest.NewRequest(http.MethodGet, "/"+l+"/outages", nil))
		if a.Code != http.StatusOK || strings.Contains(a.Body.String(), "⟨") {
			t.Fatalf("%s: %d %s", l, a.Code, a.Body)
		}
		return a.Body.String()
	}
	if !strings.Contains(page("en"), "Measuring has not begun") {
		t.Error("before the first beat")
	}
	w.down(w.closes.Add(-4*time.Hour), w.closes.Add(-2*time.Hour))
	for l, says := range map[string]string{"bg": "2 часа", "nb": "2 timer", "en": "2 hours"} {
		if got := page(l); !strings.Contains(got, says) || !strings.Contains(got, fmt.Sprintf("/%s/calls/job-creation-2022/versions", l)) {
			t.Errorf("%s: no %q, or no link", l, says)
		}
	}
}
