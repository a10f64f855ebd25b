package application

import (
	"time"

	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
)

// house holds what the pages need besides the request.
type house struct {
	Options
	files store
	lines lines
}

func (h *house) routes(s *web.Site) {
	s.Private("GET /applications", web.SignedIn, h.list)
	s.Private("GET /calls/{call}/apply", web.SignedIn, h.chooseApplicant)
	s.Private("POST /calls/{call}/apply", web.SignedIn, h.start)
	s.Private("GET /applications/{id}", web.SignedIn, h.tasks)
	s.Private("GET /applications/{id}/sections/{section}", web.SignedIn, h.section)
	s.Private("POST /applications/{id}/sections/{section}", web.SignedIn, h.saveSection)
	s.Private("GET /applications/{id}/sections/{section}/state", web.SignedIn, h.sectionState)
	s.Private("POST /applications/{id}/answers", web.SignedIn, h.saveAnswers)
	s.Private("GET /applications/{id}/changes", web.SignedIn, h.changes)
	s.Private("GET /applications/{id}/history", web.SignedIn, h.history)
	s.Private("GET /applications/{id}/history/{field}", web.SignedIn, h.history)
	s.Private("POST /applications/{id}/restore", web.SignedIn, h.restore)
	s.Private("GET /applications/without-a-line", web.SignedIn, h.withoutLine)
	s.Private("POST /applications/{id}/ask-to-sign", web.SignedIn, h.askToSign)
	s.Private("POST /applications/{id}/sign", web.SignedIn, h.sign)
	s.Private("POST /applications/{id}/send-back", web.SignedIn, h.sendBack)
	h.partnerRoutes(s)
	h.copyRoutes(s)
	s.Private("GET /applications/{id}/comments", web.SignedIn, h.comments)
	s.Private("GET /applications/{id}/comments/{field}", web.SignedIn, h.comments)
	s.Private("POST /applications/{id}/comments/{field}", web.SignedIn, h.comment)
	s.Private("POST /applications/{id}/comments/{field}/{comment}", web.SignedIn, h.comment)
	s.Private("POST /applications/{id}/comments/{field}/{comment}/resolve", web.SignedIn, h.resolveComment)
	s.Private("POST /applications/{id}/comments/{field}/{comment}/reopen", web.SignedIn, h.reopenComment)
	s.Upload("POST /applications/{id}/files/{field}", web.SignedIn, uploadLimit, h.upload)
	s.Private("GET /applications/{id}/files/{field}/{line}", web.SignedIn, h.download)
	s.Private("GET /applications/{id}/files/{field}/{line}/small", web.SignedIn, h.small)
	s.Private("POST /applications/{id}/files/{field}/{line}/remove", web.SignedIn, h.removeFile)
	s.Private("OPTIONS /applications/{id}/files/{field}/uploads", web.Everyone, tusOptions)
	s.Private("POST /applications/{id}/files/{field}/uploads", web.SignedIn, h.announce)
	s.Private("HEAD /applications/{id}/uploads/{upload}", web.SignedIn, h.howFar)
	s.Private("PATCH /applications/{id}/uploads/{upload}", web.SignedIn, h.receivePart)
	s.Private("DELETE /applications/{id}/uploads/{upload}", web.SignedIn, h.giveUp)
	s.Private("POST /applications/{id}/uploads/{upload}/remove", web.SignedIn, h.giveUp)
	s.Private("GET /files/held", mayOversee, h.held)
	s.Private("GET /applications/{id}/check", web.SignedIn, h.check)
	s.Private("POST /applications/{id}/submit", web.SignedIn, h.submit)
	s.Private("GET /applications/{id}/receipt", web.SignedIn, h.receipt)
	s.Private("GET /applications/{id}/receipt.json", web.SignedIn, h.receiptFile)
	s.Private("GET /applications/{id}/content.json", web.SignedIn, h.contentFile)
	s.Private("GET /applications/{id}/print", web.SignedIn, h.print)
	s.Private("GET /applications/{id}/export.docx", web.SignedIn, h.exportDocument)
	s.Private("GET /applications/{id}/export.xlsx", web.SignedIn, h.exportWorkbook)
	s.Upload("POST /applications/{id}/budget/sheet", web.SignedIn, sheetLimit, h.readSheet)
	s.Private("POST /applications/{id}/budget/apply", web.SignedIn, h.applySheet)
	s.Public("GET /calls/{call}/form.docx", h.blankDocument)
	s.Public("GET /calls/{call}/form.xlsx", h.blankWorkbook)
	s.Private("GET /applications/{id}/withdraw", web.SignedIn, h.askToWithdraw)
	s.Private("POST /applications/{id}/withdraw", web.SignedIn, h.withdraw)
	s.Private("POST /applications/{id}/reopen", web.SignedIn, h.reopen)
}

// uploadLimit is the largest request with a file; the limit of each field is the call's.
const uploadLimit = 520 << 20

// opened is an application somebody looks at, with its call.
type opened struct {
	Application
	call call.Published
	now  time.Time
}

// open finds the application of a request. Whoever may not know of it is told that there is none; overseers see only
// what was submitted.
func (h *house) open(q *web.Request, drafts bool) (opened, error) {
	a, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return opened{}, err
	}
	if !a.Reads(q.Actor()) && (drafts || !a.Oversees(q.Actor())) {
		return opened{}, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	c, err := inForce(q.Reader(), a.Call, a.CallVersion)
	return opened{a, c, q.Site.Door.Now()}, err
}

func (o opened) crumbs(q *web.Request, more ...web.Crumb) []web.Crumb {
	return append([]web.Crumb{{Name: q.T("application.list.title"), Link: "/applications"}}, more...)
}

func (o opened) crumb(q *web.Request) web.Crumb {
	return web.Crumb{Name: o.Name(q), Link: "/applications/" + o.ID}
}

// Name is what the application is called on screens. A call that asks people for what they know asks for no title; what is
// answered has that of the call.
func (o opened) Name(q *web.Request) string {
	switch {
	case o.Title != "":
		return o.Title
	case o.call.Kind == call.Contribution:
		return o.call.Title.In(q.Lang)
	}
	return q.T("application.untitled")
}

// canEdit says whether the visitor could save now.
func (o opened) canEdit(q *web.Request) bool {
	return o.Edits(q.Actor()) && o.State == Draft && o.call.Window.At(o.now) == period.Open
}

// canChange says whether the visitor could withdraw it or open it again now.
func (o opened) canChange(q *web.Request) bool {
	return o.Edits(q.Actor()) && o.call.Window.At(o.now) == period.Open
}

// read reads the draft and examines it.
func (o opened) read(q *web.Request) (map[string]Answer, *call.Examination, error) {
	all, err := Answers(q.Reader(), o.ID)
	if err != nil {
		return nil, nil, err
	}
	byPath := make(map[string]Answer, len(all))
	for _, a := range all {
		byPath[a.Path] = a
	}
	return byPath, o.call.Form.Examine(form(all), World(), o.now), nil
}

// said is a refusal as a person reads it.
func said(q *web.Request, err error) string {
	r, ok := asRefusal(err)
	if !ok {
		return q.T("look.refusal.internal")
	}
	return q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)
}

// seeAfter goes on to a page after a change.
func seeAfter(err error, path string) (web.Answer, error) {
	if err != nil {
		return nil, err
	}
	return web.See(path), nil
}
