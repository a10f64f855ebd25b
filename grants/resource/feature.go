package resource

import (
	"context"
	"embed"
	"io"

	"vekst/platform/feature"
	"vekst/platform/file"
	"vekst/platform/outbox"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Options are what resources need from the program around them.
type Options struct {
	Folder string // where photographs are kept
	// Scanner says what is in the bytes of a photograph: "" for nothing bad. It is nil where there is none.
	Scanner interface {
		Scan(ctx context.Context, from io.Reader) (string, error)
	}
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	h := &house{Options: o, store: file.Store{Folder: o.Folder}}
	return feature.Feature{
		Name:   "resource",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, inventoryPage, onePage, photographsPage, herePage},
		Routes: h.routes,
		Slow:   map[string]outbox.Handler{ScanKind: h.scan},
	}
}

func (h *house) routes(s *web.Site) {
	s.Public("GET /resources", h.list)
	s.Public("GET /resources/{id}", h.one)
	s.Public("GET /municipalities/{code}/resources", h.inventory)
	h.photographRoutes(s)
	h.hereRoutes(s)
}
