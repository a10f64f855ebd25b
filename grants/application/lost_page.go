package application

import (
	"net/http"
	"slices"
	"strings"

	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// lostView is what the people of a partner see that was removed: what they were typing, for them to copy.
type lostView struct {
	web.Head
	Texts               []AnsweredLine // as a form without script sent them
	Application, Person string         // by which the device knows what it has not sent
}

var lostPage = web.NewPage[lostView](embedded, "pages/removed.html")

// wasPartner says whether the visitor is one of the people of a partner that was removed.
func wasPartner(q *web.Request, application string) (bool, error) {
	all, err := Partners(q.Reader(), application)
	return slices.ContainsFunc(all, func(p Partner) bool {
		return p.State == PartnerRemoved && organisation.MayRead(q.Actor(), p.Organisation)
	}), err
}

// orRemoved says to the people of a partner that was removed while their page was open that they were, in place of that
// there is nothing.
func orRemoved(q *web.Request, err error) error {
	if refusal.KindOf(err) != refusal.Missing {
		return err
	}
	if was, failed := wasPartner(q, q.PathValue("id")); failed != nil || !was {
		return err
	}
	return refusal.New(refusal.Missing, "application.part_lines.removed")
}

// lost gives what was typed back to the people of a partner that was removed while they were typing; err is what everybody
// else is told.
func (h *house) lost(q *web.Request, status int, err error) (web.Answer, error) {
	was, failed := wasPartner(q, q.PathValue("id"))
	if failed != nil || !was {
		return nil, err
	}
	a, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	c, err := inForce(q.Reader(), a.Call, a.CallVersion)
	o := opened{a, c, q.Site.Door.Now()}
	v := lostView{Head: web.Head{Title: q.T("application.partner.lost"), Script: "form.js"}, Application: a.ID, Person: q.PersonKey()}
	for path, value := range posted(q.PostForm, c.Form) {
		if value != "" {
			v.Texts = append(v.Texts, AnsweredLine{AnsweredLabel: AnsweredLabel{Text: o.labelAt(q, path)}, Value: value})
		}
	}
	slices.SortFunc(v.Texts, func(a, b AnsweredLine) int { return strings.Compare(a.Text, b.Text) })
	return lostPage.With(status, v), err
}

// missing is the page of somebody who may not see the draft, or sees it no longer.
func (h *house) missing(q *web.Request, err error) (web.Answer, error) {
	if refusal.KindOf(err) != refusal.Missing {
		return nil, err
	}
	return h.lost(q, http.StatusNotFound, err)
}
