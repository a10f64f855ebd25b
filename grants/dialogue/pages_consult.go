package dialogue

import (
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	consultationsPage = web.NewPage[consultationsView](files, "pages/consultations.html")
	consultPage       = web.NewPage[consultView](files, "pages/consult.html")
)

type consultationsView struct {
	web.Head
	Open, Closed []consultationRow
	CanOpen      bool
}

type consultationRow struct{ Name, Summary, Link, Until string }

func consultations(q *web.Request) (web.Answer, error) {
	v := consultationsView{CanOpen: officersOnly(q) == nil}
	v.Title, v.Section = q.T("dialogue.consult.list"), "look.nav.calls"
	v.Crumbs = []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}}
	all, err := Consultations(q.Reader(), time.Unix(1, 0))
	for _, c := range all {
		d, _ := call.Read(c.File)
		row := consultationRow{d.Title.In(q.Lang), d.Summary.In(q.Lang), q.Link("/consultations/" + c.Call), lang.DateTime(q.Lang, c.Closes.In(q.Site.Zone))}
		if c.IsOpen(q.Site.Door.Now()) {
			v.Open = append(v.Open, row)
		} else {
			v.Closed = append([]consultationRow{row}, v.Closed...)
		}
	}
	return consultationsPage.Show(v), err
}

// showDraft is the page of a call that is to be, as it would look, marked as a draft.
func showDraft(q *web.Request) (web.Answer, error) {
	c, err := FindConsultation(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	d, _ := call.Read(c.File)
	return call.ShowDraft(q, d, call.Draft{Crumbs: []web.Crumb{{Name: q.T("dialogue.consult.list"), Link: q.Link("/consultations")}},
		Until: lang.DateTime(q.Lang, c.Closes.In(q.Site.Zone)), IsOpen: c.IsOpen(q.Site.Door.Now()), Comments: q.Link(pathOf(Comment, c.Call)),
		Ask: q.Link(pathOf(Comment, c.Call) + "/ask"), File: q.Link("/consultations/" + c.Call + "/call.yaml")})
}

func draftFile(q *web.Request) (web.Answer, error) {
	c, err := FindConsultation(q.Reader(), q.PathValue("call"))
	return web.File{Type: "application/yaml; charset=utf-8", Name: c.Call + "-draft.yaml", Data: c.File}, err
}

type consultView struct {
	web.Head
	Text      string
	Complaint string
	Day, Hour web.Field
	Account   bool
}

func askToConsult(q *web.Request) (web.Answer, error) {
	return consultPage.Show(newConsult(q, nil)), nil
}

func newConsult(q *web.Request, heard []web.Complaint) consultView {
	v := consultView{Text: q.PostFormValue("text"), Account: q.PostFormValue("account") != ""}
	v.Title, v.Section, v.Complaints = q.T("dialogue.consult.title"), "look.nav.calls", heard
	v.Crumbs = []web.Crumb{{Name: q.T("dialogue.consult.list"), Link: q.Link("/consultations")}}
	v.Complaint = v.Head.Complaint("text")
	v.Day = web.Field{Name: "closes", Label: q.T("dialogue.consult.day"), Type: "date", Size: 12, Value: q.PostFormValue("closes"), Complaint: v.Head.Complaint("closes")}
	v.Hour = web.Field{Name: "hour", Label: q.T("dialogue.consult.hour"), Type: "time", Size: 6, Value: q.PostFormValue("hour")}
	if v.Hour.Value == "" {
		v.Hour.Value = "17:00"
	}
	return v
}

func consult(q *web.Request) (web.Answer, error) {
	closes, err := time.ParseInLocation("2006-01-02 15:04", q.Value("closes")+" "+q.Value("hour"), q.Site.Zone)
	if err != nil {
		closes = time.Time{}
	}
	file := strings.ReplaceAll(q.PostFormValue("text"), "\r\n", "\n")
	c, err := web.Do(q, Consult, Consulting{File: []byte(file), Closes: closes.UTC(), Account: q.PostFormValue("account") != ""})
	if refusal.KindOf(err) == refusal.Invalid {
		return consultPage.Refuse(newConsult(q, q.Complaints(err))), nil
	}
	if err != nil {
		return nil, err
	}
	return web.See(q.Link("/consultations/" + c.Call)), nil
}
