package call

import (
	"time"

	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/period"
)

// stepRow is a stage of a call on its page.
type stepRow struct {
	web.Status
	When   string
	IsHere bool
}

// life finds what happened to a call. What happened in later features, they tell.
func (o Options) life(r db.Reader, p Published) (Life, error) {
	l := Life{Window: p.Window, Decision: p.Decision, Unassessed: !p.Kind.Assessed()}
	err := scanLife(r, p.ID, &l)
	for _, ask := range []struct {
		hook func(db.Reader, string) (time.Time, error)
		into *time.Time
	}{{o.Consulted, &l.Consulted}, {o.Assessed, &l.Assessed}} {
		if ask.hook != nil && err == nil {
			*ask.into, err = ask.hook(r, p.ID)
		}
	}
	return l, err
}

func scanLife(r db.Reader, id string, l *Life) error {
	found, err := db.One(r, func(s db.Scanner, l *Life) error { return s.Scan(db.Moment(&l.Published), db.Moment(&l.Archived)) },
		`SELECT v.at, c.archived FROM calls c JOIN call_versions v ON v.call = c.id AND v.version = 1 WHERE c.id = $1`, id)
	l.Published, l.Archived = found.Published, found.Archived
	return err
}

// steps are the stages of a call for its page.
func (l Life) rows(q *web.Request) []stepRow {
	var all []stepRow
	for _, s := range l.Steps(q.Site.Door.Now()) {
		row := stepRow{Status: web.Status{State: "no", Words: q.T("call.stage." + string(s.Stage))}, IsHere: s.IsHere}
		switch {
		case s.IsHere:
			row.State = "now"
		case s.IsDone:
			row.State = "done"
		}
		day := lang.Date(q.Lang, s.At.In(l.Window.Location()))
		switch {
		case s.At.IsZero():
		case s.IsExpected:
			row.When = q.T("call.steps.by", "Day", day)
		default:
			row.When = day
		}
		all = append(all, row)
	}
	return all
}

func archiveCall(q *web.Request) (web.Answer, error) {
	id := q.PathValue("call")
	if _, err := web.Do(q, Archive, Archiving{Call: id, Back: q.PostFormValue("back") != ""}); err != nil {
		return nil, err
	}
	return web.See(q.Link("/calls/" + id)), nil
}

// canArchive says whether the visitor may take the call out of the lists now, or back.
func canArchive(q *web.Request, p Published) bool {
	return q.Actor().HasAny(p.Programme, publishers...) && p.Window.At(q.Site.Door.Now()) == period.Closed
}
