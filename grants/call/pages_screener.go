package call

import (
	"vekst/grants/municipality"
	"vekst/platform/web"
	"vekst/value/period"
)

var screenerPage = web.NewPage[screenerView](files, "pages/screener.html")

type screenerView struct {
	web.Head
	ID        string
	Questions []question
	Reasons   []reason
	Answered  int
	Left      int
	Mark      web.Mark
	IsOpen    bool
	When      When
}

// question is one question as a page asks it. Exactly one of the two is set.
type question struct {
	Choice *web.Choice
	Field  *web.Field
}

type reason struct{ Question, Because string }

// screen is "Can I apply?": a form that is a link, so that its outcome can be sent to a colleague. Nothing is kept.
func screen(q *web.Request) (web.Answer, error) {
	p, err := Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	now := q.Site.Door.Now()
	v := screenerView{ID: p.ID, Mark: markOf(q, p.Definition, "screener"), IsOpen: p.Window.At(now) == period.Open, When: Until(q, p.Window)}
	v.Title, v.Section, v.Thread = q.T("call.screener.title"), "look.nav.calls", 5
	v.Crumbs = []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}, {Name: p.Title.In(q.Lang), Link: q.Link("/calls/" + p.ID)}}
	answers := map[string]string{}
	for _, question := range p.Screener {
		if answers[question.ID] = q.Value(question.ID); answers[question.ID] != "" {
			v.Answered++
		}
		v.complain(q, question, answers[question.ID])
	}
	for _, question := range p.Screener {
		v.Questions = append(v.Questions, asked(q, p.Definition, question, &v))
	}
	v.Left = len(p.Screener) - v.Answered
	for _, r := range p.Screen(answers, now) {
		v.Reasons = append(v.Reasons, reason{questionText(p.Definition, r.Question, q.Lang), r.Because.In(q.Lang)})
	}
	return screenerPage.Show(v), nil
}

// complain tells about an amount or a day that cannot be read.
func (v *screenerView) complain(q *web.Request, one Question, answer string) {
	field := map[QuestionKind]*Field{AskMoney: &anAmount, AskDate: &aDay}[one.Kind]
	if field == nil || answer == "" {
		return
	}
	if r := understand(field, answer); r.wrong != "" {
		v.Answered--
		v.Complaints = append(v.Complaints, web.Complaint{Field: one.ID, Sentence: q.T("call."+r.wrong, "Typed", answer)})
	}
}

func questionText(d Definition, id, language string) string {
	for _, question := range d.Screener {
		if question.ID == id {
			return question.Text.In(language)
		}
	}
	return id
}

// asked makes a question of the screener ready for a page, with the answer there is, if the page has answers.
func asked(q *web.Request, d Definition, one Question, v *screenerView) question {
	value, complaint := "", ""
	if v != nil {
		value, complaint = q.Value(one.ID), v.Complaint(one.ID)
	}
	if one.Kind == AskMoney || one.Kind == AskDate {
		field := web.Field{Name: one.ID, Label: one.Text.In(q.Lang), Help: one.Help.In(q.Lang), Value: value, Complaint: complaint, Size: 14}
		if one.Kind == AskDate {
			field.Type = "date"
		} else {
			field.Inputmode = "decimal"
		}
		return question{Field: &field}
	}
	choice := web.Choice{Name: one.ID, Label: one.Text.In(q.Lang), Help: one.Help.In(q.Lang), Value: value}
	choice.Options = append(choice.Options, optionsOf(q, d, one)...)
	return question{Choice: &choice}
}

func optionsOf(q *web.Request, d Definition, one Question) []web.Option {
	var options []web.Option
	switch one.Kind {
	case AskYesNo:
		for _, answer := range []string{"yes", "no", "unknown"} {
			options = append(options, web.Option{Value: answer, Label: q.T("call.screener." + answer)})
		}
	case AskMunicipality:
		for _, code := range placesOf(d, q.Lang) {
			options = append(options, web.Option{Value: code, Label: placeName(code, q.Lang)})
		}
		options = append(options, web.Option{Value: "elsewhere", Label: q.T("call.screener.elsewhere")})
	default:
		for _, o := range one.Options {
			options = append(options, web.Option{Value: o.ID, Label: o.Label.In(q.Lang)})
		}
	}
	return options
}

// placesOf lists the municipalities of a call; all of them, by name, when it is for the whole country.
func placesOf(d Definition, language string) []string {
	if !d.Territory.Whole {
		return d.Territory.Municipalities
	}
	all, err := municipality.Find("")
	if err != nil || municipality.Alphabetically(all, language) != nil {
		return nil
	}
	codes := make([]string, len(all))
	for i, m := range all {
		codes[i] = m.Code
	}
	return codes
}
