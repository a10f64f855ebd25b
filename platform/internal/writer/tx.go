package writer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
)

// Tx is one write inside a group. It reads what earlier members of its group wrote, which is committed with it or not
// at all.
type Tx struct {
	w      *Writer
	sql    *sql.Tx
	bound  map[string]*sql.Stmt
	marked bool  // this member's savepoint is set
	broken error // the whole transaction is lost
}

func (w *Writer) begin() (*Tx, error) {
	if w.engine == SQLite {
		w.stmts.prepare(w.db)
	}
	tx, err := w.db.BeginTx(context.Background(), nil)
	if err != nil {
		return nil, fmt.Errorf("writer: begin: %w", err)
	}
	return &Tx{w: w, sql: tx, bound: map[string]*sql.Stmt{}}, nil
}

func (tx *Tx) release() { _ = tx.sql.Rollback() }

// member runs do between a savepoint and its release. A panic in do is an error of do.
func (tx *Tx) member(do func(*Tx) error) error {
	tx.marked = false
	if tx.w.engine == PostgreSQL {
		tx.mark()
	}
	err := protect(tx, do)
	if tx.broken != nil {
		return tx.broken
	}
	if !tx.marked {
		return err
	}
	if err != nil {
		tx.control("ROLLBACK TO SAVEPOINT m")
	}
	tx.control("RELEASE SAVEPOINT m")
	return err
}

func protect(tx *Tx, do func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("writer: panic: %v\n%s", p, debug.Stack())
		}
	}()
	return do(tx)
}

// mark sets the savepoint. On SQLite that waits until the first change, so that a refused action costs nothing.
func (tx *Tx) mark() {
	if !tx.marked {
		tx.control("SAVEPOINT m")
		tx.marked = true
	}
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
	var result sql.Result
	var err error
	if tx.w.engine == SQLite {
		var s *sql.Stmt
		if s, err = tx.prepared(query); err == nil {
			result, err = s.ExecContext(context.Background(), args...)
		}
	} else {
		result, err = tx.sql.ExecContext(context.Background(), query, args...)
	}
	if err != nil {
		return 0, tx.judged(err)
	}
	return result.RowsAffected()
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
	rows, err := tx.sql.QueryContext(context.Background(), query, args...)
	return rows, tx.judged(err)
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
