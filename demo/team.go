package demo

import (
	"context"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/review"
	"vekst/platform/action"
	"vekst/value/money"
	"vekst/value/registration"
)

// team is the invented officers and experts at work on one call. Each of its steps does what is left to do, whoever did
// the rest, at the moment of the context it is given.
type team struct {
	door        *action.Door
	call        call.Published
	places      *municipality.Register
	assessments assessments
	people      map[string]Role   // the experts of the cast, by identifier
	keys        map[string]string // identifiers of the cast, by key
}

func newTeam(ctx context.Context, door *action.Door, callID string) (*team, error) {
	t := &team{door: door, people: map[string]Role{}, keys: map[string]string{}}
	var err error
	if t.call, err = call.Find(door.Reader(ctx), callID); err != nil {
		return nil, err
	}
	if t.places, err = municipality.Seed(); err != nil {
		return nil, err
	}
	if t.assessments, err = readAssessments(); err != nil {
		return nil, err
	}
	for _, r := range Cast {
		p, err := account.FindByEmail(door.Reader(ctx), r.Email)
		if err != nil {
			return nil, err
		}
		t.people[p.ID], t.keys[r.Key] = r, p.ID
	}
	return t, nil
}

// actor is somebody of the cast.
func (t *team) actor(key string) action.Actor {
	r := role(key)
	return actorOf(t.keys[key], r)
}

// check answers the gates that nobody has answered, as the program suggests, and closes the checks.
func (t *team) check(ctx context.Context) error {
	return t.eachThatWaits(ctx, review.ForCheck, func(r review.Result) error {
		suggestions, err := t.suggestions(ctx, r)
		if err != nil {
			return err
		}
		for _, s := range suggestions {
			if isAnswered(r, s.Gate) {
				continue
			}
			if _, err := review.Decide.Run(ctx, t.door, t.actor("second"), t.answer(r, s)); err != nil {
				return err
			}
		}
		_, err = review.CloseCheck.Run(ctx, t.door, t.actor("second"), r.Submission.Application)
		return err
	})
}

// eachThatWaits does something for every application whose assessment waits for that.
func (t *team) eachThatWaits(ctx context.Context, what review.Waiting, do func(review.Result) error) error {
	results, err := review.Results(t.door.Reader(ctx), t.call.ID)
	if err != nil {
		return err
	}
	var waiting []review.Result
	for _, r := range results {
		if r.Waiting == what {
			waiting = append(waiting, r)
		}
	}
	return each(len(waiting), func(i int) error { return do(waiting[i]) })
}

// suggestions is what the program thinks of each gate.
func (t *team) suggestions(ctx context.Context, r review.Result) ([]call.Suggestion, error) {
	kept, err := application.Answers(t.door.Reader(ctx), r.Submission.Application)
	answers := call.Answers{}
	for _, a := range kept {
		answers[a.Path] = a.Value
	}
	return t.call.Form.Examine(answers, t.facts(), r.Submission.Received).Suggestions(), err
}

func (t *team) facts() call.Facts {
	return call.Facts{
		Settlement: func(code string) (int64, string, bool) {
			s, known := t.places.Settlement(code)
			return int64(s.Population), s.Municipality, known
		},
		Registration: func(country, number string) bool {
			_, _, err := registration.Parse(country, number)
			return err == nil
		},
	}
}

// isAnswered says whether a gate needs nothing more: an answer that waits for the applicant does.
func isAnswered(r review.Result, gate string) bool {
	for _, d := range r.Decisions {
		if d.Gate == gate && d.Answer != review.Clarify {
			return true
		}
	}
	return false
}

func (t *team) answer(r review.Result, s call.Suggestion) review.Deciding {
	d := review.Deciding{Application: r.Submission.Application, Gate: s.Gate, Answer: review.Yes, Reason: t.assessments.Gates.Yes}
	if s.Known && !s.Passes {
		d.Answer, d.Reason = review.No, t.assessments.Gates.No
	}
	if t.isConcept() {
		d.Reason = t.assessments.Gates.Concept
	}
	return d
}

func (t *team) isConcept() bool { return t.call.Kind == call.Concept }

// draw gives the free places to experts by lot. A seed may be given.
func (t *team) draw(ctx context.Context, seed string, now time.Time) error {
	_, err := review.DrawAll.Run(ctx, t.door, t.actor("second"), review.Drawing{Call: t.call.ID, Seed: seed, Due: now.AddDate(0, 0, 21)})
	return err
}

// score lets experts of the cast declare that they have no conflict, fill in what is missing on their sheets, and lock.
func (t *team) score(ctx context.Context) error {
	return t.eachThatWaits(ctx, review.ForScores, func(r review.Result) error {
		for _, sheet := range r.Sheets {
			if err := t.fill(ctx, r.Submission, sheet); err != nil {
				return err
			}
		}
		return nil
	})
}

// fill completes one sheet. Sheets of experts who are not of the cast are left alone.
func (t *team) fill(ctx context.Context, s application.Submission, sheet review.Sheet) error {
	a := sheet.Assignment
	expert, known := t.people[a.Expert]
	if !known || a.IsLocked() {
		return nil
	}
	who := actorOf(a.Expert, expert)
	if a.Declared.IsZero() {
		if _, err := review.Declare.Run(ctx, t.door, who, review.Declaring{Application: s.Application, Interest: review.NoInterest}); err != nil {
			return err
		}
	}
	won := t.isConcept() && municipality.InTheTen(s.Municipality)
	percent := eye(s.Number, a.Place, qualityOf(s.Number, won, t.isConcept()), t.isConcept())
	for _, j := range t.assessments.judge(t.call.Definition, s.Number, a.Place, expert.Lang, percent) {
		if isMarked(sheet, j.criterion) {
			continue
		}
		mark := review.Marking{Application: s.Application, Criterion: j.criterion, Option: j.option, Points: money.Plain(j.points), Reason: j.reason}
		if _, err := review.Score.Run(ctx, t.door, who, mark); err != nil {
			return err
		}
	}
	_, err := review.Lock.Run(ctx, t.door, who, s.Application)
	return err
}

func isMarked(sheet review.Sheet, criterion string) bool {
	for _, g := range sheet.Given {
		if g.Criterion == criterion && g.Marked && g.Reason != "" {
			return true
		}
	}
	return false
}

// third finds third experts where the first two differ too much, and lets them score.
func (t *team) third(ctx context.Context, seed string, now time.Time) error {
	if err := t.draw(ctx, seed, now); err != nil && !isNothingToDo(err) {
		return err
	}
	return t.score(ctx)
}
