package notice

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{Name: "notice", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema"),
		Pages: []web.Checked{listPage, lettersPage, stopPage}, Routes: routes, Job: job}
}

func routes(s *web.Site) {
	s.Unread = unread
	s.Private("GET /notices", web.SignedIn, list)
	s.Private("POST /notices/seen", web.SignedIn, seeAll)
	s.Private("GET /notices/letters", web.SignedIn, showLetters)
	s.Private("POST /notices/letters", web.SignedIn, choose)
	s.Private("GET /notices/{news}", web.SignedIn, read)
	s.Private("GET /stop/{token}", web.Everyone, showStop)
	s.Private("POST /stop/{token}", web.Everyone, stop)
	s.Private("POST /stop/{token}/undo", web.Everyone, resume)
}
