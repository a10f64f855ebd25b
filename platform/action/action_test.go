package action_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/seal"
	"vekst/platform/testkit"
)

var schemas = []fs.FS{fstest.MapFS{"2026-11-23-places.sql": {Data: []byte(`
CREATE TABLE rooms (id TEXT PRIMARY KEY, free BIGINT NOT NULL);
CREATE TABLE guests (id TEXT PRIMARY KEY, room TEXT NOT NULL REFERENCES rooms (id));`)}}}

var closing = testkit.Noon.Add(time.Hour)

type room struct {
	id   string
	free int64
}

type stay struct{ room, guest string }

var enter = action.Define(action.Definition[stay, room, int64]{
	Name: "test.enter",
	Load: func(tx *action.Tx, in stay) (room, error) {
		return db.One(tx, func(s db.Scanner, r *room) error { return s.Scan(&r.id, &r.free) },
			`SELECT id, free FROM rooms WHERE id = $1`+tx.ForUpdate(), in.room)
	},
	May: action.Permits[room]{{Who: "guests of the room", If: func(a action.Actor, r room) bool { return a.Has("guest", r.id) }}},
	When: action.Moment[room]{Is: "until closing", Check: func(now time.Time, _ room) error {
		if now.After(closing) {
			return refusal.New(refusal.Closed, "test.too_late")
		}
		return nil
	}},
	Do: func(tx *action.Tx, in stay, r room) (int64, error) {
		tx.About("room", r.id)
		if r.free == 0 {
			return 0, refusal.New(refusal.Conflict, "test.full")
		}
		if _, err := tx.Exec(`UPDATE rooms SET free = free - 1 WHERE id = $1`, r.id); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`INSERT INTO guests (id, room) VALUES ($1, $2)`, in.guest, r.id); err != nil {
			return 0, err
		}
		return r.free - 1, tx.Tell("test.welcome", in.guest)
	},
})

var build = action.Define(action.Definition[room, room, struct{}]{
	Name: "test.build", Load: func(_ *action.Tx, r room) (room, error) { return r, nil },
	May: action.Program[room](), When: action.AnyTime[room](),
	Do: func(tx *action.Tx, _ room, r room) (struct{}, error) {
		tx.About("room", r.id)
		_, err := tx.Exec(`INSERT INTO rooms (id, free) VALUES ($1, $2)`, r.id, r.free)
		return struct{}{}, err
	},
})

func guest() action.Actor {
	return action.Actor{ID: "p1", Grants: []action.Grant{{Role: "guest", Scope: "blue"}}}
}

func world(t *testing.T, test func(t *testing.T, w *testkit.World)) {
	testkit.Databases(t, schemas, func(t *testing.T, w *testkit.World) {
		if _, err := build.Run(context.Background(), w.Door, action.System("test"), room{"blue", 5}); err != nil {
			t.Fatal(err)
		}
		test(t, w)
	})
}

