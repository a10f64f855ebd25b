package call

import (
	"time"

	"vekst/grants/account"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
	"vekst/value/text"
)

var extendPage = web.NewPage[extendView](files, "pages/extend.html")

// extendView is where an officer moves the deadline of a call.
type extendView struct {
	web.Head
	ID, Name, Closes string
	Day, Hour        web.Field
	Reasons          []web.Field
}

func askToExtend(q *web.Request) (web.Answer, error) {
	v, err := newExtend(q, nil)
	if err != nil {
		return nil, err
	}
	return extendPage.Show(v), nil
}

func newExtend(q *web.Request, heard []web.Complaint) (extendView, error) {
	p, err := Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return extendView{}, err
	}
	if !q.Actor().HasAny(p.Programme, publishers...) {
		return extendView{}, refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
	if p.Window.At(q.Site.Door.Now()) == period.Closed {
		return extendView{}, refusal.New(refusal.Closed, "call.extend.closed")
	}
	v := extendView{ID: p.ID, Name: p.Title.In(q.Lang), Closes: moment(q, p.Window)}
	v.Title, v.Section, v.Complaints, v.Crumbs = q.T("call.extend.title"), "look.nav.calls", heard, crumbsTo(q, p)
	closes := p.Window.Closes.In(p.Window.Location())
	v.Day = web.Field{Name: "closes", Label: q.T("call.extend.day"), Type: "date", Size: 12, Value: sentOr(q, "closes", ""), Complaint: v.Complaint("closes")}
	v.Hour = web.Field{Name: "hour", Label: q.T("call.extend.hour"), Help: q.T("call.extend.hour_help", "Zone", zoneName(q, p.Window.Zone)), Type: "time", Size: 6,
		Value: sentOr(q, "hour", closes.Format("15:04")), Complaint: v.Complaint("hour")}
	v.Reasons = reasonFields(q, v.Head)
	return v, nil
}

// sentOr is what was sent, or else a proposal.
func sentOr(q *web.Request, name, otherwise string) string {
	if _, sent := q.Form[name]; sent {
		return q.Value(name)
	}
	return otherwise
}

// reasonFields ask for a reason in each language, each named in the reader's own.
func reasonFields(q *web.Request, h web.Head) []web.Field {
	var all []web.Field
	for _, l := range text.Languages {
		name := "reason_" + l
		all = append(all, web.Field{Name: name, Label: q.T("call.amend.why." + l), Value: q.Value(name), Complaint: h.Complaint(name), Rows: 3})
	}
	return all
}

func reasonOf(q *web.Request) text.Text {
	return text.Text{BG: q.Value("reason_bg"), NB: q.Value("reason_nb"), EN: q.Value("reason_en")}
}

func extendCall(q *web.Request) (web.Answer, error) {
	id := q.PathValue("call")
	w, err := WindowOf(q.Reader(), id)
	if err != nil {
		return nil, err
	}
	_, err = web.Do(q, Extend, Extending{Call: id, Closes: localMoment(q.Value("closes"), q.Value("hour"), w), Reason: reasonOf(q)})
	if refusal.KindOf(err) == refusal.Invalid {
		v, failed := newExtend(q, q.Complaints(err))
		if failed != nil {
			return nil, failed
		}
		return extendPage.Refuse(v), nil
	}
	if err != nil {
		return nil, err
	}
	return web.See(q.Link("/calls/" + id + "/versions")), nil
}

// localMoment reads a day and a time of day as the clock of the call has them; zero when they cannot be read.
func localMoment(typedDay, clock string, w period.Window) time.Time {
	d, wrong := day(typedDay)
	hour, err := time.Parse("15:04", clock)
	if wrong != "" || err != nil {
		return time.Time{}
	}
	return time.Date(d.Year(), d.Month(), d.Day(), hour.Hour(), hour.Minute(), 0, 0, w.Location()).UTC()
}

// inAll writes a moment in each of the three languages; a sentence takes the one it is in.
func inAll(t time.Time, w period.Window) text.Text {
	local := t.In(w.Location())
	return text.Text{BG: lang.DateTime(text.BG, local), NB: lang.DateTime(text.NB, local), EN: lang.DateTime(text.EN, local)}
}

// publishers may publish, amend and extend the calls of their programme.
var publishers = []string{account.Operator, account.Administrator}
