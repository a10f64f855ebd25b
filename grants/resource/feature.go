package resource

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	h := &house{}
	return feature.Feature{
		Name:   "resource",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, inventoryPage, onePage},
		Routes: h.routes,
	}
}

func (h *house) routes(s *web.Site) {
	s.Public("GET /resources", h.list)
	s.Public("GET /resources/{id}", h.one)
	s.Public("GET /municipalities/{code}/resources", h.inventory)
}
