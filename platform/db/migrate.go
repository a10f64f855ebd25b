package db

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"vekst/platform/internal/writer"
)

// Migrate brings the schema up to date. Each folder holds files named YYYY-MM-DD[-n]-what.sql; all folders are merged and
// run by date, then by order of the folders. The same SQL runs on both engines.
func (d *DB) Migrate(ctx context.Context, folders ...fs.FS) error {
	merged, err := merge(folders)
	if err != nil {
		return err
	}
	if len(merged) == 0 {
		return nil
	}
	dialect := goose.DialectSQLite3
	if d.engine == writer.PostgreSQL {
		dialect = goose.DialectPostgres
	}
	provider, err := goose.NewProvider(dialect, d.writers, merged, goose.WithVerbose(false))
	if err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("db: migrate: %w", err)
	}
	return nil
}

// merge gives every file a version: its date as YYYYMMDD, then two digits for its place among the files of that date.
func merge(folders []fs.FS) (fstest.MapFS, error) {
	type file struct {
		date, name string
		folder     int
		text       []byte
	}
	var files []file
	for i, folder := range folders {
		names, err := fs.Glob(folder, "*.sql")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			if len(name) < len("2006-01-02-x.sql") || name[4] != '-' || name[7] != '-' {
				return nil, fmt.Errorf("db: schema file %s is not named YYYY-MM-DD-what.sql", name)
			}
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				return nil, err
			}
			files = append(files, file{strings.ReplaceAll(name[:10], "-", ""), path.Base(name), i, text})
		}
	}
	slices.SortStableFunc(files, func(a, b file) int {
		return cmp.Or(strings.Compare(a.date, b.date), a.folder-b.folder, strings.Compare(a.name, b.name))
	})
	merged := fstest.MapFS{}
	place := map[string]int{}
	for _, f := range files {
		place[f.date]++
		name := fmt.Sprintf("%s%03d_%s", f.date, place[f.date], f.name)
		merged[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + string(f.text))}
	}
	return merged, nil
}
