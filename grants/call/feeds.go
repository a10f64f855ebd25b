package call

import (
	"encoding/xml"
	"net/url"
	"strconv"
	"time"

	"vekst/platform/ical"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/period"
)

// inFeed is the number of calls in a feed or calendar.
const inFeed = 100

// alternates are the feed and the calendar of the list, for programs that look for them.
func alternates(q *web.Request) []web.Alternate {
	return []web.Alternate{
		{Type: "application/atom+xml", Title: q.T("call.feed.title"), Link: q.Link("/calls.atom")},
		{Type: "text/calendar", Title: q.T("call.feed.calendar"), Link: q.Link("/calls.ics")},
	}
}

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string     `xml:"xml:lang,attr"`
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Author  string     `xml:"author>name"`
	Links   []feedLink `xml:"link"`
	Entries []entryOf  `xml:"entry"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type entryOf struct {
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Summary string     `xml:"summary"`
	Links   []feedLink `xml:"link"`
}

// atom is the feed of calls, the latest published first.
func (o Options) atom(q *web.Request) (web.Answer, error) {
	calls, err := List(q.Reader(), q.Site.Door.Now(), Wanted{Limit: inFeed})
	if err != nil {
		return nil, err
	}
	self := o.absolute(q, "/calls.atom")
	f := feed{Lang: q.Lang, ID: self, Title: q.T("call.feed.title"), Author: "Vekst", Updated: q.Site.Door.Now().Format(time.RFC3339),
		Links: []feedLink{{"self", "application/atom+xml", self}, {"alternate", "text/html", o.absolute(q, "/calls")}}}
	for i, c := range calls {
		if i == 0 {
			f.Updated = c.Since.Format(time.RFC3339)
		}
		link, when := o.absolute(q, "/calls/"+c.ID), Until(q, c.Window)
		f.Entries = append(f.Entries, entryOf{link, c.Title.In(q.Lang), c.Since.Format(time.RFC3339),
			c.Summary.In(q.Lang) + " " + when.Big + ", " + when.Small, []feedLink{{"alternate", "text/html", link}}})
	}
	data, err := xml.MarshalIndent(f, "", " ")
	return web.File{Type: "application/atom+xml; charset=utf-8", Data: append([]byte(xml.Header), data...)}, err
}

// ics is the calendar of the deadlines of calls that are open or coming.
func (o Options) ics(q *web.Request) (web.Answer, error) {
	var all []ical.Event
	for _, s := range []period.State{period.Open, period.Coming} {
		calls, err := List(q.Reader(), q.Site.Door.Now(), Wanted{State: s, Limit: inFeed})
		if err != nil {
			return nil, err
		}
		for _, c := range calls {
			if !c.Window.Closes.IsZero() {
				all = append(all, o.deadline(q, c.ID, c.Title.In(q.Lang), c.Version+c.Extensions, c.Since, c.Window))
			}
		}
	}
	return web.File{Type: ical.Media, Name: "vekst.ics", Data: ical.Write(q.T("call.feed.calendar"), all)}, nil
}

// oneICS is the deadline of one call.
func (o Options) oneICS(q *web.Request) (web.Answer, error) {
	p, err := Find(q.Reader(), q.PathValue("call"))
	if err != nil {
		return nil, err
	}
	if p.Window.Closes.IsZero() {
		return nil, refusal.New(refusal.Missing, "call.feed.no_deadline")
	}
	moved, err := Extensions(q.Reader(), p.ID)
	if err != nil {
		return nil, err
	}
	title := p.Title.In(q.Lang)
	d := o.deadline(q, p.ID, title, p.Version+int64(len(moved)), p.Since, p.Window)
	return web.File{Type: ical.Media, Name: p.ID + ".ics", Data: ical.Write(title, []ical.Event{d})}, nil
}

func (o Options) deadline(q *web.Request, id, title string, version int64, since time.Time, w period.Window) ical.Event {
	link := o.absolute(q, "/calls/"+id)
	return ical.Event{UID: id + "@" + o.host(q), Summary: q.T("call.feed.deadline", "Title", title),
		Description: moment(q, w) + "\n" + link, Link: link, Version: version, Published: since, At: w.Closes}
}

// absolute is the whole address of a public page.
func (o Options) absolute(q *web.Request, path string) string {
	if o.Address == "" {
		return "http://" + q.Host + q.Link(path)
	}
	return o.Address + q.Link(path)
}

func (o Options) host(q *web.Request) string {
	if u, err := url.Parse(o.Address); err == nil && u.Hostname() != "" {
		return u.Hostname()
	}
	return q.Host
}

func decimal(n int64) string { return strconv.FormatInt(n, 10) }
