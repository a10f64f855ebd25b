package territory

import (
	"cmp"
	"embed"

	"vekst/grants/municipality"
	"vekst/grants/statistics"
	"vekst/grants/targeting"
	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Options are what this folder needs of others.
type Options struct {
	// Figures are the statistics that are shown.
	Figures statistics.Statistics
	// Chosen lists the selections by an index with whether the municipality with a code is among the chosen.
	Chosen func(q *web.Request, code string) ([]municipality.Activity, error)
	// Sheets are the outlines, which earlier features may look at too; nil for sheets of its own.
	Sheets *Shelf
}

// house holds what the pages need besides the request.
type house struct {
	Options
	sheets  *Shelf
	indices targeting.Shelf
	found   resources
	sent    sent
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	h := &house{Options: o, sheets: cmp.Or(o.Sheets, &Shelf{})}
	return feature.Feature{
		Name:   "territory",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{mapPage, profilePage, filesPage, filePage},
		Routes: h.routes,
	}
}

func (h *house) routes(s *web.Site) {
	s.Public("GET /map", h.show)
	s.Public("GET /map/at", h.at)
	s.Public("GET /municipalities/{code}/map", h.showOne)
	s.Public("GET /municipalities/{code}/profile", h.profile)
	s.Private("GET /map/places.json", web.Everyone, h.places)
	s.Private("GET /map/resources.json", web.Everyone, h.points)
	s.Private("GET /territory/outlines", keeps, h.outlines)
	s.Upload("POST /territory/outlines", keeps, mostBytes+1<<20, h.propose)
	s.Private("GET /territory/outlines/{id}", keeps, h.preview)
	s.Private("POST /territory/outlines/{id}/confirm", keeps, h.confirm)
	s.Private("POST /territory/outlines/{id}/discard", keeps, h.discard)
	s.Private("POST /territory/outlines/{id}/undo", keeps, h.undo)
}
