package targeting

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html report.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	h := &house{}
	return feature.Feature{
		Name:   "targeting",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, indexPage, placePage},
		Routes: h.routes,
	}
}

func (h *house) routes(s *web.Site) {
	s.Public("GET /indices", h.list)
	s.Public("GET /indices/{number}", h.index)
	s.Public("GET /indices/{number}/municipalities/{code}", h.place)
	s.Private("GET /indices/{number}/files/{name}", web.Everyone, h.file)
	s.Private("GET /indices/{number}/moving.json", web.Everyone, h.movingFile)
}

// spoken are the words of this folder alone, for commands and reports, which need no server.
func spoken() *lang.Catalog {
	catalog, err := lang.NewCatalog(lang.Words{Feature: "targeting", Files: feature.Folder(files, "words")})
	if err != nil {
		panic(err) // cannot be: a test reads them
	}
	return catalog
}
