package programme

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed words/*.toml pages/*.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{
		Name:  "programme",
		Words: feature.Folder(files, "words"),
		Pages: []web.Checked{programmePage, rulesPage},
		Routes: func(s *web.Site) {
			s.Public("GET /programme", showProgramme)
			s.Public("GET /rules", showFirstRules)
			s.Public("GET /rules/{set}", showRules)
		},
	}
}
