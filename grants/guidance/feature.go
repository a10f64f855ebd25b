package guidance

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/file"
	"vekst/platform/outbox"
	"vekst/platform/quarantine"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Options are what guidance needs from the program around it.
type Options struct {
	Folder string // where files are kept
	// Scanner says what is in the bytes of a file: "" for nothing bad. It is nil where there is none.
	Scanner quarantine.Asked
}

// house holds what the pages need besides the request.
type house struct {
	Options
	store file.Store
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	h := &house{Options: o, store: file.Store{Folder: o.Folder}}
	return feature.Feature{
		Name:   "guidance",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, publishPage},
		Routes: h.routes,
		Slow:   map[string]outbox.Handler{ScanKind: h.scans().Do},
	}
}

func (h *house) routes(s *web.Site) {
	s.Public("GET /calls/{call}/guidance", h.list)
	s.Public("GET /guidance/{document}/{version}", h.download)
	s.Private("GET /calls/{call}/guidance/publish", mayPublish, h.askToPublish)
	s.Upload("POST /calls/{call}/guidance/publish", mayPublish, MaxBytes+1<<20, h.publish)
}
