package calendar

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/follow"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/period"
)

// Of lists the deadlines of a person, in their language, in the order of time.
func Of(r db.Reader, a action.Actor, lang string, now time.Time) ([]Deadline, error) {
	m := &mine{r: r, actor: a, lang: lang, now: now, calls: map[string]call.Published{}}
	for _, step := range []func() error{m.applications, m.followed, m.assessments, m.consultations} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return Current(m.all, now), nil
}

type mine struct {
	r     db.Reader
	actor action.Actor
	lang  string
	now   time.Time
	calls map[string]call.Published
	all   []Deadline
}

func (m *mine) call(id string) (call.Published, error) {
	if p, ok := m.calls[id]; ok {
		return p, nil
	}
	p, err := call.Find(m.r, id)
	m.calls[id] = p
	return p, err
}

func (m *mine) add(k Kind, id, title, link string, at time.Time, p call.Published) {
	m.all = append(m.all, Deadline{k, id, title, link, at, p.Window.Location(), p.Version + p.Window.Closes.Unix()/60, p.Since})
}

// applications are the drafts of the person's organisations, and what was decided about those submitted.
func (m *mine) applications() error {
	all, err := application.Of(m.r, m.actor.Scopes(account.MemberRoles...))
	if err != nil {
		return err
	}
	for _, a := range all {
		p, err := m.call(a.Call)
		if err != nil {
			return err
		}
		if a.State == application.Draft {
			if err := m.draft(a, p); err != nil {
				return err
			}
		}
		if a.Standing > 0 && p.Window.At(m.now) == period.Closed {
			if err := m.appeal(a, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// appeal is the last day on which a decision about an application can be appealed.
func (m *mine) appeal(a application.Application, p call.Published) error {
	var until time.Time
	decided, err := selection.OutcomeOf(m.r, a.ID)
	switch {
	case err == nil:
		until = review.AppealUntil(p.Definition, decided.At)
	case refusal.KindOf(err) != refusal.Missing:
		return err
	default:
		result, err := review.ResultOf(m.r, a.ID)
		if err != nil {
			return err
		}
		until = result.Check.AppealUntil
	}
	m.add(Appeal, a.ID, a.Number, "/applications/"+a.ID+"/result", until, p)
	return nil
}

// followed are the calls the person follows and has no draft for, which says the same.
func (m *mine) followed() error {
	ids, err := follow.Of(m.r, m.actor.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		p, err := m.call(id)
		if err != nil {
			return err
		}
		if p.Window.At(m.now) == period.Coming {
			m.add(Opens, id, p.Title.In(m.lang), "/calls/"+id, p.Window.Opens, p)
		}
		if !slices.ContainsFunc(m.all, func(d Deadline) bool {
			return d.Kind == Draft && d.At.Equal(p.Window.Closes) && d.Title == p.Title.In(m.lang)
		}) {
			m.add(Call, id, p.Title.In(m.lang), "/calls/"+id, p.Window.Closes, p)
			m.ask(p)
		}
	}
	return nil
}

// assessments are the applications the person has to assess and has not.
func (m *mine) assessments() error {
	all, err := review.Mine(m.r, m.actor.ID)
	if err != nil {
		return err
	}
	for _, a := range all {
		if !a.Locked.IsZero() || !a.Recused.IsZero() {
			continue
		}
		p, err := m.call(a.Call)
		if err != nil {
			return err
		}
		m.add(Assess, a.ID, p.Title.In(m.lang), "/desk/"+a.Application, a.Due, p)
	}
	return nil
}
