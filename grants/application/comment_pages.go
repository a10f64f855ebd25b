package application

import (
	"net/url"
	"slices"
	"time"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

// commentsView is the talks about one question, or about all of an application.
type commentsView struct {
	web.Head
	Application
	Name, Back   string
	Field, Label string // the question, "" for all
	IsAsked      bool   // the call still asks it
	Talks        []talkView
	IsAll        bool // resolved ones are shown too
	Open, Every  int
	Words        web.Field
	Asked        web.Choice
	Self         string
}

// Heading is the title of the page; the application has one too.
func (v commentsView) Heading() string { return v.Head.Title }

type talkView struct {
	spoken
	Field, Label, Link string // the question, and the way to it
	Self               string // where what is done with the talk is sent
	Answers            []spoken
	IsResolved         bool
	Turned             time.Time
	TurnedBy           string
	Answer             web.Field
	IsRefused          bool
}

// spoken is one comment as the page shows it.
type spoken struct {
	ID, By, Words, Asked string
	At                   time.Time
}

var commentsPage = web.NewPage[commentsView](embedded, "pages/comments.html")

func (h *house) comments(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	v, err := o.commentsView(q, nil)
	return commentsPage.Show(v), err
}

// commentsView shows talks. Refused is what was wrong with the comment that was sent, which is kept where it was typed.
func (o opened) commentsView(q *web.Request, refused error) (commentsView, error) {
	base := "/applications/" + o.ID
	v := commentsView{Head: web.Head{Title: q.T("application.comments.title"), Thread: 6, Crumbs: o.crumbs(q, o.crumb(q))}, Application: o.Application,
		Name: o.Name(q), Back: base, Field: q.PathValue("field"), Self: base + "/comments"}
	v.Complaints, _ = q.Heard(refused)
	all, err := Comments(q.Reader(), o.ID, v.Field)
	if err != nil {
		return v, err
	}
	if v.Field != "" {
		_, ok := o.call.Form.Field(v.Field)
		if !ok && len(all) == 0 {
			return v, refusal.New(refusal.Missing, "look.refusal.missing")
		}
		v.Self += "/" + v.Field
		v.Label, v.IsAsked, v.Back = o.question(q, v.Field), ok, o.wayTo(v.Field)
		v.Head.Title = q.T("application.comments.of", "Field", v.Label)
		v.Crumbs = o.crumbs(q, o.crumb(q), web.Crumb{Name: q.T("application.comments.title"), Link: base + "/comments"})
	}
	v.IsAll = v.Field != "" || q.Value("show") == "all"
	v.show(q, o, talks(all))
	return v, v.form(q, o)
}

// question is what a field is called, where the call still asks it.
func (o opened) question(q *web.Request, field string) string {
	if f, ok := o.call.Form.Field(field); ok {
		return f.Label.In(q.Lang)
	}
	return q.T("application.comments.unasked")
}

// wayTo leads to a question on its page, or to the application where it is no longer asked.
func (o opened) wayTo(field string) string {
	section := sectionOf(o.call.Form, field)
	if section == "" {
		return "/applications/" + o.ID
	}
	return "/applications/" + o.ID + "/sections/" + section + "#" + (&url.URL{Fragment: field}).EscapedFragment()
}

func (v *commentsView) show(q *web.Request, o opened, all []Talk) {
	names := nameBook{}
	one := func(c Comment) spoken {
		s := spoken{ID: c.ID, By: names.of(q, c.By), Words: c.Words, At: c.At}
		if c.Asked != "" {
			s.Asked = names.of(q, c.Asked)
		}
		return s
	}
	for _, t := range all {
		if v.Every++; !t.IsResolved {
			v.Open++
		}
		if t.IsResolved && !v.IsAll {
			continue
		}
		s := talkView{spoken: one(t.Comment), Field: t.Field, Label: o.question(q, t.Field), Link: "/applications/" + o.ID + "/comments/" + t.Field + "#" + t.ID,
			Self: "/applications/" + o.ID + "/comments/" + t.Field + "/" + t.ID, IsResolved: t.IsResolved, Turned: t.Turned}
		if !t.Turned.IsZero() {
			s.TurnedBy = names.of(q, t.TurnedBy)
		}
		for _, a := range t.Answers {
			s.Answers = append(s.Answers, one(a))
		}
		s.Answer = web.Field{Name: "words-" + t.ID, Label: q.T("application.comments.your_answer"), Rows: 3, Value: q.PostFormValue("words-" + t.ID)}
		s.IsRefused = q.PathValue("comment") == t.ID && len(v.Complaints) > 0
		v.Talks = append(v.Talks, s)
	}
}

// form is what a new comment is written in, and where what is wrong with one that was sent stands.
func (v *commentsView) form(q *web.Request, o opened) error {
	people, err := readersOf(q.Reader(), o.Application)
	v.Words = web.Field{Name: "words", Label: q.T("application.comments.new"), Help: q.T("application.comments.private"), Rows: 4, Value: q.PostFormValue("words")}
	v.Asked = web.Choice{Name: "asked", Label: q.T("application.comments.ask"), Help: q.T("application.comments.ask_help"), Value: q.PostFormValue("asked"),
		Options: []web.Option{{Label: q.T("application.comments.nobody")}}}
	for _, p := range people {
		if p.ID != q.Actor().ID {
			v.Asked.Options = append(v.Asked.Options, web.Option{Value: p.ID, Label: p.Name})
		}
	}
	at := slices.IndexFunc(v.Talks, func(t talkView) bool { return t.IsRefused })
	for i := range v.Complaints {
		c := &v.Complaints[i]
		switch {
		case c.Field == "words" && at >= 0:
			c.Field, c.About = v.Talks[at].Answer.Name, v.Talks[at].Answer.Label
			v.Talks[at].Answer.Complaint = c.Sentence
		case c.Field == "words":
			v.Words.Complaint = c.Sentence
		case c.Field == "asked":
			v.Asked.Complaint = c.Sentence
		}
	}
	return err
}

// comment takes a new comment, or an answer in a talk.
func (h *house) comment(q *web.Request) (web.Answer, error) {
	in := Remark{Application: q.PathValue("id"), Field: q.PathValue("field"), Opening: q.PathValue("comment"), Words: unix(q.PostFormValue("words")), Asked: q.Value("asked")}
	if in.Opening != "" {
		in.Words, in.Asked = unix(q.PostFormValue("words-"+in.Opening)), ""
	}
	id, err := web.Do(q, Say, in)
	if in.Opening != "" {
		id = in.Opening
	}
	return h.afterComment(q, id, err)
}

func (h *house) resolveComment(q *web.Request) (web.Answer, error) {
	in := Resolving{q.PathValue("id"), q.PathValue("field"), q.PathValue("comment")}
	_, err := web.Do(q, ResolveComment, in)
	return h.afterComment(q, in.Opening, err)
}

func (h *house) reopenComment(q *web.Request) (web.Answer, error) {
	in := Resolving{q.PathValue("id"), q.PathValue("field"), q.PathValue("comment")}
	_, err := web.Do(q, ReopenComment, in)
	return h.afterComment(q, in.Opening, err)
}

// afterComment leads to a talk, or shows the page as it was sent with what is wrong.
func (h *house) afterComment(q *web.Request, talk string, err error) (web.Answer, error) {
	if err == nil {
		return web.See("/applications/" + q.PathValue("id") + "/comments/" + q.PathValue("field") + "#" + talk), nil
	}
	if _, status := q.Heard(err); status == 0 {
		return nil, err
	}
	o, failed := h.open(q, true)
	if failed != nil {
		return nil, failed
	}
	v, failed := o.commentsView(q, err)
	return commentsPage.Refuse(v), failed
}
