package outbox

import (
	"embed"
	"io/fs"
)

//go:embed schema/*.sql
var files embed.FS

// Schema holds the table of the outbox.
func Schema() fs.FS {
	f, err := fs.Sub(files, "schema")
	if err != nil {
		panic(err) // cannot be: the folder is embedded above
	}
	return f
}
