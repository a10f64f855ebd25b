package dialogue

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{
		Name:   "dialogue",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, askPage, waitingPage, answerPage, consultationsPage, consultPage},
		Routes: routes,
	}
}

func routes(s *web.Site) {
	s.Public("GET /calls/{call}/questions", listOf(Question))
	s.Public("GET /calls/{call}/questions/ask", askToAsk(Question))
	s.Public("POST /calls/{call}/questions/ask", takeAsked(Question))
	s.Public("GET /consultations", consultations)
	s.Public("GET /consultations/{call}", showDraft)
	s.Public("GET /consultations/{call}/call.yaml", draftFile)
	s.Public("GET /consultations/{call}/comments", listOf(Comment))
	s.Public("GET /consultations/{call}/comments/ask", askToAsk(Comment))
	s.Public("POST /consultations/{call}/comments/ask", takeAsked(Comment))
	s.Private("GET /consultations/new", officersOnly, askToConsult)
	s.Private("POST /consultations/new", officersOnly, consult)
	s.Private("GET /dialogue/{sort}/{call}", officersOnly, waiting)
	s.Private("GET /dialogue/entries/{id}/answer", officersOnly, askToAnswer)
	s.Private("POST /dialogue/entries/{id}/answer", officersOnly, takeAnswer)
	s.Private("POST /dialogue/entries/{id}/merge", officersOnly, merge)
	s.Private("POST /dialogue/entries/{id}/drop", officersOnly, drop)
}

// officersOnly lets officers to the pages; whether they may for this call, the actions and pages say.
var officersOnly = web.Role(mayAnswer...)
