package editor

import (
	"embed"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html skeleton.yaml
var files embed.FS

// Feature is what this folder offers the program.
func Feature() feature.Feature {
	return feature.Feature{
		Name:   "editor",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, beginPage, tasksPage, sheetPage, filePage, historyPage, deletePage},
		Routes: routes,
	}
}

func routes(s *web.Site) {
	s.Private("GET /editor", mayWrite, drafts)
	s.Private("GET /editor/new", mayWrite, begin)
	s.Private("POST /editor/new", mayWrite, beginNow)
	s.Private("GET /editor/{draft}", mayWrite, tasks)
	s.Private("GET /editor/{draft}/part/{part}", mayWrite, sheet)
	s.Private("POST /editor/{draft}/part/{part}", mayWrite, saveSheet)
	s.Private("GET /editor/{draft}/edit/{place...}", mayWrite, sheet)
	s.Private("POST /editor/{draft}/edit/{place...}", mayWrite, saveSheet)
	s.Private("GET /editor/{draft}/file", mayWrite, file)
	s.Private("POST /editor/{draft}/file", mayWrite, saveFile)
	s.Private("GET /editor/{draft}/call.yaml", mayWrite, download)
	s.Private("GET /editor/{draft}/history", mayWrite, history)
	s.Private("POST /editor/{draft}/history", mayWrite, restore)
	s.Private("POST /editor/{draft}/duplicate", mayWrite, duplicate)
	s.Private("GET /editor/{draft}/delete", mayWrite, askToDelete)
	s.Private("POST /editor/{draft}/delete", mayWrite, deleteNow)
}