func count(t *testing.T, w *testkit.World, query string) int64 {
	t.Helper()
	n, err := db.One(w.Reader(), db.Value[int64], query)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestRefusesAndLeavesNothingBehind(t *testing.T) {
	world(t, func(t *testing.T, w *testkit.World) {
		ctx := context.Background()
		for name, c := range map[string]struct {
			actor action.Actor
			at    time.Time
			room  string
			want  refusal.Kind
		}{
			"somebody who is not signed in":  {action.Nobody(), testkit.Noon, "blue", refusal.SignIn},
			"a guest of another room":        {action.Actor{ID: "p2"}, testkit.Noon, "blue", refusal.Forbidden},
			"a guest a millisecond too late": {guest(), closing.Add(time.Millisecond), "blue", refusal.Closed},
			"a guest of a room there is not": {guest(), testkit.Noon, "red", refusal.Missing},
		} {
			_, err := enter.Run(action.At(ctx, c.at), w.Door, c.actor, stay{c.room, "g1"})
			if refusal.KindOf(err) != c.want {
				t.Errorf("%s: %v, want %s", name, err, c.want)
			}
		}
		if n := count(t, w, `SELECT (SELECT COUNT(*) FROM guests) + (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM audit_entries)`); n != 1 {
			t.Errorf("%d rows left behind beside the building of the room", n-1)
		}
	})
}

func TestLetsNobodyInBeyondTheLastPlace(t *testing.T) {
	world(t, func(t *testing.T, w *testkit.World) {
		var all sync.WaitGroup
		var mu sync.Mutex
		in, full := 0, 0
		for i := range 40 {
			all.Go(func() {
				_, err := enter.Run(action.At(context.Background(), closing), w.Door, guest(), stay{"blue", string(rune('A' + i))})
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					in++
				case refusal.KindOf(err) == refusal.Conflict:
					full++
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if in != 5 || full != 35 {
			t.Errorf("%d entered and %d were refused", in, full)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM guests`); n != 5 {
			t.Errorf("%d guests for 5 places", n)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM audit_entries WHERE action = 'test.enter'`); n != 5 {
			t.Errorf("%d audit entries for 5 entries", n)
		}
		if n := count(t, w, `SELECT COUNT(*) FROM outbox`); n != 5 {
			t.Errorf("%d outbox lines for 5 entries", n)
		}
	})
}

func TestAPanicInOneActionHarmsNoOther(t *testing.T) {
	faulty := action.Define(action.Definition[string, string, struct{}]{
		Name: "test.panic", Load: func(_ *action.Tx, s string) (string, error) { return s, nil },
		May: action.Anyone[string](), When: action.AnyTime[string](),
		Do: func(tx *action.Tx, _ string, _ string) (struct{}, error) {
			if _, err := tx.Exec(`UPDATE rooms SET free = 0`); err != nil {
				return struct{}{}, err
			}
			panic("here")
		},
	})
	world(t, func(t *testing.T, w *testkit.World) {
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				if i%2 == 0 {
					if _, err := faulty.Run(context.Background(), w.Door, action.Nobody(), ""); err == nil {
						t.Error("the panic was not an error")
					}
					return
				}
				if _, err := enter.Run(context.Background(), w.Door, guest(), stay{"blue", string(rune('A' + i))}); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := count(t, w, `SELECT free FROM rooms`); n != 1 {
			t.Errorf("%d places are free after four entered", n)
		}
	})
}

func TestEveryEntryIsSealedAndProvable(t *testing.T) {
	world(t, func(t *testing.T, w *testkit.World) {
		ctx := context.Background()
		sealer := seal.New(w.DB, w.Door, "example.org/log", slog.New(slog.DiscardHandler))
		for i := range 3 {
			if _, err := enter.Run(ctx, w.Door, guest(), stay{"blue", string(rune('A' + i))}); err != nil {
				t.Fatal(err)
			}
			if n, err := sealer.Once(ctx); err != nil || n == 0 {
				t.Fatalf("sealed %d, %v", n, err)
			}
		}
		ids, err := db.All(w.Reader(), db.Value[string], `SELECT id FROM audit_entries ORDER BY id`)
		if err != nil || len(ids) != 4 {
			t.Fatalf("%d entries, %v", len(ids), err)
		}
		for i, id := range ids {
			s, err := sealer.Seal(ctx, id, 0)
			if err != nil {
				t.Fatal(err)
			}
			if s.Index != int64(i) {
				t.Errorf("entry %d is leaf %d", i, s.Index)
			}
			entry, err := audit.ParseEntry(s.Entry)
			if err != nil || entry.ID != id {
				t.Errorf("entry %d: %v, %v", i, entry, err)
			}
		}
	})
}

func TestAnActionWithAnAnswerMissingStopsTheProgram(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an action without When was taken")
		}
	}()
	action.Define(action.Definition[int, int, int]{Name: "test.half", May: action.Anyone[int]()})
}

func TestAChangeThatIsAboutNothingIsRefused(t *testing.T) {
	silent := action.Define(action.Definition[int, int, int]{
		Name: "test.silent", Load: func(*action.Tx, int) (int, error) { return 0, nil },
		May: action.Anyone[int](), When: action.AnyTime[int](), Do: func(*action.Tx, int, int) (int, error) { return 0, nil },
	})
	world(t, func(t *testing.T, w *testkit.World) {
		if _, err := silent.Run(context.Background(), w.Door, action.Nobody(), 0); err == nil || errors.Is(err, context.Canceled) {
			t.Errorf("it was taken: %v", err)
		}
	})
}
