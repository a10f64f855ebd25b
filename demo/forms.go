package demo

import (
	"errors"
	"time"

	"vekst/platform/refusal"
	"vekst/platform/web"
)

// momentForm is how browsers send a day and a time.
const momentForm = "2006-01-02T15:04"

// move moves the clock by a button or to a typed moment.
func (p pages) move(q *web.Request) (web.Answer, error) {
	to, err := momentOf(q)
	if err == nil {
		err = p.clock.Move(q.Context(), q.Site.Door, q.Actor(), to)
	}
	if refusal.KindOf(err) == refusal.Closed {
		return p.refuse(q, err)
	}
	if err != nil {
		return nil, err
	}
	return web.See(q.Link("/demo") + "#clock"), nil
}

// refuse shows the page again with what was typed and what is wrong with it.
func (p pages) refuse(q *web.Request, refused error) (web.Answer, error) {
	v, err := p.view(q)
	if err != nil {
		return nil, err
	}
	var r *refusal.Refusal
	if errors.As(refused, &r) {
		v.Complaints = []web.Complaint{{Field: "moment", Sentence: q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)}}
	}
	v.Moment.Complaint = v.Complaint("moment")
	if typed := q.Value("moment"); typed != "" {
		v.Moment.Value = typed
	}
	return demoPage.Refuse(v), nil
}

// momentOf is the moment a button stands for, or the one that was typed.
func momentOf(q *web.Request) (time.Time, error) {
	now := q.Site.Door.Now()
	switch q.Value("by") {
	case "hour":
		return now.Add(time.Hour), nil
	case "day":
		return now.In(sofia).AddDate(0, 0, 1), nil
	case "week":
		return now.In(sofia).AddDate(0, 0, 7), nil
	case "before", "after":
		return deadline(q, now)
	}
	return typed(q.Value("moment"))
}

// deadline is a minute before the next call closes, or the second after.
func deadline(q *web.Request, now time.Time) (time.Time, error) {
	open, err := closingNext(q, now)
	if err != nil {
		return now, err
	}
	if open == nil {
		return now, refusal.New(refusal.Closed, "demo.clock.none")
	}
	if q.Value("by") == "before" {
		return open.Window.Closes.Add(-time.Minute), nil
	}
	return open.Window.Closes.Add(time.Second), nil
}

// typed reads a day and a time as browsers send them, or as people write them.
func typed(s string) (time.Time, error) {
	for _, form := range []string{momentForm, "2006-01-02T15:04:05", "2.1.2006 15:04", "2.1.2006 15.04", time.DateOnly, "2.1.2006"} {
		if t, err := time.ParseInLocation(form, s, sofia); err == nil {
			return t, nil
		}
	}
	return time.Time{}, refusal.New(refusal.Closed, "demo.clock.unclear")
}
