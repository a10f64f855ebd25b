package outage

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Feature is what this folder offers the program. Its Judge is given to the pulse where the program is put together.
func Feature() feature.Feature {
	return feature.Feature{
		Name:   "outage",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage},
		Routes: func(s *web.Site) { s.Public("GET /outages", list) },
	}
}
