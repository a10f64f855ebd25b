package portal

import (
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/platform/web"
	"vekst/value/period"
)

var (
	frontPage         = web.NewPage[frontView](files, "pages/front.html")
	aboutPage         = web.NewPage[plainView](files, "pages/about.html")
	accessibilityPage = web.NewPage[plainView](files, "pages/accessibility.html")
	privacyPage       = web.NewPage[plainView](files, "pages/privacy.html")
)

// plainView is a page of words only.
type plainView struct{ web.Head }

func show(page *web.Page[plainView], title string) web.Handler {
	return func(q *web.Request) (web.Answer, error) {
		v := plainView{}
		v.Title = q.T(title)
		return page.Show(v), nil
	}
}

type frontView struct {
	web.Head
	Map       web.Map
	Open      []call.Row
	Coming    []call.Row
	Closed    []call.Row // the latest, shown when nothing is open
	OpenCount int64
	Ten       []inhabited
}

type inhabited struct {
	Code, Name string
	People     int
}

// onFront is the number of open calls on the front page; the rest is a link away.
const onFront = 6

func front(q *web.Request) (web.Answer, error) {
	v := frontView{}
	v.Title = q.T("portal.front.title")
	v.Alternates = []web.Alternate{{Type: "application/atom+xml", Title: q.T("portal.front.feed"), Link: q.Link("/calls.atom")}}
	if err := v.calls(q); err != nil {
		return nil, err
	}
	places, err := municipality.Places()
	if err != nil {
		return nil, err
	}
	v.Map = places.LocateTheTen(q.Lang)
	v.Map.Label = q.T("portal.front.map")
	ten := theTen(places)
	if err := municipality.Alphabetically(ten, q.Lang); err != nil {
		return nil, err
	}
	for _, m := range ten {
		v.Ten = append(v.Ten, inhabited{m.Code, m.Name.In(q.Lang), m.Population2021})
		v.Map.Label += " " + m.Name.In(q.Lang) + "."
	}
	return frontPage.Show(v), nil
}

func theTen(places *municipality.Register) []municipality.Municipality {
	var ten []municipality.Municipality
	for _, code := range municipality.TheTen() {
		if m, ok := places.Municipality(code); ok {
			ten = append(ten, m)
		}
	}
	return ten
}

func (v *frontView) calls(q *web.Request) error {
	now, r := q.Site.Door.Now(), q.Reader()
	counts, err := call.Count(r, now, "")
	if err != nil {
		return err
	}
	v.OpenCount = counts.Open
	for _, part := range []struct {
		state period.State
		limit int
		into  *[]call.Row
	}{{period.Open, onFront, &v.Open}, {period.Coming, 4, &v.Coming}, {period.Closed, 3, &v.Closed}} {
		found, err := call.List(r, now, call.Wanted{State: part.state, Limit: part.limit})
		if err != nil {
			return err
		}
		*part.into = call.Rows(q, found)
	}
	return nil
}
