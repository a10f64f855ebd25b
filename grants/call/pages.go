package call

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"vekst/grants/municipality"
	"vekst/grants/programme"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/period"
)

var listPage = web.NewPage[listView](files, "pages/calls.html")

type listView struct {
	web.Head
	Wanted
	Query         string
	State         string
	Areas, Places web.Choice
	Filtered      bool
	Save          string // where this search can be saved
	Tabs          []tab
	Calls         []Row
	Coming        []Row
	ComingCount   int64
	Found         int64
	Earlier, More string // addresses of the pages before and after
	Strip         strip
}

type tab struct {
	State, Link string
	Count       int64
	Here        bool
}

// Row is a call in a list of a page.
type Row struct {
	ID, Code, Title, Summary string
	Kind                     string
	Money                    string
	When                     When
}

// When says how long a call is open: Big in a word or two, Small exactly.
type When struct {
	State      period.State
	Big, Small string
}

// perPage is the number of calls on a page.
const perPage = 50

func list(q *web.Request) (web.Answer, error) {
	now, r := q.Site.Door.Now(), q.Reader()
	wanted := Wanted{State: stateOf(q.Value("state")), Query: q.Value("q"), Area: q.Value("area"), Place: q.Value("place"), Limit: perPage}
	v := listView{Query: wanted.Query, State: string(wanted.State), Wanted: wanted}
	v.Title, v.Section, v.Alternates = q.T("call.list.title"), "look.nav.calls", alternates(q)
	counts, err := CountWanted(r, now, wanted)
	if err != nil {
		return nil, err
	}
	states := []period.State{period.Open, period.Coming, period.Closed}
	if counts.Archived > 0 {
		states = append(states, Archived)
	}
	for _, s := range states {
		v.Tabs = append(v.Tabs, tab{string(s), listLink(q, wanted.in(s), 1), counts.Of(s), string(s) == v.State})
	}
	state := wanted.State
	page, _ := strconv.Atoi(q.Value("page"))
	page = max(page, 1)
	wanted.Offset = (page - 1) * perPage
	found, err := wantedOf(r, now, wanted, counts)
	if err != nil {
		return nil, err
	}
	if err := v.filters(q); err != nil {
		return nil, err
	}
	v.Found, v.Calls = counts.Of(state), Rows(q, found)
	if page > 1 {
		v.Earlier = listLink(q, wanted, page-1)
	}
	if int64(page*perPage) < v.Found {
		v.More = listLink(q, wanted, page+1)
	}
	if state != period.Open || page > 1 {
		return listPage.Show(v), nil
	}
	next := wanted.in(period.Coming)
	next.Limit = 5
	coming, err := wantedOf(r, now, next, counts)
	v.Coming, v.ComingCount = Rows(q, coming), counts.Coming
	v.Strip = newStrip(q, now, append(found[:min(len(found), 5)], coming[:min(len(coming), 3)]...))
	return listPage.Show(v), err
}

// wantedOf is List, without asking for what was counted to be none: looking through all calls for a word takes a while.
func wantedOf(r db.Reader, now time.Time, w Wanted, c Counts) ([]Listed, error) {
	if c.Of(w.State) == 0 {
		return nil, nil
	}
	return List(r, now, w)
}

func stateOf(typed string) period.State {
	if s := period.State(typed); s == period.Coming || s == period.Closed || s == Archived {
		return s
	}
	return period.Open
}

// in is what is wanted, in another state.
func (w Wanted) in(s period.State) Wanted {
	w.State, w.Offset = s, 0
	return w
}

// Values are what the address of the list asks for, so that it can be opened again.
func (w Wanted) Values() url.Values {
	values := url.Values{}
	for name, value := range map[string]string{"q": w.Query, "area": w.Area, "place": w.Place} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if w.State != period.Open {
		values.Set("state", string(w.State))
	}
	return values
}

func listLink(q *web.Request, w Wanted, page int) string {
	values := w.Values()
	if page > 1 {
		values.Set("page", strconv.Itoa(page))
	}
	if len(values) == 0 {
		return q.Link("/calls")
	}
	return q.Link("/calls") + "?" + values.Encode()
}

// filters offers the areas of the programme and the places that have calls.
func (v *listView) filters(q *web.Request) error {
	v.Filtered = v.Query != "" || v.Area != "" || v.Place != ""
	v.Save = "/searches/new?" + v.Wanted.Values().Encode()
	codes, err := Places(q.Reader())
	if err != nil {
		return err
	}
	v.Areas, v.Places = AreaChoice(q, v.Area), PlaceChoice(q, v.Place, codes)
	return nil
}

// AreaChoice offers the areas of the programme, and any.
func AreaChoice(q *web.Request, chosen string) web.Choice {
	c := web.Choice{Name: "area", Label: q.T("call.list.area"), Value: chosen, Options: []web.Option{{Value: "", Label: q.T("call.list.any_area")}}}
	if ours, err := programme.Ours(); err == nil {
		for _, a := range ours.Areas {
			c.Options = append(c.Options, web.Option{Value: a.Key, Label: a.Name.In(q.Lang)})
		}
	}
	return c
}

