package organisation

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema words all:pages
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{Name: "organisation", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema"),
		Routes: func(*web.Site) {}}
}
