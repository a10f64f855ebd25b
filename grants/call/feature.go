package call

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml
var embedded embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{
		Name:   "call",
		Words:  feature.Folder(embedded, "words"),
		Schema: feature.Folder(embedded, "schema"),
		Pages:  []web.Checked{},
	}
}
