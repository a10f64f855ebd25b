package follow

import (
	"time"

	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/platform/web"
	"vekst/value/period"
)

var (
	followingPage = web.NewPage[followingView](files, "pages/following.html")
	searchPage    = web.NewPage[searchView](files, "pages/search.html")
)

type followingView struct {
	web.Head
	Calls    []named
	Searches []searchRow
	Way      string
	Done     string
	Restore  string // the search that can be brought back
}

type named struct{ ID, Title string }

type searchRow struct {
	Search
	Field    web.Field // the name
	Says     string
	Link     string
	Hits     []hitRow
	Excluded []named
}

type hitRow struct {
	Call, Title, Kind, KindName string
	At                          time.Time
}

func showFollowing(q *web.Request) (web.Answer, error) {
	v, err := following(q, "", nil)
	if err != nil {
		return nil, err
	}
	if done := q.Value("done"); done != "" && q.Site.Catalog.Has("follow.done."+done) {
		v.Done = q.T("follow.done." + done)
	}
	if q.Value("done") == "deleted" {
		v.Restore = q.Value("search")
	}
	return followingPage.Show(v), nil
}

// following is everything a person follows. Renamed is the search whose new name was refused.
func following(q *web.Request, renamed string, refused error) (followingView, error) {
	v := followingView{Head: web.Head{Title: q.T("follow.title"), Complaints: q.Complaints(refused), Crumbs: []web.Crumb{{Name: q.T("look.my_page"), Link: "/my"}}}}
	for i := range v.Complaints {
		v.Complaints[i].Field = "name-" + renamed
	}
	person := q.Actor().ID
	way, err := notice.WayOf(q.Reader(), person, toldMatch)
	if err != nil {
		return v, err
	}
	v.Way = q.T("follow.way." + string(way))
	ids, err := Of(q.Reader(), person)
	if err != nil {
		return v, err
	}
	all, err := titles(q.Reader(), ids)
	if err != nil {
		return v, err
	}
	for _, id := range ids {
		v.Calls = append(v.Calls, named{id, all[id].In(q.Lang)})
	}
	return v, v.searches(q, renamed)
}

func (v *followingView) searches(q *web.Request, renamed string) error {
	searches, err := Searches(q.Reader(), q.Actor().ID)
	if err != nil {
		return err
	}
	hits, err := hitsOf(q.Reader(), q.Actor().ID)
	if err != nil {
		return err
	}
	for _, s := range searches {
		row := searchRow{Search: s, Says: q.T("follow.search.for."+string(s.Moment), "What", whyIn(s, q.Lang))}
		if s.Any() {
			row.Says = q.T("follow.search.all." + string(s.Moment))
		}
		row.Link = q.Link("/calls") + "?" + wantedIn(s).Values().Encode()
		row.Field = web.Field{Name: "name-" + s.ID, Label: q.T("follow.search.name"), Value: s.Name, Complaint: v.Complaint("name-" + s.ID)}
		if s.ID == renamed {
			row.Field.Value = q.PostFormValue("name-" + s.ID)
		}
		for _, h := range hits {
			if h.Search == s.ID && len(row.Hits) < 10 {
				row.Hits = append(row.Hits, hitRow{h.Call, h.Title.In(q.Lang), h.Kind, q.T("call.kind." + h.Kind), h.At})
			}
		}
		for _, k := range s.Without {
			row.Excluded = append(row.Excluded, named{k, q.T("call.kind." + k)})
		}
		v.Searches = append(v.Searches, row)
	}
	return nil
}

func wantedIn(s Search) call.Wanted {
	w := s.wanted()
	if w.State = period.Open; s.Moment == Announced {
		w.State = period.Coming
	}
	return w
}

type searchView struct {
	web.Head
	Name, Query      web.Field
	Area, Place      web.Choice
	Moment, Way      web.Choice
	Email, WayNow    string
	Already, Matches int64
}

func newSearch(q *web.Request) (web.Answer, error) {
	s := Saving{Search: Search{Query: q.Value("q"), Area: q.Value("area"), Place: q.Value("place"), Moment: Announced}}
	s.Name = nameFor(s.Search, q.Lang)
	if period.State(q.Value("state")) == period.Open {
		s.Moment = Open
	}
	way, err := notice.WayOf(q.Reader(), q.Actor().ID, toldMatch)
	if err != nil {
		return nil, err
	}
	s.Way = way
	return searchPage.Show(searchForm(q, s, nil)), nil
}

func searchForm(q *web.Request, s Saving, refused error) searchView {
	v := searchView{Head: web.Head{Title: q.T("follow.save.title"), Complaints: q.Complaints(refused),
		Crumbs: []web.Crumb{{Name: q.T("look.nav.calls"), Link: q.Link("/calls")}}}}
	v.Name = web.Field{Name: "name", Label: q.T("follow.search.name"), Help: q.T("follow.save.name_help"), Value: s.Name, Complaint: v.Complaint("name")}
	v.Query = web.Field{Name: "q", Label: q.T("follow.save.query"), Help: q.T("follow.save.query_help"), Value: s.Query, Complaint: v.Complaint("q"), Optional: true}
	v.Area, v.Place = call.AreaChoice(q, s.Area), call.PlaceChoice(q, s.Place, allPlaces())
	v.Area.Complaint, v.Place.Complaint = v.Complaint("area"), v.Complaint("place")
	v.Moment = web.Choice{Name: "moment", Label: q.T("follow.save.moment"), Value: string(s.Moment), Complaint: v.Complaint("moment"), Options: []web.Option{
		{Value: string(Announced), Label: q.T("follow.save.announced")}, {Value: string(Open), Label: q.T("follow.save.open")}}}
	v.Way = notice.WayChoice(q, toldMatch, "way", s.Way, v.Complaint("way"))
	v.Way.Label, v.Way.Help = q.T("follow.save.way"), q.T("follow.save.way_help")
	return v
}

func allPlaces() []string {
	r, err := municipality.Places()
	if err != nil {
		return nil
	}
	var codes []string
	for _, m := range r.Municipalities() {
		codes = append(codes, m.Code)
	}
	return codes
}
