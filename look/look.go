// Package look is how Vekst looks: the layout, the parts pages are made of, style, script and shared words. Only the
// program's wiring and templates use it.
package look

import (
	"embed"
	"io/fs"
)

//go:embed components/*.html words/*.toml dist
var files embed.FS

// Layout holds layout.html and the parts.
func Layout() fs.FS { return folder("components") }

// Words holds the shared words.
func Words() fs.FS { return folder("words") }

// Assets holds the style, script, fonts and icon as built by look/build.
func Assets() fs.FS { return folder("dist") }

func folder(name string) fs.FS {
	f, err := fs.Sub(files, name)
	if err != nil {
		panic(err) // cannot be: the names are those embedded above
	}
	return f
}
