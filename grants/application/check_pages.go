package application

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/id"
)

type checkView struct {
	web.Head
	Application
	Name, Call string
	All        []found
	Sections   []checkedSection
	CanEdit    bool
	Refused    string // why a submission was refused, apart from the complaints
	Key        string
	Clock      clock
	Requested  int64
	Currency   string
	HasMoney   bool
	Decision   time.Time
	Talked     int // talks that are open: a reminder
	Sign       signView
}

// found is a complaint with its way to the field.
type found struct{ Section, Label, Sentence, Link string }

type checkedSection struct {
	AnsweredSection
	Link string
}

// Heading is the title of the page; the application has one too.
func (v checkView) Heading() string { return v.Head.Title }

var checkPage = web.NewPage[checkView](embedded, "pages/check.html")

func (h *house) check(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	if o.State == Submitted {
		return web.See("/applications/" + o.ID + "/receipt"), nil
	}
	v, err := h.checkView(q, o)
	return checkPage.Show(v), err
}

func (h *house) checkView(q *web.Request, o opened) (checkView, error) {
	all, err := Answers(q.Reader(), o.ID)
	if err != nil {
		return checkView{}, err
	}
	answers := form(all)
	x := o.call.Form.Examine(answers, World(), o.now)
	v := checkView{Head: web.Head{Title: q.T("application.check.title"), Crumbs: o.crumbs(q, o.crumb(q)), Thread: 6}, Application: o.Application,
		Name: o.Name(q), Call: o.call.Title.In(q.Lang), CanEdit: o.canEdit(q), Key: id.New(), Clock: o.clock(q), Requested: x.Budget().Grant,
		Currency: o.call.Money.Currency, HasMoney: o.call.Money.Given(), Decision: o.call.Decision}
	complaints, err := o.complaints(q, x)
	if err != nil {
		return checkView{}, err
	}
	talked, err := OpenComments(q.Reader(), o.ID)
	if err != nil {
		return checkView{}, err
	}
	v.Talked = total(talked)
	if v.Sign, err = o.signing(q, x, answers, len(complaints)); err != nil {
		return checkView{}, err
	}
	for _, c := range complaints {
		v.All = append(v.All, o.found(q, c))
	}
	sections := Answered(o.call.Definition, legible(o.call.Form, answers, o.now), q.Lang, false)
	for _, s := range sections {
		v.Sections = append(v.Sections, checkedSection{s, "/applications/" + o.ID + "/sections/" + s.ID})
	}
	return v, Linked(q.Reader(), o.ID, sections, o.Reads(q.Actor()))
}

// found leads a complaint to the very field it is about, on the field's page.
func (o opened) found(q *web.Request, c call.Complaint) found {
	for _, s := range o.call.Form.Sections {
		for _, f := range s.Fields {
			if field, _, _ := strings.Cut(c.Path, "/"); f.ID == field {
				return found{s.Title.In(q.Lang), f.Label.In(q.Lang), sentence(q, c),
					"/applications/" + o.ID + "/sections/" + s.ID + "?check=1#" + (&url.URL{Fragment: c.Path}).EscapedFragment()}
			}
		}
	}
	return found{Sentence: sentence(q, c)}
}

// legible is the document of a draft without the answers that cannot be read; those are complained about.
func legible(f call.Form, answers call.Answers, now time.Time) []byte {
	rest := make(call.Answers, len(answers))
	for path, value := range answers {
		rest[path] = value
	}
	for range len(answers) + 1 {
		content, err := f.Document(rest, World(), now)
		var unreadable call.Unreadable
		if !errors.As(err, &unreadable) {
			return content
		}
		delete(rest, unreadable.Path)
	}
	return nil
}

func (h *house) submit(q *web.Request) (web.Answer, error) {
	in := Sending{Application: q.PathValue("id"), Key: q.Value("key")}
	_, err := Send(q.Context(), q.Site.Door, q.Actor(), in)
	if err == nil || IsSubmitted(err) {
		return web.See("/applications/" + in.Application + "/receipt"), nil
	}
	kind := refusal.KindOf(err)
	if q.WantsJSON() || kind != refusal.Invalid && kind != refusal.Conflict && kind != refusal.Closed {
		return nil, err
	}
	o, failed := h.open(q, true)
	if failed != nil {
		return nil, failed
	}
	if kind == refusal.Conflict && o.Edits(q.Actor()) {
		if _, failed := web.Do(q, Adopt, in.Application); failed != nil {
			return nil, failed
		}
		if o, failed = h.open(q, true); failed != nil {
			return nil, failed
		}
	}
	v, failed := h.checkView(q, o)
	if failed != nil {
		return nil, failed
	}
	v.Refused = said(q, err)
	v.Complaints = []web.Complaint{{Sentence: v.Refused}}
	if kind == refusal.Invalid {
		return checkPage.Refuse(v), nil
	}
	return checkPage.With(http.StatusConflict, v), nil
}
