package selection

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
		Name:   "selection",
		Words:  feature.Folder(embedded, "words"),
		Schema: feature.Folder(embedded, "schema"),
		Pages:  []web.Checked{rankingPage, resultPage, resultsPage, decisionPage},
		Routes: routes,
	}
}

// overseers see the list before it is public.
var overseers = []string{account.Operator, account.Committee, account.Observer, account.Auditor}

func routes(site *web.Site) {
	oversees := web.Role(overseers...)
	site.Private("GET /calls/{call}/ranking", oversees, showRanking)
	site.Private("GET /calls/{call}/ranking/file", oversees, downloadFrozen)
	site.Private("POST /calls/{call}/seed", oversees, fixSeed)
	site.Private("POST /calls/{call}/ranking/freeze", oversees, freezeList)
	site.Private("POST /calls/{call}/ranking/propose", oversees, proposeDecision)
	site.Private("POST /calls/{call}/ranking/confirm", oversees, confirmDecision)
	site.Private("POST /calls/{call}/ranking/reopen", oversees, reopenList)
	site.Private("GET /applications/{application}/result", web.SignedIn, showResult)
	site.Public("GET /results", showResults)
	site.Public("GET /results/{call}", showDecision)
	site.Private("GET /results/{call}/ranking.json", web.Everyone, downloadRanking)
	site.Private("GET /results/{call}/results.csv", web.Everyone, downloadCSV)
	site.Private("GET /results/{call}/results.json", web.Everyone, downloadJSON)
}
