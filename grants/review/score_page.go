package review

import (
	"net/http"
	"slices"
	"time"

	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/web"
)

// deskView is one application beside its rubric.
type deskView struct {
	web.Head
	Call                call.Published
	Number, Subject     string
	Link                string
	Applicant           Name
	Blind               bool
	Requested           int64
	Due, Declared, Seen time.Time
	Done, All           int
	Sections            []application.AnsweredSection
	Groups              []groupView
	Total               Total
	Scored, Criteria    int
	SoFar, Maximum      string
	Locked              time.Time
	Unsaved             []unsavedView
}

type groupView struct {
	Group    call.Group
	Criteria []criterionView
	Below    bool
	Least    string
}

type criterionView struct {
	Criterion call.Criterion
	Given     string // points as written in the heading
	Most      string
	Typed     string
	Option    string
	Reason    string
	PointsBad string
	ReasonBad string
}

func showDesk(q *web.Request) (web.Answer, error) {
	s, err := mySeat(q)
	if err != nil {
		return shut(q, err)
	}
	if !s.assignment.IsOpen() {
		view, err := newDeclareView(q, s)
		if err != nil {
			return nil, err
		}
		return declarePage.Show(view), nil
	}
	view, err := newDeskView(q, s)
	if err != nil {
		return nil, err
	}
	return deskPage.Show(view), nil
}

func newDeskView(q *web.Request, s seated) (deskView, error) {
	v := deskView{Head: s.head(q), Call: s.call, Number: s.submission.Number, Subject: s.submission.Title, Link: "/desk/" + s.submission.Application,
		Blind: s.call.Assessment.Blind, Requested: s.submission.Requested, Due: s.assignment.Due, Declared: s.assignment.Declared, Locked: s.assignment.Locked}
	v.Sections = answersShown(s.call.Definition, s.submission, q.Lang, v.Blind)
	reads := func(field string) bool { return ReadsFile(q.Reader(), q.Actor(), s.submission.Application, field) }
	if err := linkFiles(q, s.submission.Application, v.Sections, reads); err != nil {
		return v, err
	}
	if !v.Blind {
		o, err := organisation.Find(q.Reader(), s.submission.Organisation)
		if err != nil {
			return v, err
		}
		v.Applicant = NameOf(o.Name)
	}
	all, err := given(q.Reader(), s.assignment.ID)
	if err != nil {
		return v, err
	}
	if v.Total, err = GridOf(s.call.Grid).Total(marksOf(all)); err != nil {
		return v, err
	}
	v.rubric(q, s.call.Grid, all)
	mine, err := Mine(q.Reader(), q.Actor().ID)
	for _, a := range mine {
		if a.Call != s.call.ID {
			continue
		}
		if a.Recused.IsZero() {
			v.All++
		}
		if a.IsLocked() {
			v.Done++
		}
	}
	return v, err
}

// rubric lays the marks beside the criteria.
func (v *deskView) rubric(q *web.Request, grid call.Grid, all []Given) {
	v.SoFar, v.Maximum = decimal(q.Lang, v.Total.Points), decimal(q.Lang, GridOf(grid).Maximum())
	for i, g := range grid.Groups {
		group := groupView{Group: g, Below: v.Total.Groups[i].Below, Least: decimal(q.Lang, g.Threshold)}
		for _, c := range g.Criteria {
			v.Criteria++
			group.Criteria = append(group.Criteria, v.criterion(q, c, all))
		}
		v.Groups = append(v.Groups, group)
	}
}

func (v *deskView) criterion(q *web.Request, c call.Criterion, all []Given) criterionView {
	view := criterionView{Criterion: c, Given: "–", Most: decimal(q.Lang, c.Max)}
	if i := slices.IndexFunc(all, func(g Given) bool { return g.Criterion == c.ID }); i >= 0 {
		g := all[i]
		view.Option, view.Reason = g.Option, g.Reason
		if g.Marked {
			v.Scored++
			view.Given = decimal(q.Lang, g.Points)
			view.Typed = view.Given
		}
		if g.At.After(v.Seen) {
			v.Seen = g.At
		}
	}
	return view
}

// aboutCriteria says of each complaint which criterion it is about.
func aboutCriteria(q *web.Request, grid call.Grid, complaints []web.Complaint) []web.Complaint {
	for _, g := range grid.Groups {
		for _, c := range g.Criteria {
			for i, one := range complaints {
				if one.Field == "points-"+c.ID || one.Field == "reason-"+c.ID {
					complaints[i].About = c.Title.In(q.Lang)
				}
			}
		}
	}
	return complaints
}

