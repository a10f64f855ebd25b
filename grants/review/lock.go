package review

import (
	"strconv"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Lock gives an expert's score for good. Every criterion must have points, and a reason where the call wants one. When
// the first two scores lie too far apart, operators are told that a third expert is required (rule L7).
var Lock = action.Define(action.Definition[string, desk, Total]{
	Name: "review.lock",
	Load: sit,
	May:  assessors(),
	When: scoring(),
	Do: func(tx *action.Tx, applicationID string, d desk) (Total, error) {
		tx.About("assignment", d.assignment.ID)
		all, err := given(tx, d.assignment.ID)
		if err != nil {
			return Total{}, err
		}
		total, err := GridOf(d.call.Grid).Total(marksOf(all))
		if err != nil {
			return Total{}, err
		}
		if err := refusal.Of(complainSheet(d.call.Grid, total, unexplained(d.call.Grid, all))); err != nil {
			return total, err
		}
		tx.Note("total", strconv.FormatInt(total.Points, 10))
		if err := setLocked(tx, d.assignment.ID, total.Points); err != nil {
			return total, err
		}
		return total, tellDivergence(tx, d)
	},
})

func complainSheet(grid call.Grid, total Total, unexplained []string) []refusal.Complaint {
	titles := map[string]text.Text{}
	for _, g := range grid.Groups {
		for _, c := range g.Criteria {
			titles[c.ID] = c.Title
		}
	}
	var complaints []refusal.Complaint
	for _, id := range total.Missing {
		complaints = append(complaints, refusal.About("points-"+id, "review.refusal.points_missing", "Criterion", titles[id]))
	}
	for _, id := range unexplained {
		complaints = append(complaints, refusal.About("reason-"+id, "review.refusal.reason_missing", "Criterion", titles[id]))
	}
	return complaints
}

// tellDivergence tells operators when this lock has shown that a third expert or the committee is needed.
func tellDivergence(tx *action.Tx, d desk) error {
	r, err := ResultOf(tx, d.submission.Application)
	if err != nil {
		return err
	}
	role, kind := account.Operator, toldThird
	switch r.Waiting {
	case ForThird:
	case ForCommittee:
		role, kind = account.Committee, toldCommittee
	default:
		return nil
	}
	people, err := account.WithRole(tx, role, d.call.Programme)
	if err != nil {
		return err
	}
	return notice.TellPeople(tx, kind, newsOf(d.call, "/calls/"+d.call.ID+"/assessment", d.submission.Number), people)
}
