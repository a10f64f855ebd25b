package outbox

import (
	"context"
	"slices"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
)

// A claim keeps other processes that work on the same outbox away from a line. It ends by itself, so that the lines of a
// process that has died are done by another. A line is begun only while enough is left of its claim for any handler to
// finish: one that takes longer than spare must keep itself from being done twice, as letters do.
const (
	lease  = 3 * time.Minute
	spare  = time.Minute
	atOnce = 20 // lines a claim takes, so that several processes share the work
)

type claiming struct {
	owner string
	ids   []string
}

// claim takes those of the lines that nobody has taken meanwhile, and returns their identifiers. Of two processes that
// want the same line the second waits for the first and then finds the line held: it is one statement, which looks again.
var claim = action.Define(action.Definition[claiming, claiming, []string]{
	Name: "outbox.claim",
	Load: func(_ *action.Tx, c claiming) (claiming, error) { return c, nil },
	May:  action.Program[claiming](),
	When: action.AnyTime[claiming](),
	Do: func(tx *action.Tx, _ claiming, c claiming) ([]string, error) {
		tx.About("worker", c.owner)
		return db.All(tx, db.Value[string], `UPDATE outbox SET owner = $1, held = $2 WHERE done = 0 AND held <= $3 AND id IN `+db.In(4, len(c.ids))+` RETURNING id`,
			append([]any{c.owner, db.At(tx.Now().Add(lease)), db.At(tx.Now())}, db.Args(c.ids)...)...)
	},
})

// release gives back what a worker has claimed and not begun.
var release = action.Define(action.Definition[string, string, struct{}]{
	Name: "outbox.release",
	Load: func(_ *action.Tx, owner string) (string, error) { return owner, nil },
	May:  action.Program[string](),
	When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, owner string) (struct{}, error) {
		tx.About("worker", owner)
		_, err := tx.Exec(`UPDATE outbox SET owner = '', held = 0 WHERE done = 0 AND owner = $1`, owner)
		return struct{}{}, err
	},
})

// take claims lines that are due, in their order.
func (w *Worker) take(ctx context.Context, kind string) ([]Line, error) {
	lines, err := due(w.Door.Reader(ctx), kind, w.Door.Now())
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	mine, err := claim.Run(ctx, w.Door, action.System("outbox"), claiming{w.owner, ids})
	return slices.DeleteFunc(lines, func(l Line) bool { return !slices.Contains(mine, l.ID) }), err
}
