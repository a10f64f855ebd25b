package outbox_test

import (
	"context"
	"errors"
	"log/slog"
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
