package chosen

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var (
	deskPage   = web.NewPage[deskView](files, "pages/corrections.html")
	answerPage = web.NewPage[answerView](files, "pages/correction.html")
)

type deskView struct {
	web.Head
	Closed        bool // the call has not been published
	Waiting, Done []askedRow
	Accepted      int
}

type askedRow struct {
	Number, Link, Place, Indicator string
	Received                       time.Time
	Status                         web.Status
}

// statusOf is the state of a request.
func statusOf(q *web.Request, c Correction) web.Status {
	state := map[Verdict]string{"": "now", Accepted: "done", Declined: "out"}[c.Verdict]
	word := string(c.Verdict)
	if word == "" {
		word = "received"
	}
	return web.Status{State: state, Words: q.T("chosen.verdict." + word)}
}

func (h *house) corrections(q *web.Request) (web.Answer, error) {
	v := deskView{Head: head(q, q.T("chosen.correction.desk"), toList(q))}
	isOpen, err := isContestable(q)
	if v.Closed = !isOpen; err != nil {
		return nil, err
	}
	all, err := application.Submissions(q.Reader(), CorrectionCall)
	if err != nil {
		return nil, err
	}
	answered, err := Corrections(q.Reader())
	if err != nil {
		return nil, err
	}
	book, err := h.figures.Open(q.Reader())
	if err != nil {
		return nil, err
	}
	n := names{q: q, book: book}
	for _, s := range all {
		r, err := readRequest(s.Content)
		if err != nil {
			return nil, err
		}
		row := askedRow{Number: s.Number, Link: "/corrections/" + s.Application, Place: book.Places.Label(r.Municipality, q.Lang), Indicator: n.asked(r), Received: s.Received}
		at := slices.IndexFunc(answered, func(c Correction) bool { return c.Application == s.Application })
		if at < 0 {
			row.Status = statusOf(q, Correction{})
			v.Waiting = append(v.Waiting, row)
			continue
		}
		row.Status = statusOf(q, answered[at])
		v.Done = append(v.Done, row)
		if answered[at].Verdict == Accepted {
			v.Accepted++
		}
	}
	return deskPage.Show(v), nil
}

// isContestable says whether the call by which figures are contested has been published.
func isContestable(q *web.Request) (bool, error) {
	_, err := call.Find(q.Reader(), CorrectionCall)
	if refusal.KindOf(err) == refusal.Missing {
		return false, nil
	}
	return err == nil, err
}

// openCorrections publishes the call, so that anybody can ask.
func (h *house) openCorrections(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, call.Publish, call.Publication{File: CorrectionFile()}); err != nil {
		return nil, err
	}
	return web.See("/corrections"), nil
}

type answerView struct {
	web.Head
	Number       string
	About        string // which figure of which municipality
	Shown, Asked string // the figure as it is, and as it should be
	Series       string // where the figure is, of all years and municipalities
	Receipt      string // of whoever asked
	Received     time.Time
	Sections     []application.AnsweredSection
	Status       web.Status
	Answer       Correction
	AnsweredAs   string // the figure as it was accepted, in words
	CanAnswer    bool
	Self         string
	Verdict      web.Choice
	Municipality web.Choice
	Figure       web.Choice
	Value        web.Field
	Reason       web.Field
}

// correction is one request: for officers, and for those who asked.
func (h *house) correction(q *web.Request) (web.Answer, error) {
	v, err := h.answering(q)
	if err != nil {
		return nil, err
	}
	return answerPage.Show(v), nil
}

