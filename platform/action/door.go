package action

import (
	"context"
	"time"

	"vekst/platform/db"
	"vekst/platform/internal/writer"
)

// Door is what actions go through: a database and a clock.
type Door struct {
	db     *db.DB
	writer *writer.Writer
	clock  func() time.Time
	woken  []chan struct{}
}

// Open returns the door to d. The clock is the only one a verb ever sees; the demonstration moves it, tests set it.
func Open(d *db.DB, clock func() time.Time) *Door {
	return &Door{db: d, writer: d.Writer(writer.Key{}), clock: clock}
}

// Now is the moment of the door's clock, UTC, in whole microseconds.
func (d *Door) Now() time.Time { return d.clock().UTC().Truncate(time.Microsecond) }

// Reader reads outside any action.
func (d *Door) Reader(ctx context.Context) db.Reader { return d.db.Reader(ctx) }

// Woken returns a channel that has something in it after changes, for jobs that look at what was written. It must be
// asked for before the first action runs.
func (d *Door) Woken() <-chan struct{} {
	c := make(chan struct{}, 1)
	d.woken = append(d.woken, c)
	return c
}

func (d *Door) wake() {
	for _, c := range d.woken {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

type momentKey struct{}

// At puts the moment at which a request had been received completely into ctx. That moment decides deadlines and is the
// one recorded (design.md: moment of submission).
func At(ctx context.Context, moment time.Time) context.Context {
	return context.WithValue(ctx, momentKey{}, moment)
}

// MomentOf is the moment of the action whose Prepare was given ctx.
func MomentOf(ctx context.Context) time.Time {
	t, _ := ctx.Value(momentKey{}).(time.Time)
	return t
}

func (d *Door) moment(ctx context.Context) time.Time {
	if t, ok := ctx.Value(momentKey{}).(time.Time); ok {
		return t.UTC().Truncate(time.Microsecond)
	}
	return d.Now()
}
