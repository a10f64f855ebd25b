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
	// Here lists what happens in the municipality with a code: calls that are for it. It may be nil.
	Here func(q *web.Request, code string) ([]Activity, error)
	// Decided lists what was decided for applications of the municipality with a code. It may be nil.
	Decided func(q *web.Request, code string) ([]Decision, error)
}

// Activity is one thing that happens in a municipality.
type Activity struct{ Title, Link, Says string }

// Decision is what was decided for one application, as the public may know it.
type Decision struct {
	Title, Link, Applicant, Call string
	Invented                     bool   // the applicant is made up for a demonstration
	Award                        string // the amount, where money was given
	Outcome                      web.Status
}

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
