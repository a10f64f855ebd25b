package dialogue

import (
	"errors"
	"slices"

	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var (
	waitingPage = web.NewPage[waitingView](files, "pages/waiting.html")
	answerPage  = web.NewPage[answerView](files, "pages/answer.html")
)

// sentence is a refusal as a person reads it.
func sentence(q *web.Request, err error) string {
	var r *refusal.Refusal
	if errors.As(err, &r) {
		return q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)
	}
	return q.T("look.refusal.internal")
}

type waitingView struct {
	web.Head
	place
	Entries    []waitingRow
	PublicLink string
}

type waitingRow struct{ ID, Text, Day, Language string }

// waiting is what waits for an answer, for those who give it.
func waiting(q *web.Request) (web.Answer, error) {
	s := Sort(q.PathValue("sort"))
	if s != Question && s != Comment {
		return nil, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	p, err := findPlace(q, s, q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	if !q.Actor().HasAny(p.Programme, mayAnswer...) {
		return nil, refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	v := waitingView{place: p, PublicLink: q.Link(p.Path)}
	v.Title, v.Section = q.T("dialogue.waiting.title"), "look.nav.calls"
	v.Crumbs = append(slices.Clone(p.crumbs), web.Crumb{Name: q.T("dialogue.title." + string(s)), Link: q.Link(p.Path)})
	all, err := WaitingFor(q.Reader(), p.ID, s)
	for _, e := range all {
		v.Entries = append(v.Entries, waitingRow{e.ID, e.Asked, lang.DateTime(q.Lang, e.AskedAt.In(p.Zone)), q.T("dialogue.language." + e.Lang)})
	}
	return waitingPage.Show(v), err
}

type answerView struct {
	web.Head
	place
	ID, CallID, Asked, Day string
	Language               string
	Number                 int64
	Texts, Answers         []web.Field
	In                     web.Choice
	Into                   web.Field
	IsWaiting              bool
	QueueLink              string
}

func askToAnswer(q *web.Request) (web.Answer, error) {
	v, err := newAnswer(q, nil)
	if err != nil {
		return nil, err
	}
	return answerPage.Show(v), nil
}

func newAnswer(q *web.Request, heard []web.Complaint) (answerView, error) {
	e, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return answerView{}, err
	}
	if !q.Actor().HasAny(e.Programme, mayAnswer...) {
		return answerView{}, refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	p, err := findPlace(q, e.Sort, e.Call)
	if err != nil {
		return answerView{}, err
	}
	v := answerView{place: p, ID: e.ID, CallID: e.Call, Asked: e.Asked, Number: e.Number, IsWaiting: e.State == Waiting, Day: lang.DateTime(q.Lang, e.AskedAt.In(p.Zone)),
		Language: q.T("dialogue.language." + e.Lang), QueueLink: waitingLink(e)}
	v.Title, v.Section, v.Complaints = q.T("dialogue.answer.title"), "look.nav.calls", heard
	v.Crumbs = append(slices.Clone(p.crumbs), web.Crumb{Name: q.T("dialogue.waiting.title"), Link: v.QueueLink})
	if e.State == Waiting {
		e.Text = one(e.Lang, e.Asked)
	}
	v.fill(q, e)
	return v, nil
}

// one is a text in one language only.
func one(l, s string) text.Text {
	t := text.Text{}
	*map[string]*string{text.BG: &t.BG, text.NB: &t.NB, text.EN: &t.EN}[l] = s
	return t
}

func (v *answerView) fill(q *web.Request, e Entry) {
	field := func(name, label string, t text.Text, rows int) web.Field {
		value := map[string]string{"bg": t.BG, "nb": t.NB, "en": t.EN}[name[len(name)-2:]]
		if _, sent := q.PostForm[name]; sent {
			value = q.PostFormValue(name)
		}
		return web.Field{Name: name, Label: label, Value: value, Rows: rows, Complaint: v.Complaint(name)}
	}
	for _, l := range text.Languages {
		language := q.T("dialogue.language." + l)
		v.Texts = append(v.Texts, field("text_"+l, q.T("dialogue.answer.text", "Language", language), e.Text, 3))
		v.Answers = append(v.Answers, field("answer_"+l, q.T("dialogue.answer.answer", "Language", language), e.Answer, 5))
		v.In.Options = append(v.In.Options, web.Option{Value: l, Label: language})
	}
	v.In.Name, v.In.Label, v.In.Complaint, v.In.Value = "lang", q.T("dialogue.answer.in"), v.Complaint("lang"), q.Lang
	if e.AnswerLang != "" {
		v.In.Value = e.AnswerLang
	}
	if sent := q.PostFormValue("lang"); sent != "" {
		v.In.Value = sent
	}
	v.Into = web.Field{Name: "into", Label: q.T("dialogue.answer.into"), Value: q.PostFormValue("into"), Inputmode: "numeric", Size: 5, Complaint: v.Complaint("into")}
}

func takeAnswer(q *web.Request) (web.Answer, error) {
	t := func(name string) text.Text {
		return text.Text{BG: q.PostFormValue(name + "_bg"), NB: q.PostFormValue(name + "_nb"), EN: q.PostFormValue(name + "_en")}
	}
	e, err := web.Do(q, Answer, Answering{ID: q.PathValue("id"), Text: t("text"), Answer: t("answer"), Lang: q.PostFormValue("lang")})
	return answered(q, e, err)
}

func merge(q *web.Request) (web.Answer, error) {
	e, err := web.Do(q, Merge, Merging{q.PathValue("id"), number(q.Value("into"))})
	return answered(q, e, err)
}

func drop(q *web.Request) (web.Answer, error) {
	e, err := Find(q.Reader(), q.PathValue("id"))
	if err != nil {
		return nil, err
	}
	_, err = web.Do(q, Drop, e.ID)
	return answered(q, e, err)
}

// answered goes on to what else waits, or shows the form again with what is wrong.
func answered(q *web.Request, e Entry, err error) (web.Answer, error) {
	var heard []web.Complaint
	switch refusal.KindOf(err) {
	case refusal.Invalid:
		heard = q.Complaints(err)
	case refusal.Conflict:
		heard = []web.Complaint{{Sentence: sentence(q, err)}}
	default:
		if err != nil {
			return nil, err
		}
		return web.See(waitingLink(e)), nil
	}
	v, err := newAnswer(q, heard)
	if err != nil {
		return nil, err
	}
	return answerPage.Refuse(v), nil
}
