package application

import (
	"vekst/platform/web"
)

type withdrawView struct {
	web.Head
	Application
	Name string
}

// Heading is the title of the page; the application has one too.
func (v withdrawView) Heading() string { return v.Head.Title }

var withdrawPage = web.NewPage[withdrawView](embedded, "pages/withdraw.html")

func (h *house) askToWithdraw(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	return withdrawPage.Show(withdrawView{web.Head{Title: q.T("application.withdraw.title"), Thread: 6, Crumbs: o.crumbs(q, o.crumb(q))}, o.Application, o.Name(q)}), nil
}

func (h *house) withdraw(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Withdraw, q.PathValue("id"))
	return seeAfter(err, "/applications/"+q.PathValue("id"))
}

func (h *house) reopen(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Reopen, q.PathValue("id"))
	return seeAfter(err, "/applications/"+q.PathValue("id"))
}
