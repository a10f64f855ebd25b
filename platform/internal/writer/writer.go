// Package writer is the one place where anything is written. Only platform/ can import it, so a feature can write only
// through an action.
//
// Writes that wait at the same time share one durable transaction (group commit), a savepoint each: on SQLite a single
// writer, on PostgreSQL under read committed with row locks, so that several machines may write. A function given to Write may run more
// than once, so nothing may leave the building inside it.
package writer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
)

// Engine is the database in use.
type Engine int

// The two engines.
const (
	SQLite Engine = iota
	PostgreSQL
)

// Key is needed to get at the writer of a database. A value of it cannot be made outside platform/.
type Key struct{ _ [0]func() }

// batchLimit is how many writes share one commit at most; measured: batches settle at 20 to 45 by themselves.
const batchLimit = 64

// Writer takes writes and commits them in groups.
type Writer struct {
	db     *sql.DB
	engine Engine
	queue  chan *request
	done   sync.WaitGroup
	stmts  statements // SQLite only; PostgreSQL's driver keeps its own
	mu     sync.RWMutex
	closed bool

	// Commits and Writes count since start, for the metrics page.
	Commits, Writes atomic.Int64
}

type request struct {
	ctx  context.Context
	do   func(*Tx) error
	err  error
	done chan struct{}
}

// Start runs a writer over db with the given number of groups side by side; on SQLite that must be 1.
func Start(db *sql.DB, engine Engine, groups int) *Writer {
	w := &Writer{db: db, engine: engine, queue: make(chan *request, 4*batchLimit)}
	for range groups {
		w.done.Add(1)
		go w.run()
	}
	return w
}

// Close waits for the writes already accepted and stops.
func (w *Writer) Close() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	w.done.Wait()
}

// ErrClosed is returned for a write that comes after Close.
var ErrClosed = errors.New("writer: closed")

// Write runs do in a transaction and returns after it is durable, or with do's error and nothing written. A cancelled
// ctx keeps a write that has not begun from beginning; one that has begun is finished, since a whole group depends on it.
func (w *Writer) Write(ctx context.Context, do func(*Tx) error) error {
	r := &request{ctx: ctx, do: do, done: make(chan struct{})}
	w.mu.RLock()
	if w.closed {
		w.mu.RUnlock()
		return ErrClosed
	}
	w.queue <- r
	w.mu.RUnlock()
	<-r.done
	return r.err
}

func (w *Writer) run() {
	defer w.done.Done()
	for first := range w.queue {
		w.group(first)
	}
}

// group commits first and what arrives while it works.
func (w *Writer) group(first *request) {
	members, err := w.attempt(first)
	for _, r := range members {
		if err != nil {
			r.err = w.alone(r)
		}
		close(r.done)
	}
}

// attempt runs one group in one transaction. An error means that nothing of the group was written.
func (w *Writer) attempt(first *request) (members []*request, err error) {
	tx, err := w.begin()
	if err != nil {
		return []*request{first}, err
	}
	defer tx.release()
	for r := first; r != nil; r = w.next(len(members)) {
		members = append(members, r)
		if r.err = r.ctx.Err(); r.err != nil {
			continue
		}
		r.err = tx.member(r.do)
		if tx.broken != nil {
			return members, tx.broken
		}
	}
	if err := tx.sql.Commit(); err != nil {
		return members, fmt.Errorf("writer: commit: %w", err)
	}
	w.Commits.Add(1)
	w.Writes.Add(int64(len(members)))
	return members, nil
}

func (w *Writer) next(have int) *request {
	if have >= batchLimit {
		return nil
	}
	select {
	case r := <-w.queue:
		return r // nil when the writer is closing
	default:
		return nil
	}
}

// alone runs one write in a transaction of its own, three times at most if the engine asks to try again.
func (w *Writer) alone(r *request) error {
	var err error
	for range 3 {
		if err = r.ctx.Err(); err != nil {
			return err
		}
		if err = w.once(r); err == nil || !errors.Is(err, errBroken) {
			return err
		}
	}
	return err
}

func (w *Writer) once(r *request) error {
	tx, err := w.begin()
	if err != nil {
		return errors.Join(errBroken, err)
	}
	defer tx.release()
	if err := tx.member(r.do); err != nil {
		if tx.broken != nil {
			return errors.Join(errBroken, tx.broken)
		}
		return err
	}
	if err := tx.sql.Commit(); err != nil {
		return errors.Join(errBroken, err)
	}
	w.Commits.Add(1)
	w.Writes.Add(1)
	return nil
}

var errBroken = errors.New("writer: the transaction could not be finished")
