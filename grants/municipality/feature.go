package municipality

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed words/*.toml pages/*.html
var files embed.FS

// Options are what later features tell the pages of places.
type Options struct {
	// Here lists what happens in the municipality with a code: calls that are for it, results. It may be nil.
	Here func(q *web.Request, code string) ([]Activity, error)
}

// Activity is one thing that happens in a municipality.
type Activity struct{ Title, Link, Says string }

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{
		Name:  "municipality",
		Words: feature.Folder(files, "words"),
		Pages: []web.Checked{listPage, onePage},
		Routes: func(s *web.Site) {
			s.Public("GET /municipalities", list)
			s.Public("GET /municipalities/{code}", o.one)
		},
	}
}
