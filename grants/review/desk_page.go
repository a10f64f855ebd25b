package review

import (
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	desksPage   = web.NewPage[desksView](embedded, "pages/desks.html")
	declarePage = web.NewPage[declareView](embedded, "pages/declare.html")
	deskPage    = web.NewPage[deskView](embedded, "pages/desk.html")
)

// desksView is an expert's desk: everything given to them, by what is due.
type desksView struct {
	web.Head
	Open, Done, Total int
	Rows              []deskRow
	Affiliations      []Affiliation
	Form              struct{ Name, Number web.Field }
	Unsaved           []unsavedView
}

type deskRow struct {
	Link, Title, Number string
	Call                call.Published
	Due                 time.Time
	Late                bool
	Status              web.Status
	Total               string
}

func showDesks(q *web.Request) (web.Answer, error) {
	view, err := desksOf(q)
	if err != nil {
		return nil, err
	}
	return desksPage.Show(view), nil
}

func desksOf(q *web.Request) (desksView, error) {
	v := desksView{Head: web.Head{Title: q.T("review.desk.title"), Thread: 7}}
	mine, err := Mine(q.Reader(), q.Actor().ID)
	if err != nil {
		return v, err
	}
	for _, a := range mine {
		row, err := newDeskRow(q, a)
		if err != nil {
			return v, err
		}
		v.Rows = append(v.Rows, row)
		switch {
		case a.IsLocked():
			v.Done++
		case a.Recused.IsZero():
			v.Open++
		}
	}
	v.Total = v.Open + v.Done
	v.Form.Name = web.Field{Name: "name", Label: q.T("review.affiliation.name"), Value: q.Value("name")}
	v.Form.Number = web.Field{Name: "number", Label: q.T("review.affiliation.number"), Value: q.Value("number"), Optional: true, Size: 12}
	v.Affiliations, err = Declared(q.Reader(), q.Actor().ID)
	return v, err
}

func newDeskRow(q *web.Request, a Assignment) (deskRow, error) {
	s, err := application.FindSubmission(q.Reader(), a.Application)
	if err != nil {
		return deskRow{}, err
	}
	d, err := call.FindVersion(q.Reader(), s.Call, s.CallVersion)
	row := deskRow{Link: "/desk/" + a.Application, Title: s.Title, Number: s.Number, Call: d, Due: a.Due}
	switch {
	case !a.Recused.IsZero():
		row.Status = web.Status{State: "out", Words: q.T("review.expert.recused")}
		row.Link, row.Title = "", s.Number
	case a.IsLocked():
		row.Status, row.Total = web.Status{State: "done", Words: q.T("review.expert.locked")}, decimal(q.Lang, a.Total)
	case a.IsOpen():
		row.Status = web.Status{State: "now", Words: q.T("review.expert.reading")}
	default:
		row.Status = web.Status{Words: q.T("review.expert.undeclared")}
	}
	row.Late = !a.IsLocked() && a.Recused.IsZero() && q.Site.Door.Now().After(a.Due)
	return row, err
}

func addAffiliation(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Affiliate, Affiliation{Name: q.Value("name"), Number: q.Value("number")})
	complaints := q.Complaints(err)
	if complaints == nil {
		return web.See("/desk"), err
	}
	view, err := desksOf(q)
	if err != nil {
		return nil, err
	}
	view.Complaints = complaints
	view.Form.Name.Complaint = view.Complaint("name")
	return desksPage.Refuse(view), nil
}

func removeAffiliation(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Leave, q.PathValue("affiliation"))
	return web.See("/desk"), err
}

// seated is what the pages of one application on an expert's desk start from.
type seated struct {
	assignment Assignment
	submission application.Submission
	call       call.Published
}

