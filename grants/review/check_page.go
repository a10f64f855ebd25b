package review

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var checkPage = web.NewPage[checkView](embedded, "pages/check.html")

type checkView struct {
	web.Head
	Call       call.Published
	Submission application.Submission
	Applicant  Name
	Place      string
	Status     web.Status
	Sections   []application.AnsweredSection
	Gates      []gateView
	Check      Check
	Undecided  int
	CanDecide  bool // the gates can be answered, and the check closed
	CanUphold  bool
	Appeal     web.Field
	Seats      []seatView
	Assign     *assignForm
	Result     Result
	Score      string
	Choose     *chooseForm
	ShowsNames bool
	Unsaved    []unsavedView
}

type gateView struct {
	Gate       call.Gate
	Suggestion call.Suggestion
	Decision   Decision
	Status     web.Status
	Answer     web.Choice
	Reason     web.Field
}

// seatView is an expert's place, also of one who stepped back.
type seatView struct {
	Place    int
	Name     Name
	ByLot    bool
	Due      time.Time
	Status   web.Status
	Interest string
	Words    string
}

type assignForm struct {
	Expert web.Choice
	Due    web.Field
}

type chooseForm struct {
	Choice web.Choice
	Reason web.Field
}

func showCheck(q *web.Request) (web.Answer, error) {
	view, err := checkOf(q)
	if err != nil {
		return nil, err
	}
	return checkPage.Show(view), nil
}

