package calendar

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Options are what calendars must know of the installation.
type Options struct {
	Address string // the address people type
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{Name: "calendar", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema"),
		Pages: []web.Checked{page}, Routes: o.routes}
}

func (o Options) routes(s *web.Site) {
	s.Private("GET /calendar", web.SignedIn, o.show)
	s.Private("POST /calendar/address", web.SignedIn, renew)
	s.Private("GET /calendar/{token}/vekst.ics", web.Everyone, o.feed)
}
