// Package db opens the database of Vekst, SQLite or PostgreSQL, and reads from it. The same SQL runs on both; what to
// avoid is listed in docs/design.md, section 3.8. Nothing can be written with this package: see platform/action.
package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
	_ "modernc.org/sqlite"             // driver "sqlite"

	"vekst/platform/internal/writer"
)

// DB is an open database: readers for everybody, a writer for actions.
type DB struct {
	readers *sql.DB
	writers *sql.DB
	writer  *writer.Writer
	engine  writer.Engine
	stmts   statements
}

// Open opens the database at address: postgres://… for PostgreSQL, otherwise the path of a SQLite file, which is made if
// it is not there.
func Open(ctx context.Context, address string) (*DB, error) {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return openPostgreSQL(ctx, address)
	}
	return openSQLite(ctx, address)
}

// pragmas holds for every connection; trap: the driver ignores other spellings silently, so they are read back below.
// wal_autocheckpoint: at the default 1,000 pages checkpoints cost a tenth of the submissions per second.
const pragmas = "_pragma=journal_mode(wal)&_pragma=synchronous(full)&_pragma=foreign_keys(on)&_pragma=busy_timeout(10000)" +
	"&_pragma=wal_autocheckpoint(10000)&_pragma=cache_size(-65536)&_pragma=temp_store(memory)"

func openSQLite(ctx context.Context, path string) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + pragmas
	writers, err := sql.Open("sqlite", dsn+"&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	writers.SetMaxOpenConns(1)
	if err := checkSQLite(ctx, writers); err != nil {
		return nil, errors.Join(err, writers.Close())
	}
	readers, err := sql.Open("sqlite", dsn+"&_pragma=query_only(on)")
	if err != nil {
		return nil, errors.Join(err, writers.Close())
	}
	n := max(4, runtime.NumCPU())
	readers.SetMaxOpenConns(n)
	readers.SetMaxIdleConns(n)
	return &DB{readers: readers, writers: writers, engine: writer.SQLite, writer: writer.Start(writers, writer.SQLite, 1)}, nil
}

// checkSQLite refuses a SQLite older than 3.51.3, which can corrupt a WAL database in a rare race, and settings that
// did not take.
func checkSQLite(ctx context.Context, d *sql.DB) error {
	var version, journal string
	var synchronous, keys int
	for query, into := range map[string]any{
		"SELECT sqlite_version()": &version, "PRAGMA journal_mode": &journal,
		"PRAGMA synchronous": &synchronous, "PRAGMA foreign_keys": &keys,
	} {
		if err := d.QueryRowContext(ctx, query).Scan(into); err != nil {
			return fmt.Errorf("db: open: %w", err)
		}
	}
	var major, minor, patch int
	_, _ = fmt.Sscanf(version, "%d.%d.%d", &major, &minor, &patch)
	if major*1_000_000+minor*1_000+patch < 3_051_003 {
		return fmt.Errorf("db: SQLite %s can damage a database; 3.51.3 or newer is needed", version)
	}
	if journal != "wal" || synchronous != 2 || keys != 1 {
		return fmt.Errorf("db: settings did not take: journal_mode=%s synchronous=%d foreign_keys=%d", journal, synchronous, keys)
	}
	return nil
}

func openPostgreSQL(ctx context.Context, address string) (*DB, error) {
	readers, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	if err := readers.PingContext(ctx); err != nil {
		return nil, errors.Join(err, readers.Close())
	}
	readers.SetMaxOpenConns(16)
	readers.SetMaxIdleConns(16)
	writers, err := sql.Open("pgx", address)
	if err != nil {
		return nil, errors.Join(err, readers.Close())
	}
	writers.SetMaxOpenConns(postgresGroups)
	writers.SetMaxIdleConns(postgresGroups)
	return &DB{readers: readers, writers: writers, engine: writer.PostgreSQL,
		writer: writer.Start(writers, writer.PostgreSQL, postgresGroups)}, nil
}

// postgresGroups is how many groups commit side by side on PostgreSQL from one process. Measured with 64 clients that all
// need one locked row, as submissions to a call do: one group 1,227/s, two 747/s, four 497/s, since a second group only
// waits for the first one's commit with its own half-filled.
const postgresGroups = 1

// Close finishes the writes already accepted and closes the database.
func (d *DB) Close() error {
	d.writer.Close()
	return errors.Join(d.readers.Close(), d.writers.Close())
}

// Ping says whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return d.readers.PingContext(ctx) }

// ErrBackup is returned where the database has tools of its own for copies.
var ErrBackup = errors.New("db: PostgreSQL is backed up with its own tools, such as pg_dump")

// Backup writes a consistent copy of a SQLite database to a file that must not exist yet. The program may go on working.
func (d *DB) Backup(ctx context.Context, path string) error {
	if d.engine != writer.SQLite {
		return ErrBackup
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("db: %s is there already", path)
	}
	_, err := d.writers.ExecContext(ctx, "VACUUM INTO $1", path)
	return err
}

// Engine names the database in use: "sqlite" or "postgresql".
func (d *DB) Engine() string {
	if d.engine == writer.SQLite {
		return "sqlite"
	}
	return "postgresql"
}

// Writer returns the writer to the packages of platform/, which alone can make a key.
func (d *DB) Writer(writer.Key) *writer.Writer { return d.writer }

// Now returns a moment as the database keeps it: UTC, whole microseconds.
func Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
