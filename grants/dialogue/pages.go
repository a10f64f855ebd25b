package dialogue

import (
	"slices"
	"strconv"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/guidance"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

var (
	listPage = web.NewPage[listView](files, "pages/list.html")
	askPage  = web.NewPage[askView](files, "pages/ask.html")
)

// place is where a dialogue takes place: a call or a draft, as pages show it.
type place struct {
	ID, Programme, Name string
	Sort                Sort
	Path                string // of its entries, without the language
	Until               time.Time
	Zone                *time.Location
	Account             bool
	crumbs              []web.Crumb
}

// open says whether something can be asked at a moment.
func (p place) open(now time.Time) bool {
	return p.Until.IsZero() || !now.Truncate(time.Millisecond).After(p.Until)
}

func publicPath(e Entry) string { return pathOf(e.Sort, e.Call) }

func pathOf(s Sort, callID string) string {
	if s == Comment {
		return "/consultations/" + callID + "/comments"
	}
	return "/calls/" + callID + "/questions"
}

func waitingLink(e Entry) string { return "/dialogue/" + string(e.Sort) + "/" + e.Call }

func findPlace(q *web.Request, s Sort, id string) (place, error) {
	p := place{ID: id, Sort: s, Path: pathOf(s, id), Zone: q.Site.Zone}
	if s == Comment {
		c, err := FindConsultation(q.Reader(), id)
		if err != nil {
			return p, err
		}
		d, _ := call.Read(c.File)
		p.Name, p.Programme, p.Until, p.Account = d.Title.In(q.Lang), c.Programme, c.Closes, c.Account
		p.crumbs = []web.Crumb{{Name: q.T("dialogue.consult.list"), Link: q.Link("/consultations")}, {Name: p.Name, Link: q.Link("/consultations/" + id)}}
		return p, nil
	}
	c, err := call.Find(q.Reader(), id)
	p.Name, p.Programme, p.Zone, p.Account = c.Title.In(q.Lang), c.Programme, c.Window.Location(), c.Questions.Account
	p.Until = QuestionsUntil(c.Window.Closes, c.Questions.UntilDays, p.Zone)
	p.crumbs = []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}, {Name: p.Name, Link: q.Link("/calls/" + id)}}
	return p, err
}

type listView struct {
	web.Head
	place
	Query      string
	Entries    []entryRow
	Waiting    int64
	IsOpen     bool
	IsSent     bool
	IsOfficer  bool
	UntilSays  string
	AskLink    string
	QueueLink  string
	PublicLink string
}

// entryRow is an entry as everybody reads it.
type entryRow struct {
	Number       int64
	Text, Answer said
	Name, Day    string
	Corrected    string
	Basis        []string // the version of the call, and of its guidance, that the answer was given on
	Repeats      int
	ID           string
}

// said is a text with a mark, where it is not the original.
type said struct{ Text, Mark, Lang string }

// saying is a text in the language of the request: marked as a translation, or as not translated yet.
func saying(q *web.Request, t text.Text, original string) said {
	s, in := t.Best(q.Lang)
	switch {
	case in != q.Lang:
		return said{s, q.T("dialogue.mark.untranslated", "Language", q.T("dialogue.language."+in)), in}
	case in != original:
		return said{s, q.T("dialogue.mark.translated", "Language", q.T("dialogue.language."+original)), in}
	}
	return said{s, "", in}
}

func listOf(s Sort) web.Handler {
	return func(q *web.Request) (web.Answer, error) {
		p, err := findPlace(q, s, q.PathValue("call"))
		if err != nil {
			return nil, err
		}
		v := listView{place: p, Query: q.Value("q"), IsOpen: p.open(q.Site.Door.Now()), IsSent: q.Value("sent") != "",
			IsOfficer: q.Actor().HasAny(p.Programme, mayAnswer...), AskLink: q.Link(p.Path + "/ask"), QueueLink: "/dialogue/" + string(s) + "/" + p.ID, PublicLink: q.Link(p.Path)}
		v.Title, v.Section, v.Crumbs = q.T("dialogue.title."+string(s)), "look.nav.calls", p.crumbs
		if !p.Until.IsZero() {
			v.UntilSays = lang.DateTime(q.Lang, p.Until.In(p.Zone))
		}
		if v.Waiting, err = Count(q.Reader(), p.ID, s, Waiting); err != nil {
			return nil, err
		}
		all, err := Published(q.Reader(), p.ID, s, v.Query)
		if err != nil {
			return nil, err
		}
		documents, err := guidance.Of(q.Reader(), p.ID)
		for _, e := range all {
			v.Entries = append(v.Entries, rowOf(q, p, e, documents))
		}
		return listPage.Show(v), err
	}
}

