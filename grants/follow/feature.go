package follow

import (
	"embed"

	"vekst/grants/call"
	"vekst/platform/feature"
	"vekst/platform/outbox"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{Name: "follow", Words: feature.Folder(files, "words"), Schema: feature.Folder(files, "schema"),
		Pages: []web.Checked{followingPage, searchPage}, Routes: routes,
		Outbox: map[string]outbox.Handler{call.FollowedKind: onEvent, momentKind: onMoment}}
}

func routes(s *web.Site) {
	s.Private("POST /calls/{call}/follow", web.SignedIn, start)
	s.Private("POST /calls/{call}/unfollow", web.SignedIn, stop)
	s.Private("GET /following", web.SignedIn, showFollowing)
	s.Private("GET /searches/new", web.SignedIn, newSearch)
	s.Private("POST /searches", web.SignedIn, saveSearch)
	s.Private("POST /searches/{search}/rename", web.SignedIn, rename)
	s.Private("POST /searches/{search}/delete", web.SignedIn, remove)
	s.Private("POST /searches/{search}/restore", web.SignedIn, restore)
	s.Private("POST /searches/{search}/drop", web.SignedIn, drop)
}

// Asks says whether whoever asks follows a call, for the page of the call.
func Asks(q *web.Request, callID string) (bool, error) {
	if !q.Actor().Person() {
		return false, nil
	}
	return Follows(q.Reader(), q.Actor().ID, callID)
}
