// Package presence knows who has a thing open now, and where in it. It is for people who work together and no record of
// anybody: it is not audited, and a minute after somebody's last sign they are gone.
//
// One process remembers it in memory. Where several processes serve one database they share a row for each person and
// thing, which is written when somebody comes or moves, and otherwise every twenty seconds at the most.
package presence

import (
	"cmp"
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"slices"
	"sync"
	"time"

	"vekst/platform/db"
	"vekst/platform/internal/writer"
)

//go:embed schema/*.sql
var files embed.FS

// Schema holds the table that processes share.
func Schema() fs.FS {
	f, err := fs.Sub(files, "schema")
	if err != nil {
		panic(err) // cannot be: the folder is embedded above
	}
	return f
}

const (
	// Lingering is how long somebody is here after their last sign.
	Lingering = time.Minute
	// Between is how old a shared row may become before it is written again.
	Between = 20 * time.Second
)

// Visit is somebody who is here.
type Visit struct {
	Person, Place string
	At            time.Time
}

func (v Visit) isHere(now time.Time) bool { return now.Sub(v.At).Abs() <= Lingering }

// Board is who is where. The zero Board is that of a process that is alone.
type Board struct {
	mu     sync.Mutex
	things map[string]map[string]Visit // in memory; on a shared board what was written last
	swept  time.Time

	writer *writer.Writer // nil for a process that is alone
	log    *slog.Logger
}

// New returns the board of a process: one in memory on SQLite, where no second process can be, and a shared one on
// PostgreSQL.
func New(d *db.DB, log *slog.Logger) *Board {
	if d.Engine() != "postgresql" {
		return &Board{}
	}
	return Shared(d, log)
}

// Shared returns a board that all processes share.
func Shared(d *db.DB, log *slog.Logger) *Board {
	return &Board{writer: d.Writer(writer.Key{}), log: log}
}

// IsShared says whether other processes may serve the same database.
func (b *Board) IsShared() bool { return b != nil && b.writer != nil }

// Note says that somebody is somewhere in a thing. That it could not be written is logged and stops nobody.
func (b *Board) Note(ctx context.Context, thing, person, place string, now time.Time) {
	v := Visit{person, place, now}
	write, sweep := b.remember(thing, v)
	if b.writer == nil || !write {
		return
	}
	err := b.writer.Write(context.WithoutCancel(ctx), func(tx *writer.Tx) error {
		_, err := tx.Exec(`INSERT INTO presence (thing, person, place, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (thing, person) DO UPDATE SET place = excluded.place, at = excluded.at`, thing, person, place, db.At(now))
		if err == nil && sweep {
			_, err = tx.Exec(`DELETE FROM presence WHERE at < $1`, db.At(now.Add(-Lingering)))
		}
		return err
	})
	if err != nil {
		b.log.Warn("presence", "error", err)
	}
}

// remember keeps a visit in memory, and says whether it is to be shared and whether those who left are to be forgotten.
func (b *Board) remember(thing string, v Visit) (write, sweep bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.things == nil {
		b.things = map[string]map[string]Visit{}
	}
	if b.things[thing] == nil {
		b.things[thing] = map[string]Visit{}
	}
	before, ok := b.things[thing][v.Person]
	write = !ok || before.Place != v.Place || v.At.Sub(before.At).Abs() >= Between
	if write || b.writer == nil {
		b.things[thing][v.Person] = v
	}
	if sweep = v.At.Sub(b.swept).Abs() > Lingering; sweep {
		b.sweep(v.At)
	}
	return write, sweep
}

func (b *Board) sweep(now time.Time) {
	b.swept = now
	for thing, visits := range b.things {
		for person, v := range visits {
			if !v.isHere(now) {
				delete(visits, person)
			}
		}
		if len(visits) == 0 {
			delete(b.things, thing)
		}
	}
}

// In lists who has a thing open now, by person.
func (b *Board) In(r db.Reader, thing string, now time.Time) ([]Visit, error) {
	all, err := b.known(r, thing, now)
	all = slices.DeleteFunc(all, func(v Visit) bool { return !v.isHere(now) })
	slices.SortFunc(all, func(a, b Visit) int { return cmp.Compare(a.Person, b.Person) })
	return all, err
}

func (b *Board) known(r db.Reader, thing string, now time.Time) (all []Visit, err error) {
	if b.writer != nil {
		return db.All(r, func(s db.Scanner, v *Visit) error { return s.Scan(&v.Person, &v.Place, db.Moment(&v.At)) },
			`SELECT person, place, at FROM presence WHERE thing = $1 AND at >= $2`, thing, db.At(now.Add(-Lingering)))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, v := range b.things[thing] {
		all = append(all, v)
	}
	return all, nil
}
