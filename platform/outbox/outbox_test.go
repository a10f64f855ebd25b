package outbox_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/testkit"
)

var tell = action.Define(action.Definition[string, string, struct{}]{
	Name: "test.tell", Load: func(_ *action.Tx, s string) (string, error) { return s, nil },
	May: action.Anyone[string](), When: action.AnyTime[string](),
	Do: func(tx *action.Tx, kind string, _ string) (struct{}, error) {
		tx.About("test", kind)
		return struct{}{}, tx.Tell(kind, map[string]string{"say": "hello"})
	},
})

func worker(w *testkit.World, h outbox.Handler) *outbox.Worker {
	return outbox.NewWorker(w.Door, map[string]outbox.Handler{"greet": h}, slog.New(slog.DiscardHandler))
}

func told(t *testing.T, w *testkit.World, kind string) {
	t.Helper()
	if _, err := tell.Run(context.Background(), w.Door, action.Nobody(), kind); err != nil {
		t.Fatal(err)
	}
}

func TestALineThatFailsIsTriedAgainLaterAndNeverLost(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		tries := 0
		worker := worker(w, func(context.Context, *action.Door, outbox.Line) error {
			if tries++; tries < 4 {
				return errors.New("the server is away")
			}
			return nil
		})
		told(t, w, "greet")
		for moved := time.Duration(0); moved < 2*time.Minute; moved += 5 * time.Second {
			worker.Once(context.Background())
			w.Set(w.Now().Add(5 * time.Second))
		}
		if tries != 4 {
			t.Errorf("tried %d times in two minutes", tries)
		}
		if n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE done <> 0 AND attempts = 4`); err != nil || n != 1 {
			t.Errorf("%d lines done, %v", n, err)
		}
	})
}

func TestALineIsDoneOnceAndWithTheSameIdentifierEachTime(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		var ids []string
		worker := worker(w, func(_ context.Context, _ *action.Door, l outbox.Line) error {
			ids = append(ids, l.ID)
			if len(ids) == 1 {
				panic("in the middle")
			}
			return nil
		})
		told(t, w, "greet")
		for range 5 {
			worker.Once(context.Background())
			w.Set(w.Now().Add(time.Minute))
		}
		if len(ids) != 2 || ids[0] != ids[1] {
			t.Errorf("handled as %v", ids)
		}
	})
}

func TestALineNobodyHandlesStaysAndIsNamed(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		told(t, w, "unknown")
		told(t, w, "greet")
		if n := worker(w, func(context.Context, *action.Door, outbox.Line) error { return nil }).Once(context.Background()); n != 1 {
			t.Errorf("%d succeeded", n)
		}
		kinds, err := outbox.Unhandled(w.Reader(), []string{"greet"})
		if err != nil || len(kinds) != 1 || kinds[0] != "unknown" {
			t.Errorf("%v, %v", kinds, err)
		}
	})
}

func TestALineOfARestingKindWaitsUntouched(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		done := 0
		worker := worker(w, func(context.Context, *action.Door, outbox.Line) error { done++; return nil })
		worker.Resting = []string{"greet"}
		told(t, w, "greet")
		worker.Once(context.Background())
		if n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE attempts = 0 AND done = 0`); err != nil || n != 1 || done != 0 {
			t.Errorf("%d lines wait, %d done, %v", n, done, err)
		}
		worker.Resting = nil
		if worker.Once(context.Background()); done != 1 {
			t.Error("it was not done when its kind rested no longer")
		}
	})
}

// process is another program on the same database, with a door of its own.
func process(t *testing.T, w *testkit.World, h outbox.Handler) *outbox.Worker {
	t.Helper()
	door := w.Door
	if w.DB.Engine() == "postgresql" {
		d, err := db.Open(context.Background(), w.Address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = d.Close() })
		door = action.Open(d, w.Now)
	}
	return outbox.NewWorker(door, map[string]outbox.Handler{"greet": h}, slog.New(slog.DiscardHandler))
}

func TestTwoProcessesNeverDoOneLineTwice(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		var mu sync.Mutex
		done := map[string]int{}
		count := func(_ context.Context, _ *action.Door, l outbox.Line) error {
			mu.Lock()
			defer mu.Unlock()
			done[l.ID]++
			return nil
		}
		for range 90 {
			told(t, w, "greet")
		}
		var all sync.WaitGroup
		for _, worker := range []*outbox.Worker{process(t, w, count), process(t, w, count), process(t, w, count)} {
			all.Go(func() {
				for range 40 {
					worker.Once(context.Background())
				}
			})
		}
		all.Wait()
		for line, n := range done {
			if n != 1 {
				t.Errorf("line %s was done %d times", line, n)
			}
		}
		if len(done) != 90 {
			t.Errorf("%d of 90 lines were done", len(done))
		}
	})
}

func TestTheLinesOfAProcessThatDiedAreDoneByAnotherButNotBefore(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		told(t, w, "greet")
		told(t, w, "greet")
		dying, die := context.WithCancel(context.Background())
		began, hang := make(chan struct{}), make(chan struct{})
		dead := process(t, w, func(context.Context, *action.Door, outbox.Line) error { close(began); <-hang; return nil })
		done := 0
		other := process(t, w, func(context.Context, *action.Door, outbox.Line) error { done++; return nil })
		gone := make(chan struct{})
		go func() { defer close(gone); dead.Once(dying) }()
		<-began // it holds both lines and is stuck in the first
		if other.Once(context.Background()); done != 0 {
			t.Errorf("%d lines were done while another held them", done)
		}
		w.Set(w.Now().Add(3*time.Minute + time.Second))
		if other.Once(context.Background()); done != 2 {
			t.Errorf("%d of 2 lines of the dead were done", done)
		}
		die()
		close(hang)
		<-gone
		if n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM outbox WHERE done <> 0`); err != nil || n != 2 {
			t.Errorf("%d lines done, %v", n, err)
		}
	})
}

func TestWhatIsNotBegunIsGivenBackWhenAProcessStops(t *testing.T) {
	testkit.Databases(t, nil, func(t *testing.T, w *testkit.World) {
		told(t, w, "greet")
		told(t, w, "greet")
		stopping, stop := context.WithCancel(context.Background())
		process(t, w, func(context.Context, *action.Door, outbox.Line) error { stop(); return nil }).Once(stopping)
		done := 0
		process(t, w, func(context.Context, *action.Door, outbox.Line) error { done++; return nil }).Once(context.Background())
		if done != 1 {
			t.Errorf("%d lines were left for the next process, want 1", done)
		}
	})
}
