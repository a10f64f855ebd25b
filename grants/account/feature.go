package account

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema words pages
var files embed.FS

// Options are what the account pages must know of the installation.
type Options struct {
	Address string // the address people type; https makes the cookie Secure
	Demo    bool   // links of SignInLink work, and sessions survive the moving of the clock
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{Name: "account", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema"),
		Routes: func(*web.Site) {}}
}
