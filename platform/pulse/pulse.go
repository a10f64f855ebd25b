// Package pulse measures when the program was not there. Every few seconds a beat is written durably into one row that
// all processes share. Whoever beats next and finds the last beat long ago has found a gap: no process was alive, or the
// database took no writes. The gap is kept in the transaction of the beat, and judged until that succeeds.
//
// A gap counts only if it is there by both clocks, the machine's and the one deadlines are held to: they are one clock in
// a real programme, and in a demonstration, whose clock is moved forward by hand and stands still while it does not run,
// neither of these is an outage.
package pulse

import (
	"context"
	"embed"
	"io/fs"
	"log/slog"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/internal/writer"
	"vekst/value/id"
)

//go:embed schema/*.sql
var files embed.FS

// Schema holds the tables of beats and gaps.
func Schema() fs.FS {
	f, err := fs.Sub(files, "schema")
	if err != nil {
		panic(err) // cannot be: the folder is embedded above
	}
	return f
}

const (
	// Every is the time between two beats.
	Every = 10 * time.Second
	// Unnoticed is how long beats may fail to come before it is an outage: a restart takes seconds.
	Unnoticed = time.Minute
)

// Gap is a time in which nobody could reach the program, by the clock deadlines are held to.
type Gap struct {
	ID       string
	Down, Up time.Time
}

// Pulse beats for one process.
type Pulse struct {
	// Found does what follows from a gap. It is called again, by this process or another, until it returns nil, and so
	// must be safe to repeat. It may be nil.
	Found func(ctx context.Context, g Gap) error

	door    *action.Door
	writer  *writer.Writer
	machine func() time.Time
	log     *slog.Logger
}

// New returns the pulse of this process. Machine is the clock of the machine.
func New(d *db.DB, door *action.Door, machine func() time.Time, log *slog.Logger) *Pulse {
	return &Pulse{door: door, writer: d.Writer(writer.Key{}), machine: machine, log: log}
}

// Run beats until ctx ends, and a last time then, so that a restart is measured exactly.
func (p *Pulse) Run(ctx context.Context) {
	tick := time.NewTicker(Every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			p.Once(context.WithoutCancel(ctx))
			return
		case <-tick.C:
			p.Once(ctx)
		}
	}
}

// Once beats, and judges the gaps that wait for it. A database that refuses is the beginning of a gap, no reason to stop.
func (p *Pulse) Once(ctx context.Context) {
	err := p.Beat(ctx)
	if err == nil {
		err = p.judge(ctx)
	}
	if err != nil {
		p.log.Error("pulse", "error", err)
	}
}

// last is the last beat of any process.
type last struct{ machine, door time.Time }

// Beat writes one beat, and the gap before it if there is one.
func (p *Pulse) Beat(ctx context.Context) error {
	return p.writer.Write(ctx, func(tx *writer.Tx) error {
		now := last{p.machine().UTC().Truncate(time.Microsecond), p.door.Now()}
		lock := ""
		if tx.Locking() {
			lock = " FOR UPDATE"
		}
		found, err := db.All(tx, func(s db.Scanner, l *last) error { return s.Scan(db.Moment(&l.machine), db.Moment(&l.door)) },
			`SELECT machine, door FROM pulse WHERE id = 1`+lock)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			_, err := tx.Exec(`INSERT INTO pulse (id, machine, door, since) VALUES (1, $1, $2, $2) ON CONFLICT DO NOTHING`, db.At(now.machine), db.At(now.door))
			return err
		}
		return beat(tx, found[0], now)
	})
}

func beat(tx *writer.Tx, before, now last) error {
	if min(now.machine.Sub(before.machine), now.door.Sub(before.door)) >= Unnoticed {
		_, err := tx.Exec(`INSERT INTO pulse_gaps (id, down, up, judged) VALUES ($1, $2, $3, 0)`, id.New(), db.At(before.door), db.At(now.door))
		if err != nil {
			return err
		}
	}
	// A process whose clock is a little behind another's does not turn the beat back; a clock that was wrong and was set does.
	if ahead := before.machine.Sub(now.machine); ahead > 0 && ahead < Unnoticed {
		return nil
	}
	_, err := tx.Exec(`UPDATE pulse SET machine = $1, door = $2 WHERE id = 1`, db.At(now.machine), db.At(now.door))
	return err
}

// judge does what follows from the gaps that wait.
func (p *Pulse) judge(ctx context.Context) error {
	if p.Found == nil {
		return nil
	}
	waiting, err := db.All(p.door.Reader(ctx), scanGap, `SELECT id, down, up FROM pulse_gaps WHERE judged = 0 ORDER BY down, id`)
	for _, g := range waiting {
		if err := p.Found(ctx, g); err != nil {
			return err
		}
		if err := p.mark(ctx, g); err != nil {
			return err
		}
	}
	return err
}

func (p *Pulse) mark(ctx context.Context, g Gap) error {
	return p.writer.Write(ctx, func(tx *writer.Tx) error {
		_, err := tx.Exec(`UPDATE pulse_gaps SET judged = $1 WHERE id = $2`, db.At(p.door.Now()), g.ID)
		return err
	})
}

func scanGap(s db.Scanner, g *Gap) error { return s.Scan(&g.ID, db.Moment(&g.Down), db.Moment(&g.Up)) }

// Since is when the program has been measuring from; zero before the first beat.
func Since(r db.Reader) (time.Time, error) {
	all, err := db.All(r, func(s db.Scanner, t *time.Time) error { return s.Scan(db.Moment(t)) }, `SELECT since FROM pulse WHERE id = 1`)
	if err != nil || len(all) == 0 {
		return time.Time{}, err
	}
	return all[0], nil
}
