package pulse_test

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"vekst/platform/db"
	"vekst/platform/pulse"
	"vekst/platform/testkit"
)

// machine is a clock that stands where the test put it.
type machine struct{ at time.Time }

func (m *machine) now() time.Time { return m.at }

// alive is a process with a clock of its own, which notes what gaps it was told of.
type alive struct {
	*pulse.Pulse
	clock *machine
	found []pulse.Gap
}

func begin(w *testkit.World, c *machine) *alive {
	a := &alive{clock: c}
	a.Pulse = pulse.New(w.DB, w.Door, c.now, slog.New(slog.DiscardHandler))
	a.Found = func(_ context.Context, g pulse.Gap) error { a.found = append(a.found, g); return nil }
	return a
}

// pass lets time pass by both clocks.
func pass(w *testkit.World, c *machine, d time.Duration) {
	c.at = c.at.Add(d)
	w.Set(w.Now().Add(d))
}

func both(t *testing.T, test func(t *testing.T, w *testkit.World, c *machine)) {
	testkit.Databases(t, []fs.FS{pulse.Schema()}, func(t *testing.T, w *testkit.World) { test(t, w, &machine{w.Now()}) })
}

func TestARestartOfSecondsIsNoOutage(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World, c *machine) {
		a := begin(w, c)
		for range 4 {
			a.Once(t.Context())
			pass(w, c, pulse.Every)
		}
		pass(w, c, 45*time.Second)
		after := begin(w, c)
		if after.Once(t.Context()); len(a.found)+len(after.found) != 0 {
			t.Errorf("%v %v", a.found, after.found)
		}
	})
}

func TestAClockThatIsMovedIsNoOutage(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World, c *machine) {
		a := begin(w, c)
		a.Once(t.Context())
		c.at = c.at.Add(pulse.Every)
		w.Set(w.Now().AddDate(0, 1, 0)) // the clock of the demonstration, moved by hand
		a.Once(t.Context())
		c.at = c.at.Add(48 * time.Hour) // the demonstration did not run for two days, and its clock stood still
		after := begin(w, c)
		if after.Once(t.Context()); len(a.found)+len(after.found) != 0 {
			t.Errorf("%v %v", a.found, after.found)
		}
	})
}

func TestAServerThatWasDownFindsOutWhenItStarts(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World, c *machine) {
		begin(w, c).Once(t.Context())
		down := w.Now()
		pass(w, c, 2*time.Hour)
		a := begin(w, c)
		a.Once(t.Context())
		if len(a.found) != 1 || !a.found[0].Down.Equal(down) || !a.found[0].Up.Equal(w.Now()) {
			t.Fatalf("%v", a.found)
		}
		pass(w, c, pulse.Every)
		if a.Once(t.Context()); len(a.found) != 1 {
			t.Errorf("the gap was judged again: %v", a.found)
		}
	})
}

func TestAGapIsJudgedUntilThatSucceeds(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World, c *machine) {
		begin(w, c).Once(t.Context())
		pass(w, c, time.Hour)
		failing := begin(w, c)
		failing.Found = func(context.Context, pulse.Gap) error { return errors.New("no") }
		failing.Once(t.Context())
		pass(w, c, pulse.Every)
		a := begin(w, c)
		if a.Once(t.Context()); len(a.found) != 1 {
			t.Errorf("%v", a.found)
		}
	})
}

// Two processes on one database: while one of them lives there is no outage, whatever becomes of the other.
func TestAnOutageIsOnlyWhenNobodyWasAlive(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World, c *machine) {
		one, other := begin(w, c), begin(w, &machine{c.at.Add(-3 * time.Second)})
		one.Once(t.Context())
		other.Once(t.Context())
		for range 30 { // the first is killed and the other lives
			pass(w, c, pulse.Every)
			other.clock.at = c.at.Add(-3 * time.Second)
			other.Once(t.Context())
		}
		one.Once(t.Context())
		if len(one.found)+len(other.found) != 0 {
			t.Fatalf("%v %v", one.found, other.found)
		}
		pass(w, c, 10*time.Minute)
		one.Once(t.Context())
		other.clock.at = c.at
		other.Once(t.Context())
		n, err := db.One(w.Reader(), db.Value[int64], `SELECT COUNT(*) FROM pulse_gaps`)
		if err != nil || n != 1 || len(one.found)+len(other.found) != 1 {
			t.Errorf("%d gaps, %v, found by %v and %v", n, err, one.found, other.found)
		}
	})
}

// A database that refuses writes is an outage as well: nobody can submit.
func TestADatabaseThatRefusesWritesIsAnOutage(t *testing.T) {
	both(t, func(t *testing.T, w *testkit.World, c *machine) {
		a := begin(w, c)
		a.Once(t.Context())
		refused, stop := context.WithCancel(t.Context())
		stop()
		for range 12 {
			pass(w, c, pulse.Every)
			if err := a.Beat(refused); err == nil {
				t.Fatal("the database took a beat it was to refuse")
			}
		}
		if a.Once(t.Context()); len(a.found) != 1 || a.found[0].Up.Sub(a.found[0].Down) != 2*time.Minute {
			t.Errorf("%v", a.found)
		}
	})
}
