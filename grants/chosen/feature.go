package chosen

import (
	"embed"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/platform/feature"
	"vekst/platform/outbox"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Chosen is the feature with what it tells the pages of municipalities.
type Chosen struct{ house *house }

// New makes the feature.
func New() Chosen { return Chosen{&house{}} }

// At says where the site is, for what is printed of it.
func (c Chosen) At(address string) Chosen {
	c.house.address = address
	return c
}

// Feature is what this folder offers the program.
func (c Chosen) Feature() feature.Feature {
	return feature.Feature{
		Name:   "chosen",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, newPage, onePage, whyPage, sheetPage, contestPage, deskPage, answerPage},
		Routes: c.house.routes,
		Outbox: map[string]outbox.Handler{application.ContributedKind: onContribution},
	}
}

func (h *house) routes(s *web.Site) {
	officers := web.Role(account.Operator)
	s.Public("GET /chosen", h.list)
	s.Public("GET /chosen/{number}", h.one)
	s.Public("GET /chosen/{number}/municipalities", h.look)
	s.Public("GET /chosen/{number}/municipalities/{code}", h.why)
	s.Private("GET /chosen/{number}/files/{name}", web.Everyone, h.file)
	s.Public("GET /chosen/{number}/municipalities/{code}/sheet", h.sheet)
	s.Private("GET /contest/{number}/{code}", web.SignedIn, h.contest)
	s.Private("POST /contest/{number}/{code}", web.SignedIn, h.beginContest)
	s.Private("GET /corrections", officers, h.corrections)
	s.Private("POST /corrections", officers, h.openCorrections)
	s.Private("GET /corrections/accepted.csv", officers, h.acceptedFile)
	s.Private("GET /corrections/{application}", web.SignedIn, h.correction)
	s.Private("POST /corrections/{application}", officers, h.answerCorrection)
	s.Private("GET /choosing/new", officers, h.ask)
	s.Private("POST /choosing/new", officers, h.propose)
	s.Private("POST /choosing/try", officers, h.try)
	s.Private("GET /choosing/{id}", officers, h.proposed)
	s.Private("POST /choosing/{id}/confirm", officers, h.confirm)
	s.Private("POST /choosing/{id}/back", officers, h.sendBack)
}
