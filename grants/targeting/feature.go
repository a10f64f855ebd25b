package targeting

import (
	"embed"

	"vekst/grants/account"
	"vekst/platform/feature"
	"vekst/platform/lang"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html report.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	h := &house{}
	return feature.Feature{
		Name:   "targeting",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, indexPage, placePage, newPage, draftPage, filesPage, publishPage, withdrawPage},
		Routes: h.routes,
	}
}

// mayMake lets those in who may make indices.
var mayMake = web.Role(account.Operator, account.Administrator)

// mostUpload is how large a form with the three files can be.
const mostUpload = mostData + 2*mostRecipe + 1<<16

func (h *house) routes(s *web.Site) {
	s.Public("GET /indices", h.list)
	s.Public("GET /indices/{number}", h.index)
	s.Public("GET /indices/{number}/municipalities/{code}", h.place)
	s.Private("GET /indices/{number}/files/{name}", web.Everyone, h.file)
	s.Private("GET /indices/{number}/moving.json", web.Everyone, h.movingFile)
	s.Private("GET /indices/new", mayMake, h.askNew)
	s.Private("POST /indices/new", mayMake, h.beginDraft)
	s.Upload("POST /indices/new/files", mayMake, mostUpload, h.beginFromFiles)
	s.Private("POST /indices/{number}/copy", mayMake, h.copyIndex)
	s.Private("GET /indices/{number}/withdraw", mayWithdraw, h.askWithdraw)
	s.Private("POST /indices/{number}/withdraw", mayWithdraw, h.withdraw)
	s.Private("GET /index-drafts/{draft}", mayMake, h.draft)
	s.Private("POST /index-drafts/{draft}", mayMake, h.saveDraft)
	s.Private("POST /index-drafts/{draft}/preview", mayMake, h.tryDraft)
	s.Private("GET /index-drafts/{draft}/files", mayMake, h.draftFiles)
	s.Upload("POST /index-drafts/{draft}/files", mayMake, mostUpload, h.saveFiles)
	s.Private("GET /index-drafts/{draft}/files/{name}", mayMake, h.exportFile)
	s.Private("POST /index-drafts/{draft}/restore", mayMake, h.restoreDraft)
	s.Private("POST /index-drafts/{draft}/delete", mayMake, h.deleteDraft)
	s.Private("GET /index-drafts/{draft}/publish", mayMake, h.askPublish)
	s.Private("POST /index-drafts/{draft}/publish", mayMake, h.publish)
}

// spoken are the words of this folder alone, for commands and reports, which need no server.
func spoken() *lang.Catalog {
	catalog, err := lang.NewCatalog(lang.Words{Feature: "targeting", Files: feature.Folder(files, "words")})
	if err != nil {
		panic(err) // cannot be: a test reads them
	}
	return catalog
}