func (h *house) answering(q *web.Request) (v answerView, err error) {
	a, err := application.Find(q.Reader(), q.PathValue("application"))
	if err == nil && (a.Call != CorrectionCall || !isOfficer(q) && !a.Reads(q.Actor())) {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err != nil {
		return v, err
	}
	s, err := application.FindSubmission(q.Reader(), a.ID)
	if err != nil {
		return v, err
	}
	d, err := call.FindVersion(q.Reader(), s.Call, s.CallVersion)
	if err != nil {
		return v, err
	}
	v = answerView{Head: head(q, q.T("chosen.correction.title", "Number", s.Number), toList(q)), Number: s.Number, Received: s.Received, Self: "/corrections/" + a.ID,
		Sections: application.Answered(d.Definition, s.Content, q.Lang, false)}
	if a.Reads(q.Actor()) {
		v.Receipt = "/applications/" + a.ID + "/receipt"
	}
	if isOfficer(q) {
		v.Crumbs = append(v.Crumbs, web.Crumb{Name: q.T("chosen.correction.desk"), Link: "/corrections"})
	}
	if err := application.Linked(q.Reader(), a.ID, v.Sections, a.Reads(q.Actor())); err != nil {
		return v, err
	}
	if v.Answer, err = CorrectionOf(q.Reader(), a.ID); err != nil {
		return v, err
	}
	v.Status = statusOf(q, v.Answer)
	v.CanAnswer = isOfficer(q) && v.Answer.Verdict == "" && a.CreatedBy != q.Actor().Name()
	return v, h.fillAnswer(q, &v, s)
}

// tell says in the title which figure is asked about, and beside each other what it is and what it should be.
func (v *answerView) tell(n names, r request) {
	v.About = n.book.Places.Label(r.Municipality, n.q.Lang) + ": " + n.asked(r)
	v.Shown, v.Asked = r.Published, n.typed(r.value())
	if i, _, ok := n.indicator(r.figure()); ok {
		v.Series = n.q.Link("/statistics/" + i.Code)
	}
}

// fillAnswer makes the form of the answer, filled in with what was asked, or says what was answered.
func (h *house) fillAnswer(q *web.Request, v *answerView, s application.Submission) error {
	book, err := h.figures.Open(q.Reader())
	if err != nil {
		return err
	}
	n := names{q: q, book: book}
	if v.Answer.Verdict == Accepted {
		v.AnsweredAs = book.Places.Label(v.Answer.Municipality, q.Lang) + " · " + n.series(v.Answer.Figure) + ": " + n.typed(v.Answer.Value)
	}
	r, err := readRequest(s.Content)
	if err != nil {
		return err
	}
	v.tell(n, r)
	v.Verdict = web.Choice{Name: "verdict", Label: q.T("chosen.correction.verdict"), Value: q.Value("verdict"), Options: []web.Option{
		{Value: string(Accepted), Label: q.T("chosen.correction.accept")}, {Value: string(Declined), Label: q.T("chosen.correction.decline")}}}
	or := func(name, otherwise string) string {
		if q.Method == http.MethodPost {
			return q.Value(name)
		}
		return otherwise
	}
	v.Municipality = web.Choice{Name: "municipality", Label: q.T("municipality.name"), Value: or("municipality", r.Municipality)}
	for _, m := range book.Places.All() {
		v.Municipality.Options = append(v.Municipality.Options, web.Option{Value: m.Code, Label: book.Places.Label(m.Code, q.Lang) + " (" + m.Code + ")"})
	}
	v.Figure = web.Choice{Name: "figure", Label: q.T("chosen.new.figure"), Value: or("figure", r.figure()), Options: append([]web.Option{{Label: q.T("chosen.correction.choose")}}, n.everySeries()...)}
	v.Value = web.Field{Name: "value", Label: q.T("chosen.correction.right"), Value: or("value", n.typed(r.value())), Inputmode: "decimal", Size: 10}
	v.Reason = web.Field{Name: "reason", Label: q.T("chosen.correction.reason"), Help: q.T("chosen.correction.reason_help"), Rows: 4, Value: q.Value("reason")}
	return nil
}

// asked is the figure that a request is about: in the language of the page where it was begun from one of ours, else as typed.
func (n names) asked(r request) string {
	if column := r.figure(); column != "" {
		return n.series(column)
	}
	return r.typed()
}

// series is the name of a figure of one year.
func (n names) series(column string) string {
	if i, year, ok := n.indicator(column); ok {
		return i.Name.In(n.q.Lang) + ", " + strconv.Itoa(year)
	}
	return column
}

// everySeries are the figures of one year that anybody has.
func (n names) everySeries() (options []web.Option) {
	for _, i := range n.book.Indicators {
		for _, country := range n.book.Places.Countries() {
			for _, year := range n.book.Years(i.Code, country) {
				column := i.Code + "_" + strconv.Itoa(year)
				if !slices.ContainsFunc(options, func(o web.Option) bool { return o.Value == column }) {
					options = append(options, web.Option{Value: column, Label: n.series(column)})
				}
			}
		}
	}
	slices.SortStableFunc(options, func(a, b web.Option) int { return strings.Compare(a.Label, b.Label) })
	return options
}

func (h *house) answerCorrection(q *web.Request) (web.Answer, error) {
	_, err := web.Do(q, Answer, Answering{q.PathValue("application"), Verdict(q.Value("verdict")), q.Value("municipality"), q.Value("figure"), q.Value("value"), q.Value("reason")})
	if err == nil {
		return web.See("/corrections/" + q.PathValue("application")), nil
	}
	complaints, status := q.Heard(err)
	if status == 0 {
		return nil, err
	}
	v, err := h.answering(q)
	if err != nil {
		return nil, err
	}
	v.Complaints = complaints
	v.Verdict.Complaint, v.Municipality.Complaint, v.Figure.Complaint = v.Complaint("verdict"), v.Complaint("municipality"), v.Complaint("figure")
	v.Value.Complaint, v.Reason.Complaint = v.Complaint("value"), v.Complaint("reason")
	return answerPage.With(status, v), nil
}

// acceptedFile is the accepted figures as a table that the statistics import.
func (h *house) acceptedFile(q *web.Request) (web.Answer, error) {
	all, err := Corrections(q.Reader())
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"code", "indicator", "year", "value"}) // the buffer takes everything
	seen := map[[2]string]bool{}
	for _, c := range all {
		at := [2]string{c.Municipality, c.Figure}
		indicator, year, ok := splitFigure(c.Figure)
		if c.Verdict != Accepted || !ok || seen[at] {
			continue
		}
		seen[at] = true
		_ = w.Write([]string{c.Municipality, indicator, strconv.Itoa(year), c.Value})
	}
	w.Flush()
	return web.File{Type: "text/csv; charset=utf-8", Name: "corrections.csv", Data: b.Bytes()}, nil
}

// speakers are for whom somebody can ask: themselves, and the organisations they write for.
func speakers(q *web.Request) []string { return q.Actor().Scopes(account.Owner, account.Editor) }