// saveScores saves every criterion that was filled in, and locks when the expert asked for that. What cannot be saved
// stays on the page as typed, also when the sheet was locked meanwhile on another page.
func saveScores(q *web.Request) (web.Answer, error) {
	s, err := mySeat(q)
	if err != nil {
		return shut(q, err, unsavedMarks(q, s.call.Grid, markings(q, s.call.Grid, nil))...)
	}
	before, err := given(q.Reader(), s.assignment.ID)
	if err != nil {
		return nil, err
	}
	sent := markings(q, s.call.Grid, before)
	complaints, status, err := mark(q, sent)
	if err != nil {
		return nil, err
	}
	if status == 0 {
		return web.See("/desk/" + s.submission.Application), nil
	}
	return refuseScores(q, complaints, status, sent)
}

// mark saves what was sent, criterion by criterion, and locks. The status is 0 when all of it was done.
func mark(q *web.Request, sent []Marking) (complaints []web.Complaint, status int, err error) {
	for _, in := range sent {
		_, err := web.Do(q, Score, in)
		bad, no := q.Heard(err)
		if err != nil && no != http.StatusUnprocessableEntity {
			return bad, no, unheard(err, no)
		}
		complaints, status = append(complaints, bad...), max(status, no)
	}
	if status != 0 || q.Value("then") != "lock" {
		return complaints, status, nil
	}
	_, err = web.Do(q, Lock, q.PathValue("application"))
	complaints, status = q.Heard(err)
	return complaints, status, unheard(err, status)
}

// unheard is an error that no page of its own can say.
func unheard(err error, status int) error {
	if status != 0 {
		return nil
	}
	return err
}

// refuseScores shows the sheet again with what is wrong with it, as it stands now and with everything that was typed.
func refuseScores(q *web.Request, complaints []web.Complaint, status int, sent []Marking) (web.Answer, error) {
	s, err := mySeat(q)
	if err != nil {
		return nil, err
	}
	kept := unsavedMarks(q, s.call.Grid, sent)
	if !s.assignment.IsOpen() {
		view, err := newDeclareView(q, s)
		view.Complaints, view.Unsaved = complaints, kept
		return declarePage.With(status, view), err
	}
	view, err := newDeskView(q, s)
	if err != nil {
		return nil, err
	}
	view.Complaints = aboutCriteria(q, s.call.Grid, complaints)
	if s.assignment.IsLocked() {
		view.Unsaved = kept
	} else {
		view.keep(q)
	}
	return deskPage.With(status, view), nil
}

// markings are the criteria that came with the form and are not as they were saved.
func markings(q *web.Request, grid call.Grid, before []Given) []Marking {
	var all []Marking
	for _, g := range grid.Groups {
		for _, c := range g.Criteria {
			if !q.Form.Has("reason-" + c.ID) {
				continue
			}
			in := Marking{Application: q.PathValue("application"), Criterion: c.ID, Reason: q.Value("reason-" + c.ID)}
			if len(c.Options) > 0 {
				in.Option = q.Value("points-" + c.ID)
			} else {
				in.Points = q.Value("points-" + c.ID)
			}
			if !saved(in, c, before) {
				all = append(all, in)
			}
		}
	}
	return all
}

// saved says whether a criterion was sent as it is kept.
func saved(in Marking, c call.Criterion, before []Given) bool {
	now, complaints := read(in, c)
	i := slices.IndexFunc(before, func(g Given) bool { return g.Criterion == c.ID })
	if i < 0 {
		return len(complaints) == 0 && !now.Marked && now.Reason == ""
	}
	was := before[i]
	return len(complaints) == 0 && now.Marked == was.Marked && now.Option == was.Option && now.Points == was.Points && now.Reason == was.Reason
}

// keep shows what was typed, with what there is to correct beside it.
func (v *deskView) keep(q *web.Request) {
	for i := range v.Groups {
		for j := range v.Groups[i].Criteria {
			c := &v.Groups[i].Criteria[j]
			c.PointsBad, c.ReasonBad = v.Complaint("points-"+c.Criterion.ID), v.Complaint("reason-"+c.Criterion.ID)
			c.Reason = q.Value("reason-" + c.Criterion.ID)
			if len(c.Criterion.Options) > 0 {
				c.Option = q.Value("points-" + c.Criterion.ID)
			} else {
				c.Typed = q.Value("points-" + c.Criterion.ID)
			}
		}
	}
}
