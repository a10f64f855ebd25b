package selection

import (
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/grants/review"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

var resultPage = web.NewPage[resultView](embedded, "pages/result.html")

// resultView is what an applicant is told: the outcome first, then how it came about.
type resultView struct {
	web.Head
	Call         call.Published
	Submission   application.Submission
	Stage        string // waiting, rejected, or an Outcome
	Decided      Decided
	Score        string
	Threshold    string
	Ranked       int
	Below        []string
	Criteria     []judged
	Rejections   []rejection
	Until        time.Time
	CanAppeal    bool
	HasDecision  bool
	DecisionLink string
	MoneyGiven   bool
	Alone        bool // one expert scored
}

// rejection is a question of the check that was answered no.
type rejection struct{ Because, Reason string }

func showResult(q *web.Request) (web.Answer, error) {
	result, err := review.ResultOf(q.Reader(), q.PathValue("application"))
	if err != nil {
		return nil, err
	}
	s := result.Submission
	if !organisation.MayRead(q.Actor(), s.Organisation) && !q.Actor().HasAny(s.Programme, overseers...) {
		return nil, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	v := resultView{Submission: s, Stage: "waiting"}
	if v.Call, err = call.FindVersion(q.Reader(), s.Call, s.CallVersion); err != nil {
		return nil, err
	}
	v.Alone, v.MoneyGiven = result.Policy.Alone, v.Call.Money.Given()
	v.Head = web.Head{Title: q.T("selection.result.title"), Thread: 7, Passed: []int{6}, Crumbs: []web.Crumb{
		{Name: v.Call.Title.In(q.Lang), Link: q.Link("/calls/" + s.Call)}, {Name: s.Number, Link: "/applications/" + s.Application}}}
	if err := v.fill(q, result); err != nil {
		return nil, err
	}
	return resultPage.Show(v), nil
}

func (v *resultView) fill(q *web.Request, r review.Result) error {
	if r.Check.Verdict == review.Rejected {
		v.Stage = string(Rejected)
		v.rejections(q, r)
		v.Until = r.Check.AppealUntil
	}
	decided, err := OutcomeOf(q.Reader(), v.Submission.Application)
	switch {
	case refusal.KindOf(err) == refusal.Missing:
		err = nil
	case err == nil:
		err = v.decided(q, decided, r)
	}
	v.CanAppeal = !v.Until.IsZero() && !q.Site.Door.Now().After(v.Until)
	return err
}

func (v *resultView) rejections(q *web.Request, r review.Result) {
	_, _, failed := review.Judge(v.Call.Gates, r.Decisions)
	for _, id := range failed {
		for i, g := range v.Call.Gates {
			if g.ID != id {
				continue
			}
			for _, d := range r.Decisions {
				if d.Gate == id {
					v.Rejections = append(v.Rejections, rejection{v.Call.Gates[i].Because.In(q.Lang), d.Reason})
				}
			}
		}
	}
}

func (v *resultView) decided(q *web.Request, d Decided, r review.Result) error {
	k, err := FindDecision(q.Reader(), d.Call)
	if err != nil {
		return err
	}
	list, err := readFile(k.File)
	if err != nil {
		return err
	}
	v.Stage, v.Decided, v.HasDecision, v.DecisionLink = string(spoken(v.Call.Definition, d.Outcome)), d, true, q.Link("/results/"+d.Call)
	v.Threshold, v.Ranked = review.Average(q.Lang, 2*int64(list.Settings.Threshold)), list.ranked()
	if d.Outcome != Rejected {
		v.Until = review.AppealUntil(v.Call.Definition, k.ConfirmedAt)
	}
	if d.Twice >= 0 {
		v.Score = review.Average(q.Lang, d.Twice)
	}
	for _, row := range list.Rows {
		if row.Number == d.Number {
			v.Below = belowGroups(v.Call.Definition, list, row, q.Lang)
			if row.Score != nil {
				v.Criteria = criteria(v.Call.Definition, counting(row, r), q.Lang)
			}
		}
	}
	return nil
}