func checkOf(q *web.Request) (checkView, error) {
	v := checkView{}
	var err error
	if v.Result, err = ResultOf(q.Reader(), q.PathValue("application")); err != nil {
		return v, err
	}
	v.Submission, v.Check = v.Result.Submission, v.Result.Check
	if v.Call, err = call.FindVersion(q.Reader(), v.Submission.Call, v.Submission.CallVersion); err != nil {
		return v, err
	}
	if !q.Actor().HasAny(v.Call.Programme, overseers...) {
		return v, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	o, err := organisation.Find(q.Reader(), v.Submission.Organisation)
	if err != nil && refusal.KindOf(err) != refusal.Missing {
		return v, err
	}
	v.Applicant, v.Place = NameOf(o.Name), PlaceOf(v.Submission.Municipality, q.Lang)
	v.Title, v.Thread, v.Passed, v.Section = v.Submission.Number, 7, []int{6}, "look.nav.calls"
	v.Crumbs = []web.Crumb{{Name: v.Call.Title.In(q.Lang), Link: q.Link("/calls/" + v.Call.ID)},
		{Name: q.T("review.list.title"), Link: "/calls/" + v.Call.ID + "/assessment"}}
	v.Sections = answersShown(v.Call.Definition, v.Submission, q.Lang, false)
	if err := linkFiles(q, v.Submission.Application, v.Sections, overseesFiles(q, v.Submission.Application)); err != nil {
		return v, err
	}
	return v, v.fill(q)
}

// fill adds what depends on how far things are and on who looks.
func (v *checkView) fill(q *web.Request) error {
	stage := v.Result.stage()
	v.Status = stageStatus(q, stage)
	frozen, err := IsClosed(q.Reader(), v.Call.ID)
	if err != nil {
		return err
	}
	operator := q.Actor().Has(account.Operator, v.Call.Programme)
	v.ShowsNames = operator || q.Actor().Has(account.Auditor, v.Call.Programme)
	closed := dossier{call: v.Call}.closed(q.Site.Door.Now()) == nil && !frozen
	v.CanDecide = operator && closed && v.Check.Verdict == ""
	v.CanUphold = operator && closed && v.Check.Verdict == Rejected && q.Actor().ID != v.Check.Officer
	v.Appeal = web.Field{Name: "appeal", Label: q.T("review.check.appeal_reason"), Rows: 3, Value: q.Value("appeal")}
	v.gates(q)
	if v.Result.Outcome.Settled {
		v.Score = Average(q.Lang, v.Result.Outcome.Twice)
	}
	if q.Actor().Has(account.Committee, v.Call.Programme) && v.Result.Waiting == ForCommittee && !frozen {
		v.Choose = newChooseForm(q)
	}
	return v.seats(q, operator && closed)
}

func (v *checkView) gates(q *web.Request) {
	suggested := suggestions(v.Call.Definition, v.Submission)
	for _, g := range v.Call.Gates {
		d := before(v.Result.Decisions, g.ID)
		if d.Answer == "" || d.Answer == Clarify {
			v.Undecided++
		}
		view := gateView{Gate: g, Suggestion: suggested[g.ID], Decision: d, Status: answerStatus(q, d.Answer)}
		view.Answer = web.Choice{Name: "answer-" + g.ID, Label: g.Title.In(q.Lang), Help: g.Help.In(q.Lang), Value: string(d.Answer)}
		for _, a := range []Answer{Yes, No, Clarify} {
			if mayAnswer(g, d, a) {
				view.Answer.Options = append(view.Answer.Options, web.Option{Value: string(a), Label: q.T("review.answer." + string(a))})
			}
		}
		view.Reason = web.Field{Name: "reason-" + g.ID, About: g.Title.In(q.Lang), Label: q.T("review.check.reason"), Rows: 2, Value: d.Reason}
		if q.Form.Has("reason-" + g.ID) {
			view.Answer.Value, view.Reason.Value = q.Value("answer-"+g.ID), q.Value("reason-"+g.ID)
		}
		v.Gates = append(v.Gates, view)
	}
}

func answerStatus(q *web.Request, a Answer) web.Status {
	switch a {
	case Yes:
		return web.Status{State: "done", Words: q.T("review.answer.yes")}
	case No:
		return web.Status{State: "err", Words: q.T("review.answer.no")}
	case Clarify:
		return web.Status{State: "now", Words: q.T("review.answer.clarify")}
	}
	return web.Status{Words: q.T("review.answer.none")}
}

// seats lists the places, and offers to fill a free one.
func (v *checkView) seats(q *web.Request, may bool) error {
	all, err := assignments(q.Reader(), v.Submission.Application)
	if err != nil {
		return err
	}
	for _, a := range all {
		seat, err := v.seat(q, a)
		if err != nil {
			return err
		}
		v.Seats = append(v.Seats, seat)
	}
	if !may || len(v.Result.vacant()) == 0 {
		return nil
	}
	v.Assign, err = v.newAssignForm(q, all)
	return err
}

func (v *checkView) seat(q *web.Request, a Assignment) (seatView, error) {
	seat := seatView{Place: a.Place, ByLot: a.Way == ByLot, Due: a.Due}
	if v.ShowsNames {
		p, err := account.Find(q.Reader(), a.Expert)
		if err != nil {
			return seat, err
		}
		seat.Name = NameOf(p.Name)
	}
	if !a.Recused.IsZero() {
		seat.Status = web.Status{State: "out", Words: q.T("review.expert.recused")}
		seat.Interest = q.T("review.interest." + string(a.Interest))
		if v.ShowsNames {
			seat.Words = a.Words
		}
		return seat, nil
	}
	for _, s := range v.Result.Sheets {
		if s.Assignment.ID == a.ID {
			seat.Status = sheetStatus(q, s)
		}
	}
	return seat, nil
}

func (v *checkView) newAssignForm(q *web.Request, all []Assignment) (*assignForm, error) {
	pool, err := readPool(q.Reader(), v.Call.Programme)
	if err != nil {
		return nil, err
	}
	var been []string
	for _, a := range all {
		been = append(been, a.Expert)
	}
	free := pool.free(parties(q.Reader(), v.Submission, v.Call), been)
	f := &assignForm{Expert: web.Choice{Name: "expert", Label: q.T("review.assign.expert"), Help: q.T("review.assign.help"), Value: q.Value("expert")}}
	for _, p := range pool.experts {
		if slices.Contains(free, p.ID) {
			f.Expert.Options = append(f.Expert.Options, web.Option{Value: p.ID, Label: p.Name})
		}
	}
	due := q.Value("due")
	if due == "" {
		due = dateValue(proposedDue(q.Site.Door.Now(), v.Call.Window.Location()), v.Call.Window.Location())
	}
	f.Due = web.Field{Name: "due", Label: q.T("review.draw.due"), Type: "date", Value: due}
	return f, nil
}

func newChooseForm(q *web.Request) *chooseForm {
	f := &chooseForm{web.Choice{Name: "choice", Label: q.T("review.choose.label"), Value: q.Value("choice")},
		web.Field{Name: "choice-reason", Label: q.T("review.choose.reason"), Rows: 3, Value: q.Value("choice-reason")}}
	for _, c := range []Tie{HigherPair, LowerPair} {
		f.Choice.Options = append(f.Choice.Options, web.Option{Value: string(c), Label: q.T("review.choose." + string(c))})
	}
	return f
}

// back answers a change on this page: the page again, or the page with what there is to correct beside its field.
func back(q *web.Request, err error, fields map[string]string) (web.Answer, error) {
	complaints, status := q.Heard(err)
	if status == 0 {
		if err != nil {
			return nil, err
		}
		return web.See("/assessment/" + q.PathValue("application")), nil
	}
	for i, c := range complaints {
		if name, ok := fields[c.Field]; ok {
			complaints[i].Field = name
		}
	}
	view, failed := checkOf(q)
	if failed != nil {
		return nil, failed
	}
	view.Complaints, view.Unsaved = complaints, view.unsaved(q)
	view.complain()
	return checkPage.With(status, view), nil
}

// unsaved is what was sent with a form that is no longer on the page.
func (v *checkView) unsaved(q *web.Request) (all []unsavedView) {
	for _, g := range v.Gates {
		if was := g.Decision; !v.CanDecide && g.Reason.Value != was.Reason {
			all = withWords(all, unsavedView{Title: g.Gate.Title.In(q.Lang), Reason: g.Reason.Value})
		}
	}
	if !v.CanUphold {
		all = withWords(all, unsavedView{Title: v.Appeal.Label, Reason: v.Appeal.Value})
	}
	if v.Choose == nil {
		all = withWords(all, unsavedView{Title: q.T("review.choose.reason"), Reason: q.Value("choice-reason")})
	}
	return all
}

// complain puts complaints beside their fields.
func (v *checkView) complain() {
	for i := range v.Gates {
		v.Gates[i].Answer.Complaint = v.Complaint(v.Gates[i].Answer.Name)
		v.Gates[i].Reason.Complaint = v.Complaint(v.Gates[i].Reason.Name)
	}
	v.Appeal.Complaint = v.Complaint("appeal")
	if v.Assign != nil {
		v.Assign.Due.Complaint = v.Complaint("due")
	}
	if v.Choose != nil {
		v.Choose.Choice.Complaint, v.Choose.Reason.Complaint = v.Complaint("choice"), v.Complaint("choice-reason")
	}
}

// saveCheck saves every answer that was changed, and closes the check when the officer asked for that. What cannot be
// saved stays on the page as typed.
func saveCheck(q *web.Request) (web.Answer, error) {
	r, err := ResultOf(q.Reader(), q.PathValue("application"))
	if err != nil {
		return nil, err
	}
	d, err := call.FindVersion(q.Reader(), r.Submission.Call, r.Submission.CallVersion)
	if err != nil {
		return nil, err
	}
	var all []refusal.Complaint
	for _, in := range decidings(q, d.Gates, r) {
		_, err := web.Do(q, Decide, in)
		if err != nil && refusal.Complaints(err) == nil {
			return back(q, err, nil)
		}
		for _, c := range refusal.Complaints(err) {
			all = append(all, refusal.Complaint{Field: c.Field + "-" + in.Gate, Key: c.Key, Args: c.Args})
		}
	}
	if err := refusal.Of(all); err != nil || q.Value("then") != "close" {
		return back(q, err, nil)
	}
	_, err = web.Do(q, CloseCheck, r.Submission.Application)
	return back(q, err, nil)
}

// decidings are the answers that came with the form and are not as they were saved.
func decidings(q *web.Request, gates []call.Gate, r Result) []Deciding {
	var all []Deciding
	for _, g := range gates {
		in := Deciding{r.Submission.Application, g.ID, Answer(q.Value("answer-" + g.ID)), q.Value("reason-" + g.ID)}
		was := before(r.Decisions, g.ID)
		if !q.Form.Has("reason-"+g.ID) || in.Answer == was.Answer && in.Reason == was.Reason {
			continue
		}
		all = append(all, in)
	}
	return all
}

func uphold(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Uphold, Upholding{q.PathValue("application"), q.Value("appeal")})
	return back(q, err, map[string]string{"reason": "appeal"})
}

func assignExpert(q *web.Request) (web.Answer, error) {
	s, err := application.FindSubmission(q.Reader(), q.PathValue("application"))
	if err != nil {
		return nil, err
	}
	d, err := call.FindVersion(q.Reader(), s.Call, s.CallVersion)
	if err != nil {
		return nil, err
	}
	_, err = web.Do(q, Assign, Assigning{s.Application, q.Value("expert"), dueOf(q.Value("due"), d.Window.Location())})
	return back(q, err, nil)
}

func choosePair(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Choose, Choosing{q.PathValue("application"), Tie(q.Value("choice")), q.Value("choice-reason")})
	return back(q, err, map[string]string{"reason": "choice-reason"})
}
