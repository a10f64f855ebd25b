package presence_test

import (
	"fmt"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"vekst/platform/db"
	"vekst/platform/presence"
	"vekst/platform/testkit"
)

func engines(t *testing.T, test func(t *testing.T, w *testkit.World)) {
	t.Helper()
	testkit.Databases(t, []fs.FS{presence.Schema()}, test)
}

func here(t *testing.T, w *testkit.World, b *presence.Board, thing string) string {
	t.Helper()
	all, err := b.In(w.Door.Reader(t.Context()), thing, w.Now())
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, v := range all {
		said += v.Person + " in " + v.Place + "; "
	}
	return said
}

func wants(t *testing.T, w *testkit.World, b *presence.Board, want string) {
	t.Helper()
	if got := here(t, w, b, "draft"); got != want {
		t.Errorf("here are %q, not %q", got, want)
	}
}

func TestOneProcessKnowsWhoIsHereAndForgetsThem(t *testing.T) {
	engines(t, func(t *testing.T, w *testkit.World) {
		for name, b := range map[string]*presence.Board{"alone": {}, "shared": presence.Shared(w.DB, slog.New(slog.DiscardHandler))} {
			t.Run(name, func(t *testing.T) {
				wants(t, w, b, "")
				b.Note(t.Context(), "another", "maria", "budget", w.Now())
				wants(t, w, b, "")
				b.Note(t.Context(), "draft", "maria", "budget", w.Now())
				b.Note(t.Context(), "draft", "ivo", "idea", w.Now())
				wants(t, w, b, "ivo in idea; maria in budget; ")
				b.Note(t.Context(), "draft", "maria", "idea", w.Now())
				wants(t, w, b, "ivo in idea; maria in idea; ")
				w.Set(w.Now().Add(presence.Lingering))
				wants(t, w, b, "ivo in idea; maria in idea; ")
				w.Set(w.Now().Add(time.Second))
				wants(t, w, b, "")
			})
		}
	})
}

func TestProcessesKnowOfEachOther(t *testing.T) {
	engines(t, func(t *testing.T, w *testkit.World) {
		log := slog.New(slog.DiscardHandler)
		one, other := presence.Shared(w.DB, log), presence.Shared(w.DB, log)
		one.Note(t.Context(), "draft", "maria", "budget", w.Now())
		other.Note(t.Context(), "draft", "ivo", "idea", w.Now())
		wants(t, w, one, "ivo in idea; maria in budget; ")
		wants(t, w, other, "ivo in idea; maria in budget; ")
		other.Note(t.Context(), "draft", "maria", "idea", w.Now())
		wants(t, w, one, "ivo in idea; maria in idea; ")
	})
}

func TestAPageThatAsksEveryFewSecondsWritesOnlyNowAndThenAndNobodyIsLost(t *testing.T) {
	engines(t, func(t *testing.T, w *testkit.World) {
		b := presence.Shared(w.DB, slog.New(slog.DiscardHandler))
		moments := map[string]bool{}
		for range 60 { // five minutes
			b.Note(t.Context(), "draft", "maria", "budget", w.Now())
			wants(t, w, b, "maria in budget; ")
			at, err := db.One(w.Door.Reader(t.Context()), db.Value[int64], `SELECT at FROM presence WHERE thing = 'draft'`)
			if err != nil {
				t.Fatal(err)
			}
			moments[fmt.Sprint(at)] = true
			w.Set(w.Now().Add(5 * time.Second))
		}
		if len(moments) != 15 {
			t.Errorf("%d writes in five minutes", len(moments))
		}
	})
}

func TestThoseWhoLeftAreForgottenInTheDatabaseToo(t *testing.T) {
	engines(t, func(t *testing.T, w *testkit.World) {
		b := presence.Shared(w.DB, slog.New(slog.DiscardHandler))
		b.Note(t.Context(), "draft", "maria", "budget", w.Now())
		w.Set(w.Now().Add(10 * time.Minute))
		b.Note(t.Context(), "draft", "ivo", "idea", w.Now())
		n, err := db.One(w.Door.Reader(t.Context()), db.Value[int64], `SELECT COUNT(*) FROM presence`)
		if err != nil || n != 1 {
			t.Errorf("%d rows are left, %v", n, err)
		}
	})
}
