package follow

import (
	"context"
	"time"

	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
)

// momentKind is the outbox kind of something to be told at a moment of a call.
const momentKind = "follow-moment"

// moment is what is told then. At is when the window said it would be; if it has moved, another line tells it.
type moment struct {
	Call, What string
	At         time.Time
}

// heard is an event of a call with the line of the outbox that brought it.
type heard struct {
	line  string
	event call.Event
}

// hear tells followers what happened to a call and those whose search it fits, and remembers to tell what comes.
var hear = action.Define(action.Definition[heard, call.Published, struct{}]{
	Name: "follow.hear",
	Load: func(tx *action.Tx, h heard) (call.Published, error) { return call.Find(tx, h.event.Call) },
	May:  action.Program[call.Published](),
	When: action.AnyTime[call.Published](),
	Do: func(tx *action.Tx, h heard, p call.Published) (struct{}, error) {
		tx.About("call", p.ID)
		if first, err := once(tx, h.line); err != nil || !first {
			return struct{}{}, err
		}
		if err := tellEvent(tx, h.event, p); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, plan(tx, p)
	},
})

func tellEvent(tx *action.Tx, e call.Event, p call.Published) error {
	switch {
	case e.Answered > 0:
		return tellFollowers(tx, toldAnswered, newsOf(p, "/questions"))
	case e.Extension > 0:
		return tellOthers(tx, toldExtended, newsOf(p, ""))
	case e.Before > 0:
		return tellOthers(tx, toldChanged, newsOf(p, "/versions"))
	}
	return match(tx, p, Announced)
}

// plan leaves lines for the moments of the window that are still to come. That it opens is told at once where it already
// is open.
func plan(tx *action.Tx, p call.Published) error {
	for _, what := range []string{opens, week, tomorrow} {
		when := at(what, p.Window)
		if when.IsZero() || late(what, p.Window, tx.Now()) {
			continue
		}
		if err := tx.TellAt(later(when, tx.Now()), momentKind, moment{p.ID, what, when}); err != nil {
			return err
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// tellMoment tells what belongs to a moment of a call, once, unless the call has moved since.
var tellMoment = action.Define(action.Definition[moment, call.Published, struct{}]{
	Name: "follow.moment",
	Load: func(tx *action.Tx, m moment) (call.Published, error) { return call.Find(tx, m.Call) },
	May:  action.Program[call.Published](),
	When: action.AnyTime[call.Published](),
	Do: func(tx *action.Tx, m moment, p call.Published) (struct{}, error) {
		tx.About("call", p.ID)
		if !at(m.What, p.Window).Equal(m.At) || late(m.What, p.Window, tx.Now()) {
			return struct{}{}, nil
		}
		if first, err := once(tx, m.Call+" "+m.What+" "+m.At.UTC().Format(time.RFC3339)); err != nil || !first {
			return struct{}{}, err
		}
		switch m.What {
		case week:
			return struct{}{}, tellFollowers(tx, toldWeek, newsOf(p, ""))
		case tomorrow:
			return struct{}{}, tellFollowers(tx, toldTomorrow, newsOf(p, ""))
		}
		if tx.Now().Sub(m.At) < 24*time.Hour { // no news after that
			if err := tellFollowers(tx, toldOpened, newsOf(p, "")); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, match(tx, p, Open)
	},
})

// once says whether this is the first time of an event.
func once(tx *action.Tx, event string) (bool, error) {
	n, err := tx.Exec(`INSERT INTO follow_heard (event, at) VALUES ($1, $2) ON CONFLICT DO NOTHING`, event, db.At(tx.Now()))
	return n == 1, err
}

func tellFollowers(tx *action.Tx, k notice.Kind, n notice.News) error {
	people, err := followers(tx, n.About.ID)
	if err != nil {
		return err
	}
	return notice.Tell(tx, k, n, people...)
}

// tellOthers tells those who follow without an application: who has one is written to by application.
func tellOthers(tx *action.Tx, k notice.Kind, n notice.News) error {
	people, err := onlookers(tx, n.About.ID)
	if err != nil {
		return err
	}
	return notice.Tell(tx, k, n, people...)
}

// Decided tells those who follow a call that its results are public.
func Decided(tx *action.Tx, p call.Published) error {
	n := newsOf(p, "")
	n.Link = "/results/" + p.ID
	return tellFollowers(tx, toldResult, n)
}

func onEvent(ctx context.Context, door *action.Door, line outbox.Line) error {
	var e call.Event
	if err := line.Read(&e); err != nil {
		return err
	}
	_, err := hear.Run(ctx, door, action.System("follow"), heard{line.ID, e})
	return err
}

func onMoment(ctx context.Context, door *action.Door, line outbox.Line) error {
	var m moment
	if err := line.Read(&m); err != nil {
		return err
	}
	_, err := tellMoment.Run(ctx, door, action.System("follow"), m)
	return err
}
