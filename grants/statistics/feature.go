package statistics

import (
	"embed"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/platform/feature"
	"vekst/platform/table"
	"vekst/platform/web"
)

//go:embed schema/*.sql words/*.toml pages/*.html
var files embed.FS

// house holds what the pages need besides the request.
type house struct{ shelf Shelf }

// Statistics is the feature with what it tells the pages of municipalities.
type Statistics struct{ house *house }

// New makes the feature.
func New() Statistics { return Statistics{&house{}} }

// Figures are what is known of a municipality, for its page.
func (s Statistics) Figures(q *web.Request, code string) (municipality.Figures, error) {
	return s.house.figures(q, code)
}

// Feature is what this folder offers the program.
func (s Statistics) Feature() feature.Feature {
	return feature.Feature{
		Name:   "statistics",
		Words:  feature.Folder(files, "words"),
		Schema: feature.Folder(files, "schema"),
		Pages:  []web.Checked{listPage, indicatorPage, importsPage, importPage, definePage},
		Routes: s.house.routes,
	}
}

func (h *house) routes(s *web.Site) {
	keeps := web.Role(account.Operator, account.Administrator)
	s.Public("GET /statistics", h.list)
	s.Public("GET /statistics/{indicator}", h.indicator)
	s.Public("GET /figures/{indicator}", h.workbook)
	s.Private("GET /statistics/define", keeps, h.askDefine)
	s.Private("POST /statistics/define", keeps, h.define)
	s.Private("POST /statistics/define/remove", keeps, h.remove)
	s.Private("GET /statistics/imports", keeps, h.imports)
	s.Upload("POST /statistics/imports", keeps, table.MaxBytes+1<<20, h.propose)
	s.Private("GET /statistics/imports/{import}", keeps, h.preview)
	s.Private("GET /statistics/imports/{import}/faults.csv", keeps, h.faultsFile)
	s.Private("GET /statistics/imports/{import}/changes.csv", keeps, h.changesFile)
	s.Private("POST /statistics/imports/{import}/read", keeps, h.readAs)
	s.Private("POST /statistics/imports/{import}/confirm", keeps, h.confirm)
	s.Private("POST /statistics/imports/{import}/discard", keeps, h.discard)
	s.Private("POST /statistics/imports/{import}/undo", keeps, h.undo)
}