// mySeat is the visitor's own place on the application in the address; Missing for everybody else.
func mySeat(q *web.Request) (seated, error) {
	var s seated
	var err error
	if s.assignment, err = assignmentOf(q.Reader(), q.PathValue("application"), q.Actor().ID, ""); err != nil {
		return s, err
	}
	if s.submission, err = application.FindSubmission(q.Reader(), s.assignment.Application); err != nil {
		return s, err
	}
	if s.call, err = call.FindVersion(q.Reader(), s.submission.Call, s.submission.CallVersion); err != nil {
		return s, err
	}
	if !q.Actor().Has(account.Expert, s.call.Programme) {
		return s, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if !s.assignment.Recused.IsZero() {
		return s, refusal.New(refusal.Closed, "review.refusal.recused")
	}
	return s, nil
}

func (s seated) head(q *web.Request) web.Head {
	return web.Head{Title: s.submission.Number, Thread: 7, Passed: []int{6}, Crumbs: []web.Crumb{{Name: q.T("review.desk.title"), Link: "/desk"}}}
}

// declareView asks for the declaration before anything can be read.
type declareView struct {
	web.Head
	Call      call.Published
	Number    string
	Link      string
	Due       time.Time
	Applicant Name // shown where the call is not blind, so that ties can be known
	Place     string
	Already   bool // declared before; this is about what has changed
	Interest  web.Choice
	Words     web.Field
	Unsaved   []unsavedView
}

func newDeclareView(q *web.Request, s seated) (declareView, error) {
	v := declareView{Head: s.head(q), Call: s.call, Number: s.submission.Number, Link: "/desk/" + s.submission.Application,
		Due: s.assignment.Due, Already: s.assignment.IsOpen(), Place: PlaceOf(s.submission.Municipality, q.Lang)}
	if !s.call.Assessment.Blind {
		o, err := organisation.Find(q.Reader(), s.submission.Organisation)
		if err != nil {
			return v, err
		}
		v.Applicant = NameOf(o.Name)
	}
	v.Interest = web.Choice{Name: "interest", Label: q.T("review.declare.label"), Value: q.Value("interest")}
	if !v.Already {
		v.Interest.Options = append(v.Interest.Options, web.Option{Value: string(NoInterest), Label: q.T("review.declare.none")})
	}
	for _, i := range Interests {
		v.Interest.Options = append(v.Interest.Options, web.Option{Value: string(i), Label: q.T("review.interest." + string(i))})
	}
	v.Words = web.Field{Name: "words", Label: q.T("review.declare.words"), Help: q.T("review.declare.words_help"), Rows: 3, Value: q.Value("words")}
	return v, nil
}

func declareInterest(q *web.Request) (web.Answer, error) {
	in := Declaring{q.PathValue("application"), Interest(q.Value("interest")), q.Value("words")}
	_, err := web.Do(q, Declare, in)
	complaints, status := q.Heard(err)
	switch {
	case err != nil && status == 0:
		return nil, err
	case err == nil && in.Interest != NoInterest:
		return web.See("/desk"), nil
	case err == nil:
		return web.See("/desk/" + in.Application), nil
	}
	return refuseDeclaration(q, complaints, status)
}

// refuseDeclaration shows the declaration again with what is wrong with it; where the score is given for good, and there
// is nothing left to declare, the sheet.
func refuseDeclaration(q *web.Request, complaints []web.Complaint, status int) (web.Answer, error) {
	words := withWords(nil, unsavedView{Title: q.T("review.declare.words"), Reason: q.Value("words")})
	s, err := mySeat(q)
	if err != nil {
		return shut(q, err, words...)
	}
	if s.assignment.IsLocked() {
		view, err := newDeskView(q, s)
		view.Complaints, view.Unsaved = complaints, words
		return deskPage.With(status, view), err
	}
	view, err := newDeclareView(q, s)
	view.Complaints = complaints
	view.Interest.Complaint, view.Words.Complaint = view.Complaint("interest"), view.Complaint("words")
	return declarePage.With(status, view), err
}

// showConflict is where an expert says that a conflict has come up since they declared.
func showConflict(q *web.Request) (web.Answer, error) {
	s, err := mySeat(q)
	if err != nil {
		return shut(q, err)
	}
	if s.assignment.IsLocked() {
		return web.See("/desk/" + s.submission.Application), nil
	}
	view, err := newDeclareView(q, s)
	if err != nil {
		return nil, err
	}
	return declarePage.Show(view), nil
}
