package application

import (
	"net/url"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// meeting is an application, or the blank form of a call, as it is taken to a meeting: every question with its help and
// what was answered, for a document or a workbook.
type meeting struct {
	Title, Call, About string // what it is called, in answer to what, and what state it is in
	Lang               string
	Made               time.Time
	Sections           []meetingSection
	say                func(key string, args ...any) string
	isBlank            bool
}

type meetingSection struct {
	Title, Help string
	Questions   []meetingQuestion
}

type meetingQuestion struct {
	Help  string
	Terms string // whether it must be answered, and the limits
	Field call.Field
	AnsweredField
}

// meet is an application as it stands: a draft for those who may read it, otherwise what was submitted.
func (h *house) meet(q *web.Request, o opened) (meeting, error) {
	org, err := organisation.Find(q.Reader(), o.Organisation)
	if err != nil {
		return meeting{}, err
	}
	m := meeting{Title: o.Name(q), Call: o.call.Title.In(q.Lang) + " – " + org.Name, Lang: q.Lang, Made: o.now, say: q.T,
		About: q.T("application.export.draft", "Moment", lang.DateTime(q.Lang, o.Saved.In(o.call.Window.Location())))}
	var content []byte
	asked := func(string) bool { return false }
	if o.State != Submitted && o.Reads(q.Actor()) {
		answers, err := Answers(q.Reader(), o.ID)
		if err != nil {
			return meeting{}, err
		}
		content = legible(o.call.Form, form(answers), o.now)
		asked = o.call.Form.Examine(form(answers), World(), o.now).Visible
	} else {
		s, err := o.submitted(q)
		if err != nil {
			return meeting{}, err
		}
		content = s.Content
		m.About = s.Number + " – " + q.T("application.receipt.moment", "Local", lang.Exact(q.Lang, s.Received.In(o.call.Window.Location())))
	}
	m.ask(q, o.call.Definition, content, asked)
	return m, nil
}

// blank is the form of a call without answers.
func blankMeeting(q *web.Request, d call.Definition, now time.Time) meeting {
	m := meeting{Title: d.Title.In(q.Lang), Call: d.Code, About: q.T("application.export.blank"), Lang: q.Lang, Made: now, say: q.T, isBlank: true}
	m.ask(q, d, nil, func(string) bool { return true })
	return m
}

// ask arranges the questions. Those are left out that are neither asked nor answered.
func (m *meeting) ask(q *web.Request, d call.Definition, content []byte, asked func(field string) bool) {
	given := map[string]AnsweredField{}
	for _, s := range Answered(d, content, q.Lang, false) {
		for _, a := range s.Answers {
			given[a.Path] = a
		}
	}
	for _, s := range d.Form.Sections {
		section := meetingSection{Title: s.Title.In(q.Lang), Help: s.Help.In(q.Lang)}
		for _, f := range s.Fields {
			a, isAnswered := given[f.ID]
			if !isAnswered && !asked(f.ID) {
				continue
			}
			a.Path, a.Label = f.ID, f.Label.In(q.Lang)
			section.Questions = append(section.Questions, meetingQuestion{f.Help.In(q.Lang), strings.Join(call.Terms(q, d, f), " · "), f, m.columns(q, f, a)})
		}
		if len(section.Questions) > 0 {
			m.Sections = append(m.Sections, section)
		}
	}
}

// columns gives a table that has no rows yet its heads.
func (m *meeting) columns(q *web.Request, f call.Field, a AnsweredField) AnsweredField {
	if len(a.Columns) == 0 && (f.Kind == call.Table || f.Kind == call.Partner || f.Kind == call.BudgetTable) {
		for _, c := range f.Columns {
			a.Columns = append(a.Columns, labelOf(c, q.Lang))
		}
	}
	return a
}

// text is a value as people read it.
func (m meeting) text(l AnsweredLine) string {
	if l.Word != "" {
		return m.say(l.Word)
	}
	return l.Value
}

func (m meeting) label(l AnsweredLabel) string {
	if l.Key != "" {
		return m.say(l.Key)
	}
	return l.Text
}

// lines are the answer to a question without columns, a line a part.
func (m meeting) lines(a AnsweredField) []string {
	var all []string
	for _, l := range a.Lines {
		text := m.text(l)
		if label := m.label(l.AnsweredLabel); label != "" && (l.Text != "" || l.Key != "") {
			text = label + ": " + text
		}
		all = append(all, text)
	}
	for _, f := range a.Files {
		all = append(all, f.Name+" ("+f.Size+")")
	}
	return all
}

// attach names the file that is sent, in any script.
func attach(q *web.Request, title, ending string) {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`+"\n\r\t", r) || r < ' ' {
			return ' '
		}
		return r
	}, shortened(title)), " .")
	q.SetHeader("Content-Disposition", `attachment; filename*=UTF-8''`+url.PathEscape(name+ending))
}
