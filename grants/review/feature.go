package review

import (
	"embed"

	"vekst/grants/account"
	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var embedded embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{
		Name:   "review",
		Words:  feature.Folder(embedded, "words"),
		Schema: feature.Folder(embedded, "schema"),
		Pages:  []web.Checked{listPage, checkPage, desksPage, declarePage, deskPage},
		Routes: routes,
	}
}

// overseers see how the assessment goes; operators also change it.
var overseers = []string{account.Operator, account.Committee, account.Observer, account.Auditor}

func routes(site *web.Site) {
	oversees, expert := web.Role(overseers...), web.Role(account.Expert)
	site.Private("GET /calls/{call}/assessment", oversees, showList)
	site.Private("POST /calls/{call}/experts", oversees, drawExperts)
	site.Private("GET /assessment/{application}", oversees, showCheck)
	site.Private("POST /assessment/{application}/check", oversees, saveCheck)
	site.Private("POST /assessment/{application}/appeal", oversees, uphold)
	site.Private("POST /assessment/{application}/experts", oversees, assignExpert)
	site.Private("POST /assessment/{application}/choice", oversees, choosePair)
	site.Private("GET /desk", expert, showDesks)
	site.Private("POST /desk/affiliations", expert, addAffiliation)
	site.Private("POST /desk/affiliations/{affiliation}/remove", expert, removeAffiliation)
	site.Private("GET /desk/{application}", expert, showDesk)
	site.Private("POST /desk/{application}/declaration", expert, declareInterest)
	site.Private("POST /desk/{application}/scores", expert, saveScores)
	site.Private("GET /desk/{application}/conflict", expert, showConflict)
}
