package calendar

import (
	"net/url"
	"strings"

	"vekst/platform/ical"
	"vekst/platform/lang"
	"vekst/platform/web"
)

var page = web.NewPage[view](files, "pages/calendar.html")

type view struct {
	web.Head
	Rows    []row
	Address string // of the feed, whole; "" while there is none
	Done    string
}

type row struct {
	When, What, Link string
	Passed           bool
}

func (o Options) show(q *web.Request) (web.Answer, error) {
	all, err := Of(q.Reader(), q.Actor(), q.Lang, q.Site.Door.Now())
	if err != nil {
		return nil, err
	}
	v := view{Head: web.Head{Title: q.T("calendar.title"), Crumbs: []web.Crumb{{Name: q.T("look.my_page"), Link: "/my"}}}}
	for _, d := range all {
		t := d.At.In(d.Zone)
		v.Rows = append(v.Rows, row{lang.DateTime(q.Lang, t), q.T("calendar.kind."+string(d.Kind), "Title", d.Title), d.Link, d.At.Before(q.Site.Door.Now())})
	}
	path, err := address(q.Reader(), q.Actor().ID)
	if err != nil {
		return nil, err
	}
	if path != "" {
		v.Address = o.absolute(q, path)
	}
	if q.Value("done") == "renewed" {
		v.Done = q.T("calendar.done")
	}
	return page.Show(v), nil
}

func renew(q *web.Request) (web.Answer, error) {
	if _, err := web.Do(q, Renew, struct{}{}); err != nil {
		return nil, err
	}
	return web.See("/calendar?done=renewed#address"), nil
}

// feed is the calendar of whoever's address it is, in their language.
func (o Options) feed(q *web.Request) (web.Answer, error) {
	p, a, err := owner(q.Reader(), q.PathValue("token"))
	if err != nil {
		return nil, err
	}
	all, err := Of(q.Reader(), a, p.Lang, q.Site.Door.Now())
	if err != nil {
		return nil, err
	}
	host := q.Host
	if u, err := url.Parse(o.Address); err == nil && u.Host != "" {
		host = u.Hostname()
	}
	var events []ical.Event
	for _, d := range all {
		summary := q.Site.Catalog.Say(p.Lang, "calendar.kind."+string(d.Kind), "Title", d.Title)
		link := o.absolute(q, d.Link)
		events = append(events, ical.Event{UID: string(d.Kind) + "-" + d.ID + "@" + host, Summary: summary,
			Description: lang.DateTime(p.Lang, d.At.In(d.Zone)) + "\n" + link, Link: link, Version: d.Version, Published: d.Since, At: d.At})
	}
	q.SetHeader("Cache-Control", "private, no-cache")
	q.SetHeader("X-Robots-Tag", "noindex")
	return web.File{Type: ical.Media, Data: ical.Write(q.Site.Catalog.Say(p.Lang, "calendar.name"), events)}, nil
}

func (o Options) absolute(q *web.Request, path string) string {
	if o.Address == "" {
		return "http://" + q.Host + path
	}
	return strings.TrimSuffix(o.Address, "/") + path
}
