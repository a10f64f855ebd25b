package call

import (
	"embed"
	"time"

	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/outbox"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Options are what the pages of calls must know of the installation.
type Options struct {
	Address string // the address people type, without a slash at its end, for feeds and calendars
	// Follows says whether whoever asks follows a call; nil where calls cannot be followed.
	Follows func(q *web.Request, call string) (bool, error)
	// Consulted tells when the public consultation of a call's draft ended, Assessed when the call was decided; zero where
	// there is none. They may be nil.
	Consulted, Assessed func(r db.Reader, call string) (time.Time, error)
	// Beside are what later features tell the page of a call: its guidance, its questions and answers. It may be empty.
	Beside []func(q *web.Request, c Published) ([]Beside, error)
}

// Beside is something that belongs to a call and has a page of its own.
type Beside struct{ Title, Link, Says string }

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{
		Name:   "call",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, callPage, screenerPage, formPage, newPage, versionsPage, extendPage},
		Routes: o.routes,
		Outbox: map[string]outbox.Handler{"index-call": reindex},
	}
}

func (o Options) routes(s *web.Site) {
	s.Public("GET /calls", list)
	s.Public("GET /calls.atom", o.atom)
	s.Public("GET /calls.ics", o.ics)
	s.Public("GET /calls/{call}", o.showCall)
	s.Public("GET /calls/{call}/screener", screen)
	s.Public("GET /calls/{call}/form", blankForm)
	s.Public("GET /calls/{call}/call.yaml", callFile)
	s.Public("GET /calls/{call}/deadline.ics", o.oneICS)
	s.Public("GET /calls/{call}/versions", versions)
	s.Private("POST /calls/{call}/archive", mayPublish, archiveCall)
	s.Private("GET /calls/{call}/extend", mayPublish, askToExtend)
	s.Private("POST /calls/{call}/extend", mayPublish, extendCall)
	s.Private("GET /calls/new", mayPublish, newCall)
	s.Upload("POST /calls/new", mayPublish, 3*MaxBytes, publishCall)
}
