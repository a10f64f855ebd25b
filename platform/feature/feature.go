// Package feature says what a folder of the program offers: its words, tables, pages, routes, what it does with lines
// of the outbox, and what it does by itself. The list of all is cmd/vekst/features.go.
package feature

import (
	"context"
	"io/fs"
	"log/slog"

	"vekst/platform/action"
	"vekst/platform/outbox"
	"vekst/platform/web"
)

// Feature is one folder. Only Name is required; the rest is what it has.
type Feature struct {
	Name   string
	Words  fs.FS // bg.toml, nb.toml, en.toml
	Schema fs.FS // YYYY-MM-DD-what.sql
	Pages  []web.Checked
	Routes func(*web.Site)
	Outbox map[string]outbox.Handler
	// Job is what the feature does by itself, until ctx ends. Several processes may run it at once.
	Job func(ctx context.Context, door *action.Door, log *slog.Logger)
	// Slow are lines that may take minutes, as one that waits for another machine; letters do not wait for them.
	Slow map[string]outbox.Handler
}

// Folder is a folder of an embedded file system.
func Folder(files fs.FS, name string) fs.FS {
	f, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // cannot be: embedded folders exist
	}
	return f
}
