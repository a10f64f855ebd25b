package editor

import (
	"embed"
	"io/fs"
	"sync"

	"vekst/platform/feature"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html skeleton.yaml
var files embed.FS

// Options are what the editor needs from the program around it.
type Options struct {
	Address string         // the address people type
	Several bool           // several processes may serve the database
	Schemas func() []fs.FS // the tables of the whole program, for a database in which a call is tried out
}

// house holds what the pages need besides the request.
type house struct {
	boxes   *sandboxes
	several bool
	counts  sync.Map // of the list, by draft
}

// Feature is what this folder offers the program.
func Feature(o Options) feature.Feature {
	h := &house{several: o.Several, boxes: &sandboxes{address: o.Address, schemas: o.Schemas}}
	return feature.Feature{
		Name:   "editor",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, beginPage, tasksPage, sheetPage, filePage, historyPage, deletePage, textsPage, checksPage, tryPage},
		Routes: h.routes,
	}
}

func (h *house) routes(s *web.Site) {
	h.boxes.site, s.Instead = s, h.boxes.instead
	s.Private("GET /editor", mayWrite, h.drafts)
	s.Private("GET /editor/new", mayWrite, begin)
	s.Private("POST /editor/new", mayWrite, beginNow)
	s.Private("GET /editor/{draft}", mayWrite, tasks)
	s.Private("GET /editor/{draft}/part/{part}", mayWrite, sheet)
	s.Private("POST /editor/{draft}/part/{part}", mayWrite, saveSheet)
	s.Private("GET /editor/{draft}/edit/{place...}", mayWrite, sheet)
	s.Private("POST /editor/{draft}/edit/{place...}", mayWrite, saveSheet)
	s.Private("GET /editor/{draft}/texts", mayWrite, texts)
	s.Private("POST /editor/{draft}/texts", mayWrite, saveTexts)
	s.Private("GET /editor/{draft}/checks", mayWrite, checks)
	s.Private("POST /editor/{draft}/checks", mayWrite, record)
	s.Private("POST /editor/{draft}/publish", mayWrite, publish)
	s.Private("GET /editor/{draft}/try", mayWrite, h.try)
	s.Private("POST /editor/{draft}/try", mayWrite, h.beginTrying)
	s.Private("POST /editor/{draft}/try/end", mayWrite, h.endTrying)
	s.Private("GET /editor/{draft}/blank", mayWrite, blank)
	s.Private("GET /editor/{draft}/file", mayWrite, file)
	s.Private("POST /editor/{draft}/file", mayWrite, saveFile)
	s.Private("GET /editor/{draft}/call.yaml", mayWrite, download)
	s.Private("GET /editor/{draft}/history", mayWrite, history)
	s.Private("POST /editor/{draft}/history", mayWrite, restore)
	s.Private("POST /editor/{draft}/duplicate", mayWrite, duplicate)
	s.Private("GET /editor/{draft}/delete", mayWrite, askToDelete)
	s.Private("POST /editor/{draft}/delete", mayWrite, h.deleteNow)
}