func rowOf(q *web.Request, p place, e Entry, documents []guidance.Document) entryRow {
	r := entryRow{Number: e.Number, Text: saying(q, e.Text, e.Lang), Answer: saying(q, e.Answer, e.AnswerLang), Name: e.Name, Repeats: e.Repeats, ID: e.ID,
		Day: lang.Date(q.Lang, e.AnsweredAt.In(p.Zone))}
	if !e.CorrectedAt.IsZero() {
		r.Corrected = lang.Date(q.Lang, e.CorrectedAt.In(p.Zone))
	}
	if e.Version > 0 {
		r.Basis = append(r.Basis, q.T("dialogue.list.call_version", "Version", e.Version))
	}
	for _, d := range documents {
		if v, ok := d.At(e.AnsweredAt); ok {
			r.Basis = append(r.Basis, q.T("dialogue.list.document_version", "Title", d.Title.In(q.Lang), "Version", v.Number))
		}
	}
	return r
}

// Beside tells the page of a call how many questions were answered.
func Beside(q *web.Request, c call.Published) ([]call.Beside, error) {
	n, err := Count(q.Reader(), c.ID, Question, Answered)
	if err != nil {
		return nil, err
	}
	all := []call.Beside{{Title: q.T("dialogue.title.question"), Link: q.Link(pathOf(Question, c.ID)), Says: q.T("dialogue.list.count", "Count", n)}}
	if _, err := FindConsultation(q.Reader(), c.ID); err == nil {
		all = append(all, call.Beside{Title: q.T("dialogue.consult.was"), Link: q.Link(pathOf(Comment, c.ID)), Says: q.T("dialogue.consult.was_help")})
	} else if refusal.KindOf(err) != refusal.Missing {
		return nil, err
	}
	return all, nil
}

type askView struct {
	web.Head
	place
	Link                string
	Text, Mail, WhoSays web.Field
	UntilSays           string
	IsOpen, MustSignIn  bool
}

func askToAsk(s Sort) web.Handler {
	return func(q *web.Request) (web.Answer, error) {
		v, err := newAsk(q, s, nil)
		if err != nil {
			return nil, err
		}
		return askPage.Show(v), nil
	}
}

func newAsk(q *web.Request, s Sort, heard []web.Complaint) (askView, error) {
	p, err := findPlace(q, s, q.PathValue("call"))
	if err != nil {
		return askView{}, err
	}
	v := askView{place: p, Link: q.Link(p.Path + "/ask"), IsOpen: p.open(q.Site.Door.Now()), MustSignIn: p.Account && !q.Actor().Person()}
	v.Title, v.Section, v.Complaints = q.T("dialogue.verb."+string(s)), "look.nav.calls", heard
	v.Crumbs = append(slices.Clone(p.crumbs), web.Crumb{Name: q.T("dialogue.title." + string(s)), Link: q.Link(p.Path)})
	if !p.Until.IsZero() {
		v.UntilSays = lang.DateTime(q.Lang, p.Until.In(p.Zone))
	}
	v.Text = web.Field{Name: "text", Label: q.T("dialogue.your." + string(s)), Help: q.T("dialogue.ask.text_help"), Value: q.PostFormValue("text"), Rows: 8, Complaint: v.Complaint("text")}
	v.Mail = web.Field{Name: "mail", Label: q.T("dialogue.ask.mail"), Help: q.T("dialogue.ask.mail_help"), Value: q.Value("mail"), Type: "email", Autocomplete: "email", Optional: true, Complaint: v.Complaint("mail")}
	v.WhoSays = web.Field{Name: "name", Label: q.T("dialogue.ask.name"), Help: q.T("dialogue.ask.name_help"), Value: q.Value("name"), Autocomplete: "name", Optional: true, Complaint: v.Complaint("name")}
	return v, nil
}

// trap is the name of an input that people do not see; whoever fills it in is a machine.
const trap = "website"

func takeAsked(s Sort) web.Handler {
	return func(q *web.Request) (web.Answer, error) {
		sent := q.Link(pathOf(s, q.PathValue("call"))) + "?sent=1"
		if q.PostFormValue(trap) != "" {
			return web.See(sent), nil
		}
		_, err := web.Do(q, Ask, Asking{Call: q.PathValue("call"), Sort: s, Text: q.PostFormValue("text"), Name: q.PostFormValue("name"), Mail: q.PostFormValue("mail"),
			Lang: q.Lang, Client: account.Client(q.Request)})
		switch refusal.KindOf(err) {
		case "":
			if err != nil {
				return nil, err
			}
			return web.See(sent), nil
		case refusal.Invalid:
			return askAgain(q, s, q.Complaints(err))
		case refusal.TooMany, refusal.Closed, refusal.SignIn:
			return askAgain(q, s, []web.Complaint{{Field: "text", Sentence: sentence(q, err)}})
		}
		return nil, err
	}
}

func askAgain(q *web.Request, s Sort, heard []web.Complaint) (web.Answer, error) {
	v, err := newAsk(q, s, heard)
	if err != nil {
		return nil, err
	}
	return askPage.Refuse(v), nil
}

// number reads a number of an entry as typed; 0 when it is none.
func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
