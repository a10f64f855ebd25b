package writer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// Tx is one write inside a group. It reads what earlier members of its group wrote, which is committed with it or not
// at all.
type Tx struct {
	w      *Writer
	conn   *sql.Conn
	sql    *sql.Tx
	bound  map[string]*sql.Stmt
	marked bool  // this member's savepoint is set
	broken error // the whole transaction is lost
	later  *pgx.Batch
}

func (w *Writer) begin() (*Tx, error) {
	if w.engine == SQLite {
		w.stmts.prepare(w.db)
	}
	conn, err := w.db.Conn(context.Background())
	if err != nil {
		return nil, fmt.Errorf("writer: connect: %w", err)
	}
	tx, err := conn.BeginTx(context.Background(), nil)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("writer: begin: %w", err), conn.Close())
	}
	return &Tx{w: w, conn: conn, sql: tx, bound: map[string]*sql.Stmt{}}, nil
}

func (tx *Tx) release() {
	_ = tx.sql.Rollback()
	_ = tx.conn.Close()
}

// member runs do between a savepoint and its release. A panic in do is an error of do.
func (tx *Tx) member(do func(*Tx) error) error {
	tx.marked, tx.later = false, nil
	err := protect(tx, do)
	if tx.broken != nil {
		return tx.broken
	}
	if !tx.marked {
		return err
	}
	if err == nil {
		err = tx.finish()
	}
	if err != nil {
		tx.later = nil
		tx.control("ROLLBACK TO SAVEPOINT m")
		tx.control("RELEASE SAVEPOINT m")
	}
	return err
}

// finish sends what was left for later, and the release of the savepoint with it.
func (tx *Tx) finish() error {
	if tx.w.engine == SQLite {
		tx.control("RELEASE SAVEPOINT m")
		return tx.broken
	}
	tx.put("RELEASE SAVEPOINT m")
	return tx.flush()
}

func protect(tx *Tx, do func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("writer: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do(tx)
}

// mark sets the savepoint. That waits until the first change, so that a refused action costs nothing.
func (tx *Tx) mark() {
	if tx.marked {
		return
	}
	tx.marked = true
	if tx.w.engine == PostgreSQL {
		tx.put("SAVEPOINT m")
		return
	}
	tx.control("SAVEPOINT m")
}

func (tx *Tx) control(statement string) {
	if tx.broken != nil {
		return
	}
	var err error
	if tx.w.engine == SQLite {
		var s *sql.Stmt
		if s, err = tx.prepared(statement); err == nil {
			_, err = s.ExecContext(context.Background())
		}
	} else {
		_, err = tx.sql.ExecContext(context.Background(), statement)
	}
	if err != nil {
		tx.broken = fmt.Errorf("writer: %s: %w", statement, err)
	}
}

// Exec runs a statement that changes something and returns how many rows it changed.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	tx.mark()
	if tx.broken != nil {
		return 0, tx.broken
	}
	if tx.w.engine == PostgreSQL {
		tx.put(query, args...)
		return tx.sent()
	}
	s, err := tx.prepared(query)
	if err != nil {
		return 0, err
	}
	result, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Later is Exec for a statement whose result nobody waits for: on PostgreSQL it travels with the next one, which saves
// a round trip. Its error is that of the whole write.
func (tx *Tx) Later(query string, args ...any) error {
	if tx.w.engine == SQLite {
		_, err := tx.Exec(query, args...)
		return err
	}
	tx.mark()
	tx.put(query, args...)
	return tx.broken
}

// Query reads rows inside the write.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) {
	if tx.broken != nil {
		return nil, tx.broken
	}
	if tx.w.engine == SQLite {
		s, err := tx.prepared(query)
		if err != nil {
			return nil, err
		}
		return s.QueryContext(context.Background(), args...)
	}
	if err := tx.flush(); err != nil {
		return nil, err
	}
	rows, err := tx.sql.QueryContext(context.Background(), query, args...)
	if err != nil {
		tx.lost(err)
	}
	return rows, err
}

func (tx *Tx) put(query string, args ...any) {
	if tx.later == nil {
		tx.later = &pgx.Batch{}
	}
	tx.later.Queue(query, args...)
}

func (tx *Tx) flush() error {
	_, err := tx.sent()
	return err
}

// sent sends what waits in one go and returns how many rows the last statement changed.
func (tx *Tx) sent() (rows int64, err error) {
	batch := tx.later
	if batch == nil {
		return 0, tx.broken
	}
	tx.later = nil
	err = tx.conn.Raw(func(driver any) error {
		results := driver.(*stdlib.Conn).Conn().SendBatch(context.Background(), batch)
		for range batch.Len() {
			tag, err := results.Exec()
			if err != nil {
				return errors.Join(err, ignore(results.Close()))
			}
			rows = tag.RowsAffected()
		}
		return results.Close()
	})
	return rows, tx.judged(err)
}

// ignore drops an error that only repeats the one before it.
func ignore(error) error { return nil }

// lost remembers that a failed read has ended the transaction, unless a savepoint holds it.
func (tx *Tx) lost(err error) {
	if !tx.marked {
		tx.broken = err
	}
	_ = tx.judged(err)
}

// judged remembers errors after which PostgreSQL wants the whole transaction again.
func (tx *Tx) judged(err error) error {
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01") {
		tx.broken = err
	}
	return err
}

// Locking says whether rows must be locked by name, as on PostgreSQL; on SQLite the one writer has everything.
func (tx *Tx) Locking() bool { return tx.w.engine == PostgreSQL }

func (tx *Tx) prepared(query string) (*sql.Stmt, error) {
	if s, ok := tx.bound[query]; ok {
		return s, nil
	}
	if kept := tx.w.stmts.of(query); kept != nil {
		s := tx.sql.StmtContext(context.Background(), kept)
		tx.bound[query] = s
		return s, nil
	}
	s, err := tx.sql.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	tx.bound[query] = s
	return s, nil
}

// statements keeps what was prepared once for the writer's connection. Preparing each time costs half as much again.
type statements struct {
	mu     sync.Mutex
	kept   map[string]*sql.Stmt
	wanted []string
}

// of returns the statement prepared for query, or nil and remembers to prepare it before the next group, when the
// writer's only connection is free.
func (s *statements) of(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	if kept, ok := s.kept[query]; ok {
		return kept
	}
	s.wanted = append(s.wanted, query)
	return nil
}

func (s *statements) prepare(db *sql.DB) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, query := range s.wanted {
		if s.kept == nil {
			s.kept = map[string]*sql.Stmt{}
		}
		if prepared, err := db.Prepare(query); err == nil {
			s.kept[query] = prepared
		}
	}
	s.wanted = nil
}
