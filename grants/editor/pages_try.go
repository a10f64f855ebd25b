package editor

import (
	"context"
	"errors"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// tryView is the page on which a draft is looked at and tried out as an applicant.
type tryView struct {
	web.Head
	ID       string
	Faults   int
	IsOpen   bool   // a sandbox is open
	IsOld    bool   // the draft has changed since
	Begun    string // when
	Call     string
	Width    string // phone or window
	Frame    string // the address in the frame
	Tried    []tried
	Sections int
	// MayBeElsewhere: other machines may serve this database, and a trial is only on the one where it began.
	MayBeElsewhere bool
	// Preview is the form as it can be read now; it stands on the page while no trial does, and while there are faults.
	Preview *preview
}

type tried struct{ Name, Link, State string }

var tryPage = web.NewPage[tryView](files, "pages/try.html")

// frames lets this page show pages of ours in a frame.
const frames = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'self'; manifest-src 'self'; frame-src 'self'"

func (h *house) try(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	v, err := h.tryView(q, d)
	if err != nil {
		return nil, err
	}
	q.SetHeader("Content-Security-Policy", frames)
	return tryPage.Show(v), nil
}

func (h *house) tryView(q *web.Request, d Draft) (tryView, error) {
	definition, faults := call.Read([]byte(d.File))
	v := tryView{ID: d.ID, Faults: len(faults), Width: "phone", Sections: len(definition.Form.Sections), MayBeElsewhere: h.several}
	v.Title, v.Section, v.Style = q.T("editor.try.title"), "look.nav.calls", "editor.css"
	v.Crumbs = []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: d.name(q), Link: "/editor/" + d.ID}}
	if q.Value("width") == "window" {
		v.Width = "window"
	}
	b := h.boxes.of(d.ID)
	if b == nil || v.Faults > 0 {
		p, err := d.preview(q)
		if v.Preview = p; b == nil || err != nil {
			return v, err
		}
	}
	v.IsOpen, v.IsOld, v.Call, v.Begun = true, b.rev != d.Rev, b.call, lang.DateTime(q.Lang, inZone(q, b.begun))
	all, err := application.Of(b.db.Reader(context.WithoutCancel(q.Context())), []string{b.org})
	for _, a := range all {
		name := a.Title
		if a.Number != "" {
			name = a.Number + " " + a.Title
		}
		if name == "" {
			name = q.T("application.untitled")
		}
		v.Tried = append(v.Tried, tried{name, "/applications/" + a.ID, q.T("application.state." + string(a.State))})
	}
	if len(v.Tried) > 0 {
		v.Frame = v.Tried[0].Link
	}
	if show := q.Value("show"); show == "call" || v.Frame == "" {
		v.Frame = q.Link("/calls/" + b.call)
	}
	return v, err
}

// beginTrying opens a sandbox for the draft as it stands, with a first application in it.
func (h *house) beginTrying(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	if d, err = web.Do(q, Try, d.ID); err != nil {
		return nil, err
	}
	b := h.boxes.of(d.ID)
	if q.PostForm.Get("do") != "another" || b == nil {
		b, err = h.boxes.begin(q.Context(), d, d.name(q), q.Site.Door.Now())
	}
	if err == nil {
		_, err = b.apply(q.Context(), q.Visitor, q.Lang)
	}
	var r *refusal.Refusal
	if errors.As(err, &r) && r.Kind == refusal.Invalid {
		v, failed := h.tryView(q, d)
		if failed != nil {
			return nil, failed
		}
		v.Complaints = []web.Complaint{{Sentence: q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)}}
		return tryPage.Refuse(v), nil
	}
	if err != nil {
		return nil, err
	}
	return web.See("/editor/" + d.ID + "/try"), nil
}

// endTrying throws everything tried out away.
func (h *house) endTrying(q *web.Request) (web.Answer, error) {
	d, err := web.Do(q, Untry, q.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	h.boxes.end(d.ID)
	return web.See("/editor/" + d.ID + "/try"), nil
}

// blank is the blank form of a draft, faults or not.
func blank(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	definition, _ := call.Read([]byte(d.File))
	return call.Blank(q, definition, []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: d.name(q), Link: "/editor/" + d.ID}}), nil
}
