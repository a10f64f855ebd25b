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
		Pages: []web.Checked{listPage, registerPage, organisationPage, invitationPage, profilePage, municipalPage}, Routes: routes}
}

func routes(s *web.Site) {
	s.Private("GET /organisations", web.SignedIn, showList)
	s.Private("GET /organisations/new", web.SignedIn, showRegister)
	s.Private("POST /organisations/new", web.SignedIn, register)
	s.Private("GET /organisations/{organisation}", membersOnly, showOrganisation)
	s.Private("GET /organisations/{organisation}/profile", ownOnly, showProfile)
	s.Private("POST /organisations/{organisation}/profile", ownOnly, describe)
	s.Private("POST /organisations/{organisation}/name", web.SignedIn, changeName)
	s.Private("POST /organisations/{organisation}/invitations", web.SignedIn, invite)
	s.Private("POST /organisations/{organisation}/invitations/{invitation}/withdraw", web.SignedIn, withdraw)
	s.Private("POST /organisations/{organisation}/sign-off", web.SignedIn, decideSignOff)
	s.Private("POST /organisations/{organisation}/members/{person}/certify", web.SignedIn, certify)
	s.Private("POST /organisations/{organisation}/hand-over", web.SignedIn, handOver)
	s.Private("POST /organisations/{organisation}/members/{person}", web.SignedIn, changeRole)
	s.Private("POST /organisations/{organisation}/members/{person}/remove", web.SignedIn, remove)
	s.Private("GET /municipal-organisations", operatorsOnly, showMunicipal)
	s.Private("POST /municipal-organisations/{organisation}", operatorsOnly, confirmMunicipal)
	s.Private("GET /invitations/{secret}", web.SignedIn, showInvitation)
	s.Private("POST /invitations/{secret}", web.SignedIn, accept)
}
