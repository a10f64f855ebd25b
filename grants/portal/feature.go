package portal

import (
	"embed"

	"vekst/platform/db"
	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed words/*.toml pages/*.html
var files embed.FS

// Options are what the portal must know of the installation.
type Options struct {
	// Key reads the verifier key of this installation's log.
	Key func(r db.Reader) (string, error)
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	return feature.Feature{
		Name:   "portal",
		Words:  feature.Folder(files, "words"),
		Pages:  []web.Checked{frontPage, searchPage, aboutPage, accessibilityPage, privacyPage, verifyPage, calculatorPage, myPage},
		Routes: o.routes,
	}
}

func (o Options) routes(s *web.Site) {
	s.Public("GET /", front)
	s.Public("GET /search", find)
	s.Public("GET /about", show(aboutPage, "portal.about.title"))
	s.Public("GET /accessibility", show(accessibilityPage, "portal.accessibility.title"))
	s.Public("GET /privacy", show(privacyPage, "portal.privacy.title"))
	s.Public("GET /calculator", calculate)
	s.Public("GET /verify", o.verify)
	s.Public("POST /verify", o.verifySent)
	s.Private("GET /my", web.SignedIn, mine)
}
