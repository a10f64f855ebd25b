// Package feature says what a folder of the program offers: its words, tables, pages, routes and what it does with lines
// of the outbox. The list of all is cmd/vekst/features.go.
package feature

import (
	"io/fs"

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
}

// Folder is a folder of an embedded file system.
func Folder(files fs.FS, name string) fs.FS {
	f, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // cannot be: embedded folders exist
	}
	return f
}
