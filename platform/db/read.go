package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"

	"vekst/platform/internal/writer"
	"vekst/platform/refusal"
)

// Reader reads. A DB gives one per request, an action's Tx is one too, so the same store function serves both.
type Reader interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// Scanner is a row about to be read, column by column in the order of the SELECT.
type Scanner interface{ Scan(into ...any) error }

type reader struct {
	d   *DB
	ctx context.Context
}

// Reader returns a reader outside any write. The context only carries values: a read is short, and watching for its end
// costs a fifth of a SQLite read.
func (d *DB) Reader(ctx context.Context) Reader { return reader{d, context.WithoutCancel(ctx)} }

func (r reader) Query(query string, args ...any) (*sql.Rows, error) {
	if r.d.engine == writer.PostgreSQL {
		return r.d.readers.QueryContext(r.ctx, query, args...)
	}
	s, err := r.d.stmts.of(r.d.readers, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(r.ctx, args...)
}

// All reads every row of a query with scan.
func All[T any](r Reader, scan func(Scanner, *T) error, query string, args ...any) ([]T, error) {
	rows, err := r.Query(query, args...)
	if err != nil {
		return nil, fmt.Errorf("db: %w in %s", err, summary(query))
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var t T
		if err := scan(rows, &t); err != nil {
			return nil, fmt.Errorf("db: %w in %s", err, summary(query))
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// One reads the first row of a query with scan; if there is none, the error is a refusal of kind Missing.
func One[T any](r Reader, scan func(Scanner, *T) error, query string, args ...any) (T, error) {
	var t T
	rows, err := r.Query(query, args...)
	if err != nil {
		return t, fmt.Errorf("db: %w in %s", err, summary(query))
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return t, err
		}
		return t, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err := scan(rows, &t); err != nil {
		return t, fmt.Errorf("db: %w in %s", err, summary(query))
	}
	return t, nil
}

// Value scans a row of one column, for One and All.
func Value[T any](s Scanner, t *T) error { return s.Scan(t) }

// In writes the placeholders $from … of a list of n values: "($3,$4)". It is "(NULL)" for none, which nothing is in.
func In(from, n int) string {
	if n == 0 {
		return "(NULL)"
	}
	var b strings.Builder
	for i := range n {
		b.WriteString(",$" + strconv.Itoa(from+i))
	}
	return "(" + b.String()[1:] + ")"
}

// Args turns a list of values into arguments.
func Args[T any](values []T) []any {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return args
}

// IsDuplicate says whether err is about a value that must be unique and is there already.
func IsDuplicate(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	var lite *sqlite.Error
	return errors.As(err, &lite) && (lite.Code() == 2067 || lite.Code() == 1555)
}

func summary(query string) string {
	q := strings.Join(strings.Fields(query), " ")
	return q[:min(len(q), 60)]
}

// statements keeps prepared statements of the reading connections.
type statements struct{ kept sync.Map }

func (s *statements) of(d *sql.DB, query string) (*sql.Stmt, error) {
	if kept, ok := s.kept.Load(query); ok {
		return kept.(*sql.Stmt), nil
	}
	prepared, err := d.Prepare(query)
	if err != nil {
		return nil, err
	}
	if kept, loaded := s.kept.LoadOrStore(query, prepared); loaded {
		_ = prepared.Close()
		return kept.(*sql.Stmt), nil
	}
	return prepared, nil
}
