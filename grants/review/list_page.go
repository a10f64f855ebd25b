package review

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/refusal"
	"vekst/platform/search"
	"vekst/platform/web"
	"vekst/value/period"
)

var listPage = web.NewPage[listView](embedded, "pages/list.html")

type listView struct {
	web.Head
	Call                       call.Published
	Closed, Frozen             bool
	Received, Checked, Settled int
	Rejected, Vacant           int
	Next                       web.Next
	Filter                     struct{ Query, Stage, Sort string }
	Stages, Sorts              []web.Option
	Rows                       []listRow
	Draw                       *drawForm
	Lots                       []Lot
}

type listRow struct {
	Link, Number, Title string
	Applicant           Name
	Place               string
	Requested           int64
	Received            time.Time
	Status              web.Status
	Experts             []web.Status
	stage               string
}

// drawForm is the form by which an operator draws experts.
type drawForm struct {
	Vacant    int
	Seed, Due web.Field
}

// overseen is the call in the address, for those who oversee its programme.
func overseen(q *web.Request) (call.Published, error) {
	d, err := call.Find(q.Reader(), q.PathValue("call"))
	if err == nil && !q.Actor().HasAny(d.Programme, overseers...) {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return d, err
}

func showList(q *web.Request) (web.Answer, error) {
	view, err := listOf(q)
	if err != nil {
		return nil, err
	}
	return listPage.Show(view), nil
}

func listOf(q *web.Request) (listView, error) {
	d, err := overseen(q)
	if err != nil {
		return listView{}, err
	}
	v := listView{Call: d, Closed: d.Window.At(q.Site.Door.Now()) == period.Closed}
	v.Head = web.Head{Title: q.T("review.list.title"), Thread: 7, Section: "look.nav.calls",
		Crumbs: []web.Crumb{{Name: q.T("look.nav.calls"), Link: q.Link("/calls")}, {Name: d.Title.In(q.Lang), Link: q.Link("/calls/" + d.ID)}}}
	if v.Frozen, err = IsClosed(q.Reader(), d.ID); err != nil || !v.Closed {
		return v, err
	}
	results, err := Results(q.Reader(), d.ID)
	if err != nil {
		return v, err
	}
	if v.Lots, err = Lots(q.Reader(), d.ID); err != nil {
		return v, err
	}
	v.count(results)
	v.next(q)
	if v.Vacant > 0 && !v.Frozen && q.Actor().Has(account.Operator, d.Programme) {
		v.Draw = newDrawForm(q, d, v.Vacant)
	}
	return v, v.list(q, results)
}

func newDrawForm(q *web.Request, d call.Published, vacant int) *drawForm {
	due := q.Value("due")
	if due == "" {
		due = dateValue(proposedDue(q.Site.Door.Now(), d.Window.Location()), d.Window.Location())
	}
	return &drawForm{vacant,
		web.Field{Name: "seed", Label: q.T("review.draw.seed"), Help: q.T("review.draw.seed_help"), Value: q.Value("seed"), Optional: true},
		web.Field{Name: "due", Label: q.T("review.draw.due"), Type: "date", Value: due}}
}

func (v *listView) count(results []Result) {
	v.Received = len(results)
	for _, r := range results {
		switch {
		case r.Check.Verdict == Rejected:
			v.Rejected++
		case r.Waiting == "":
			v.Settled++
		}
		if r.Check.Verdict != "" {
			v.Checked++
		}
		v.Vacant += len(r.vacant())
	}
}

// next says who has the ball.
func (v *listView) next(q *web.Request) {
	key := "scores"
	switch {
	case v.Received == 0:
		key = "none"
	case v.Frozen:
		key = "frozen"
	case v.Checked < v.Received:
		key = "check"
	case v.Vacant > 0:
		key = "experts"
	case v.Settled+v.Rejected == v.Received:
		key = "ranking"
	}
	if key == "scores" && v.Call.Assessment.Experts == 1 {
		key = "score"
	}
	v.Next = web.Next{Who: q.T("review.next." + key + ".who"), What: q.T("review.next." + key + ".what")}
}

func (v *listView) list(q *web.Request, results []Result) error {
	names, err := applicants(q.Reader(), results)
	if err != nil {
		return err
	}
	v.Filter.Query, v.Filter.Stage, v.Filter.Sort = q.Value("q"), q.Value("stage"), q.Value("sort")
	v.Stages = []web.Option{{Value: "", Label: q.T("review.list.all")}}
	for _, s := range stages {
		if v.Call.Assessment.Experts == 1 && (s == string(ForThird) || s == string(ForCommittee)) {
			continue
		}
		v.Stages = append(v.Stages, web.Option{Value: s, Label: q.T("review.stage." + s)})
	}
	for _, s := range []string{"number", "stage", "place", "requested"} {
		v.Sorts = append(v.Sorts, web.Option{Value: s, Label: q.T("review.sort." + s)})
	}
	for _, r := range results {
		row := newListRow(q, r, names[r.Submission.Organisation])
		if v.Filter.Stage != "" && v.Filter.Stage != row.stage || !row.says(v.Filter.Query) {
			continue
		}
		v.Rows = append(v.Rows, row)
	}
	sortRows(v.Rows, v.Filter.Sort)
	return nil
}

func newListRow(q *web.Request, r Result, applicant Name) listRow {
	s := r.Submission
	row := listRow{Link: "/assessment/" + s.Application, Number: s.Number, Title: s.Title, Applicant: applicant, Place: PlaceOf(s.Municipality, q.Lang),
		Requested: s.Requested, Received: s.Received, stage: r.stage()}
	row.Status = stageStatus(q, row.stage)
	for _, sheet := range r.Sheets {
		row.Experts = append(row.Experts, sheetStatus(q, sheet))
	}
	return row
}

// sheetStatus is how far an expert is, with the score once it is locked.
func sheetStatus(q *web.Request, s Sheet) web.Status {
	switch {
	case s.Assignment.IsLocked():
		return web.Status{State: "done", Words: decimal(q.Lang, s.Total.Points)}
	case s.Assignment.IsOpen():
		return web.Status{State: "now", Words: q.T("review.expert.reading")}
	}
	return web.Status{State: "", Words: q.T("review.expert.undeclared")}
}

// says whether the row has the words somebody looks for.
func (r listRow) says(query string) bool {
	tokens := search.Column(append(search.Tokens(r.Number+" "+r.Title+" "+r.Applicant.Text, "bg"), search.Tokens(r.Title+" "+r.Place, "en")...))
	for _, word := range search.Read(query) {
		if !slices.ContainsFunc(word, func(form string) bool { return strings.Contains(tokens, " "+form) }) {
			return false
		}
	}
	return true
}

func sortRows(rows []listRow, by string) {
	slices.SortStableFunc(rows, func(a, b listRow) int {
		switch by {
		case "stage":
			return slices.Index(stages, a.stage) - slices.Index(stages, b.stage)
		case "place":
			return strings.Compare(a.Place, b.Place)
		case "requested":
			return int(max(-1, min(1, b.Requested-a.Requested)))
		}
		return compareNumbers(a.Number, b.Number)
	})
}

func drawExperts(q *web.Request) (web.Answer, error) {
	d, err := overseen(q)
	if err != nil {
		return nil, err
	}
	_, err = web.Do(q, DrawAll, Drawing{Call: d.ID, Seed: q.Value("seed"), Due: dueOf(q.Value("due"), d.Window.Location())})
	if complaints, status := q.Heard(err); status != 0 {
		view, err := listOf(q)
		if err != nil {
			return nil, err
		}
		view.Complaints = complaints
		if view.Draw != nil {
			view.Draw.Due.Complaint = view.Complaint("due")
		}
		return listPage.With(status, view), nil
	}
	if err != nil {
		return nil, err
	}
	return web.See("/calls/" + d.ID + "/assessment"), nil
}