// PlaceChoice offers municipalities by their codes, in alphabetical order, and any. One that is chosen is among them.
func PlaceChoice(q *web.Request, chosen string, codes []string) web.Choice {
	c := web.Choice{Name: "place", Label: q.T("call.list.place"), Value: chosen}
	if chosen != "" && !slices.Contains(codes, chosen) {
		codes = append(codes, chosen)
	}
	c.Options = append(c.Options, web.Option{Value: "", Label: q.T("call.list.any_place")})
	r, err := municipality.Places()
	if err != nil {
		return c
	}
	var all []municipality.Municipality
	for _, code := range codes {
		if m, ok := r.Municipality(code); ok {
			all = append(all, m)
		}
	}
	if municipality.Alphabetically(all, q.Lang) == nil {
		for _, m := range all {
			c.Options = append(c.Options, web.Option{Value: m.Code, Label: r.Label(m.Code, q.Lang)})
		}
	}
	return c
}

// Rows writes calls for a list in the language of the request.
func Rows(q *web.Request, calls []Listed) []Row {
	rows := make([]Row, len(calls))
	for i, c := range calls {
		rows[i] = Row{ID: c.ID, Code: c.Code, Title: c.Title.In(q.Lang), Summary: c.Summary.In(q.Lang), Kind: string(c.Kind),
			Money: moneyLine(q, c.Money), When: Until(q, c.Window)}
	}
	return rows
}

// moneyLine says in one line how much there is; "" where a call gives no money.
func moneyLine(q *web.Request, m Money) string {
	if !m.Given() {
		return ""
	}
	return q.T("call.list.money", "From", lang.Sum(q.Lang, m.Min, m.Currency), "To", lang.Sum(q.Lang, m.Max, m.Currency),
		"Budget", lang.Sum(q.Lang, m.Budget, m.Currency))
}

// Until says how long a call is open, in the language of the request and the zone of the call.
func Until(q *web.Request, w period.Window) When {
	now, zone := q.Site.Door.Now(), w.Location()
	state := w.At(now)
	switch {
	case state == period.Coming:
		return When{state, days(q, "call.opens.", DaysUntil(w.Opens, now, zone)), lang.DateTime(q.Lang, w.Opens.In(zone))}
	case state == period.Open && w.Closes.IsZero():
		return When{state, q.T("call.when.always"), q.T("call.when.no_deadline")}
	case state == period.Open:
		return When{state, days(q, "call.closes.", DaysUntil(w.Closes, now, zone)), q.T("call.when.until", "Moment", lang.DateTime(q.Lang, w.Closes.In(zone)))}
	}
	return When{state, q.T("call.when.closed"), lang.Date(q.Lang, w.Closes.In(zone))}
}

// days says today, tomorrow or in how many days.
func days(q *web.Request, key string, n int) string {
	switch n {
	case 0:
		return q.T(key + "today")
	case 1:
		return q.T(key + "tomorrow")
	}
	return q.T(key+"days", "Count", n)
}

// strip is the small calendar beside the list: one bar a call, in a picture 300 units wide.
type strip struct {
	Bars        []bar
	Today       int
	First, Last string
	Height      int
}

type bar struct {
	Title, Ends, State string
	From, Width        int
	NameY, BarY        int
}

func newStrip(q *web.Request, now time.Time, calls []Listed) strip {
	from, until := now.AddDate(0, -2, 0), now.AddDate(0, 4, 0)
	for _, c := range calls {
		if c.Window.Closes.After(until) && c.Window.Closes.Before(now.AddDate(1, 0, 0)) {
			until = c.Window.Closes
		}
	}
	at := func(t time.Time) int {
		return int(min(max(int64(t.Sub(from)/time.Minute)*300/int64(until.Sub(from)/time.Minute), 0), 300))
	}
	s := strip{Today: at(now), First: lang.Date(q.Lang, from.In(q.Site.Zone)), Last: lang.Date(q.Lang, until.In(q.Site.Zone))}
	for i, c := range calls {
		b := bar{Title: shortened(c.Title.In(q.Lang), 24), Ends: q.T("call.when.always"), State: string(c.Window.At(now)), From: at(c.Window.Opens), NameY: 46 + 46*i, BarY: 54 + 46*i}
		b.Width = 300 - b.From
		if !c.Window.Closes.IsZero() {
			b.Ends, b.Width = shortDate(q, c.Window.Closes.In(c.Window.Location())), max(at(c.Window.Closes)-b.From, 3)
		}
		s.Bars = append(s.Bars, b)
	}
	s.Height = 54 + 46*len(calls)
	return s
}

func shortDate(q *web.Request, t time.Time) string {
	return q.T("call.list.ends", "Day", t.Day(), "Month", q.T("call.month."+strconv.Itoa(int(t.Month()))))
}

// shortened cuts a long title for a small picture; the whole title stands in the list beside it.
func shortened(s string, most int) string {
	letters := []rune(s)
	if len(letters) <= most {
		return s
	}
	return string(letters[:most-1]) + "…"
}
