// Package testkit gives tests real parts: an empty database on each engine with the schema in it, a door with a clock
// that stands where the test put it.
package testkit

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/seal"
)

// Noon is when most tests happen: midday in Sofia while the small grants scheme is open.
var Noon = time.Date(2022, 9, 20, 9, 0, 0, 0, time.UTC)

// World is a database with a door and a clock for one test.
type World struct {
	DB      *db.DB
	Door    *action.Door
	Address string // of the database, for a test that opens it as another process would
	clock   atomic.Int64
}

// Again opens the same database a second time, as another process would, with the same clock.
func (w *World) Again(t testing.TB) *action.Door {
	t.Helper()
	d, err := db.Open(context.Background(), w.Address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return action.Open(d, w.Now)
}

// Set moves the clock.
func (w *World) Set(t time.Time) { w.clock.Store(t.UnixMicro()) }

// Now is the clock.
func (w *World) Now() time.Time { return time.UnixMicro(w.clock.Load()).UTC() }

// Reader reads outside any action.
func (w *World) Reader() db.Reader { return w.DB.Reader(context.Background()) }

// Databases runs a test on SQLite and on PostgreSQL, each with an empty database that has the platform's schema and the
// given ones. PostgreSQL is the server at VEKST_TEST_POSTGRES (scripts/test-postgres starts one); without it that half is
// skipped with a message, unless VEKST_TEST_REQUIRE_POSTGRES is set, as make test does.
func Databases(t *testing.T, schemas []fs.FS, test func(t *testing.T, w *World)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, open(t, filepath.Join(t.TempDir(), "vekst.db"), schemas)) })
	t.Run("postgresql", func(t *testing.T) { test(t, open(t, postgres(t), schemas)) })
}

// SQLite is a World on SQLite only, for tests that are not about a store.
func SQLite(t testing.TB, schemas []fs.FS) *World {
	t.Helper()
	return open(t, filepath.Join(t.TempDir(), "vekst.db"), schemas)
}

// Benchmarks runs a benchmark on SQLite and, where there is one, on PostgreSQL.
func Benchmarks(b *testing.B, schemas []fs.FS, run func(b *testing.B, w *World)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { run(b, open(b, filepath.Join(b.TempDir(), "vekst.db"), schemas)) })
	b.Run("postgresql", func(b *testing.B) { run(b, open(b, postgres(b), schemas)) })
}

func open(t testing.TB, address string, schemas []fs.FS) *World {
	t.Helper()
	d, err := db.Open(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	all := append([]fs.FS{seal.Schema(), outbox.Schema()}, schemas...)
	if err := d.Migrate(context.Background(), all...); err != nil {
		t.Fatal(err)
	}
	w := &World{DB: d, Address: address}
	w.Set(Noon)
	w.Door = action.Open(d, w.Now)
	return w
}

var databases atomic.Int64

// postgres makes a database of its own on the test server and returns its address.
func postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("VEKST_TEST_POSTGRES")
	if server == "" {
		if os.Getenv("VEKST_TEST_REQUIRE_POSTGRES") != "" {
			t.Fatal("VEKST_TEST_POSTGRES is not set: run scripts/test-postgres")
		}
		t.Skip("no PostgreSQL: set VEKST_TEST_POSTGRES, or run make test, which starts one")
	}
	name := fmt.Sprintf("vekst_test_%d_%d", os.Getpid(), databases.Add(1))
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := admin.Exec(`CREATE DATABASE ` + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_, _ = admin.Exec(`DROP DATABASE IF EXISTS ` + name + ` WITH (FORCE)`)
		_ = admin.Close()
	})
	return strings.Replace(server, "/postgres?", "/"+name+"?", 1)
}
