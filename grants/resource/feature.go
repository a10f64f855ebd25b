package resource

import (
	"embed"

	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/file"
	"vekst/platform/geo"
	"vekst/platform/outbox"
	"vekst/platform/quarantine"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Options are what resources need from the program around them.
type Options struct {
	Folder string // where photographs are kept
	// Scanner says what is in the bytes of a photograph: "" for nothing bad. It is nil where there is none.
	Scanner quarantine.Asked
	// Elsewhere say whether another feature names a file of the folder, by its hash.
	Elsewhere []func(r db.Reader, sha256 string) (bool, error)
	// Exports are the ways in which those who decide have the whole inventory of a municipality; nil where there are none.
	Exports func(municipality string) []Way
	// Outline is the outline of a municipality; nothing where nobody has one.
	Outline func(r db.Reader, code string) (geo.Geometry, error)
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	h := &house{Options: o, store: file.Store{Folder: o.Folder}}
	return feature.Feature{
		Name:   "resource",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, inventoryPage, onePage, formPage, askPage, ratePage, deskPage, photographsPage, herePage, importsPage, importPage},
		Routes: h.routes,
		Outbox: map[string]outbox.Handler{ForgetKind: h.forget},
		Slow:   map[string]outbox.Handler{ScanKind: h.scans().Do},
		Job:    expire,
	}
}

func (h *house) routes(s *web.Site) {
	s.Public("GET /resources", h.list)
	s.Public("GET /resources/{id}", h.one)
	s.Public("GET /municipalities/{code}/resources", h.inventory)
	h.photographRoutes(s)
	h.hereRoutes(s)
	h.importRoutes(s)
	s.Private("GET /municipalities/{code}/resources/new", web.SignedIn, h.askNew)
	s.Upload("POST /municipalities/{code}/resources/new", web.SignedIn, traceForm, h.takeNew)
	s.Private("GET /resources/{id}/edit", web.SignedIn, h.askChange)
	s.Upload("POST /resources/{id}/edit", web.SignedIn, traceForm, h.takeChange)
	s.Private("GET /resources/desk", web.SignedIn, h.desk)
	s.Private("POST /surveys/{application}/resources/{row}", web.SignedIn, h.takeOver)
	s.Private("POST /resources/{id}/confirm", web.SignedIn, h.confirm)
	s.Private("POST /resources/{id}/revive", web.SignedIn, h.revive)
	s.Private("POST /resources/{id}/restore", web.SignedIn, h.restore)
	s.Private("POST /resources/{id}/notes/{note}/remove", web.SignedIn, h.remove)
	s.Private("GET /resources/{id}/rate", web.SignedIn, h.askRate)
	s.Private("POST /resources/{id}/rate", web.SignedIn, h.takeRate)
	for what, forms := range map[string]func() (show, take web.Handler){"return": h.returnForm, "retire": h.retireForm, "merge": h.mergeForm, "add": h.addForm} {
		show, take := forms()
		s.Private("GET /resources/{id}/"+what, web.SignedIn, show)
		s.Private("POST /resources/{id}/"+what, web.SignedIn, take)
	}
}
