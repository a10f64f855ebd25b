// Package outbox does what actions left to be done: sending a mail, telling another feature. A line is written in the
// action's own transaction (action.Tx.Tell), so it exists exactly when the change does; it is done after that, again and
// again with growing pauses until it succeeds, and by one worker at a time: several processes may work on one outbox.
package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/id"
)

// Line is one thing to do.
type Line struct {
	ID       string
	Kind     string
	Payload  string // JSON as given to Tell
	At       time.Time
	Attempts int
}

// Read decodes the payload.
func (l Line) Read(into any) error { return json.Unmarshal([]byte(l.Payload), into) }

// Handler does what a line says. It may be called again for the same line after a failure or a restart, so it must be
// safe to repeat: the line's ID is the same each time.
type Handler func(ctx context.Context, door *action.Door, line Line) error

// Worker does the lines of one door.
type Worker struct {
	Door     *action.Door
	Handlers map[string]Handler
	Log      *slog.Logger
	// Resting are kinds whose lines wait untouched, such as letters where no mail server is set.
	Resting []string
	// Elsewhere are kinds that another worker of this process does.
	Elsewhere []string
	woken     <-chan struct{}
	owner     string // by which its claims are known
}

// NewWorker returns a worker. It must be made before the first action runs, to be woken by it.
func NewWorker(door *action.Door, handlers map[string]Handler, log *slog.Logger) *Worker {
	return &Worker{Door: door, Handlers: handlers, Log: log, woken: door.Woken(), owner: id.New()}
}

// rest is the pause after work: what comes in the meantime is looked for once.
const rest = 200 * time.Millisecond

// Run works until ctx ends. It looks when something changed, and every few seconds for lines that have become due.
func (w *Worker) Run(ctx context.Context) {
	w.warn(ctx)
	tick := time.NewTicker(3 * time.Second)
	defer tick.Stop()
	for {
		for w.Once(ctx) > 0 {
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
		}
		select {
		case <-ctx.Done():
			return
		case <-w.woken:
		case <-tick.C:
		}
	}
}

// warn says which lines wait for a handler that is not there, as after a feature was taken out.
func (w *Worker) warn(ctx context.Context) {
	kinds, err := Unhandled(w.Door.Reader(ctx), append(slices.Collect(maps.Keys(w.Handlers)), w.Elsewhere...))
	if err != nil || len(kinds) > 0 {
		w.Log.Error("outbox lines that nobody handles", "kinds", kinds, "error", err)
	}
}

// Unhandled lists the kinds of waiting lines that are not among those given.
func Unhandled(r db.Reader, handled []string) ([]string, error) {
	return db.All(r, db.Value[string], `SELECT DISTINCT kind FROM outbox WHERE done = 0 AND kind NOT IN `+db.In(1, len(handled)+1)+` ORDER BY kind`,
		db.Args(append(handled, ""))...)
}

// Failing returns why the last attempt at a line of a kind failed, "" where none waits after a failure.
func Failing(r db.Reader, kind string) (string, error) {
	all, err := db.All(r, db.Value[string], `SELECT failure FROM outbox WHERE done = 0 AND kind = $1 AND failure <> '' ORDER BY due DESC LIMIT 1`, kind)
	if len(all) == 0 {
		return "", err
	}
	return all[0], err
}

// Once does the lines that are due now, and returns how many succeeded.
func (w *Worker) Once(ctx context.Context) int {
	succeeded := 0
	for kind, h := range w.Handlers {
		if !slices.Contains(w.Resting, kind) {
			succeeded += w.batch(ctx, kind, h)
		}
	}
	return succeeded
}

func (w *Worker) batch(ctx context.Context, kind string, h Handler) int {
	began := w.Door.Now()
	lines, err := w.take(ctx, kind)
	if err != nil && ctx.Err() == nil {
		w.Log.Error("outbox", "error", err)
	}
	succeeded := 0
	for _, l := range lines {
		if ctx.Err() != nil || w.Door.Now().After(began.Add(lease-spare)) {
			w.giveBack(ctx)
			break
		}
		failure := w.do(ctx, h, l)
		if failure != nil {
			w.Log.Warn("outbox line failed", "kind", l.Kind, "line", l.ID, "attempts", l.Attempts+1, "error", failure)
		} else {
			succeeded++
		}
		if _, err := finish.Run(context.WithoutCancel(ctx), w.Door, action.System("outbox"), finished{l, w.owner, failure}); err != nil {
			w.Log.Error("outbox", "error", err)
		}
	}
	return succeeded
}

func (w *Worker) giveBack(ctx context.Context) {
	if _, err := release.Run(context.WithoutCancel(ctx), w.Door, action.System("outbox"), w.owner); err != nil {
		w.Log.Error("outbox", "error", err)
	}
}

func (w *Worker) do(ctx context.Context, h Handler, l Line) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("outbox: panic: %v", p)
		}
	}()
	return h(ctx, w.Door, l)
}

func due(r db.Reader, kind string, now time.Time) ([]Line, error) {
	return db.All(r, func(s db.Scanner, l *Line) error {
		return s.Scan(&l.ID, &l.Kind, &l.Payload, db.Moment(&l.At), &l.Attempts)
	}, `SELECT id, kind, payload, at, attempts FROM outbox WHERE done = 0 AND kind = $1 AND due <= $2 AND held <= $2 ORDER BY due, id LIMIT $3`,
		kind, db.At(now), atOnce)
}

type finished struct {
	line    Line
	owner   string
	failure error
}

// finish marks a line done, or puts it off: 10 seconds, then twice as long each time, an hour at most. What is done is
// done, whoever has claimed the line meanwhile; only who holds it can put it off.
var finish = action.Define(action.Definition[finished, finished, struct{}]{
	Name: "outbox.finish",
	Load: func(_ *action.Tx, f finished) (finished, error) { return f, nil },
	May:  action.Program[finished](),
	When: action.AnyTime[finished](),
	Do: func(tx *action.Tx, _ finished, f finished) (struct{}, error) {
		tx.About("outbox", f.line.ID)
		if f.failure == nil {
			_, err := tx.Exec(`UPDATE outbox SET done = $1, attempts = attempts + 1, failure = '' WHERE id = $2 AND done = 0`, db.At(tx.Now()), f.line.ID)
			return struct{}{}, err
		}
		pause := min(10*time.Second<<min(f.line.Attempts, 9), time.Hour)
		_, err := tx.Exec(`UPDATE outbox SET due = $1, attempts = attempts + 1, failure = $2, owner = '', held = 0
			WHERE id = $3 AND done = 0 AND owner = $4`, db.At(tx.Now().Add(pause)), f.failure.Error(), f.line.ID, f.owner)
		return struct{}{}, err
	},
})
