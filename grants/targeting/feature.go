package targeting

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/lang"
)

//go:embed schema/*.sql words/*.toml report.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{Name: "targeting", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema")}
}

// spoken are the words of this folder alone, for commands and reports, which need no server.
func spoken() *lang.Catalog {
	catalog, err := lang.NewCatalog(lang.Words{Feature: "targeting", Files: feature.Folder(files, "words")})
	if err != nil {
		panic(err) // cannot be: a test reads them
	}
	return catalog
}
