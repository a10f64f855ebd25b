package opendata

import (
	"embed"

	"vekst/grants/municipality"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed words/*.toml pages/*.html
var files embed.FS

// Options are what the program tells of itself.
type Options struct {
	Address string // of the site, so that files name whole addresses
	Version string // of the program: another may write the same otherwise
	// Publisher is who runs the site, and Contact the address of mail for questions about its data, or "".
	Publisher, Contact string
	// Scanned says that photographs are published only once a scanner has found them clean.
	Scanned bool
	// Figures knows every figure.
	Figures interface {
		Book(r db.Reader) (*statistics.Book, error)
	}
}

// house holds what datasets are made of.
type house struct {
	Options
	atlas      municipality.Atlas
	indexShelf targeting.Shelf
}

// datasets are all that is published, in the order of the page.
func (h *house) datasets() []Dataset {
	return []Dataset{h.municipalities(), h.indicators(), h.figures(), h.indices(), h.indexResults(), h.selections(), h.selectionResults(), h.callResults(), h.resources(), h.photographs()}
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	h := &house{Options: o}
	return feature.Feature{
		Name:   "opendata",
		Words:  feature.Folder(files, "words"),
		Pages:  []web.Checked{openPage},
		Routes: h.routes,
	}
}

func (h *house) routes(s *web.Site) {
	s.Public("GET /open-data", h.page)
	s.Private(exportAt, web.SignedIn, h.export)
	s.Private("GET /open/{file}", web.Everyone, h.file)
	s.Private("GET /open/{of}/{file}", web.Everyone, h.numbered)
	s.Private("OPTIONS /open/", web.Everyone, preflight)
}
