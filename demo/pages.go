package demo

import (
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/period"
)

var demoPage = web.NewPage[demoView](files, "pages/demo.html")

// pages answers the addresses under /demo.
type pages struct {
	clock      *Clock
	colleagues *colleagues
}

func (p pages) routes(s *web.Site) {
	p.colleagues.log = s.Log
	s.Public("GET /demo", p.show)
	s.Public("GET /demo/mail", showMail)
	s.Private("GET /demo/be/{key}", web.Everyone, be)
	s.Private("POST /demo/be/{key}", web.Everyone, be)
	s.Private("POST /demo/clock", web.Everyone, p.move)
	s.Private("POST /demo/colleagues", web.Everyone, p.start)
	s.Notice = banner
}

// banner is the line above every page: which day it is, and the way to the roles and the clock. On pages of the concept
// call it also says what of it is invented, since ten of the municipalities are real.
func banner(q *web.Request) *web.Notice {
	now := q.Site.Door.Now().In(q.Site.Zone)
	n := &web.Notice{Sentence: q.T("demo.notice", "Date", lang.Date(q.Lang, now), "Clock", lang.Clock(q.Lang, now)),
		Link: q.Link("/demo"), Words: q.T("demo.notice_link")}
	if strings.Contains(q.URL.Path, conceptCall) {
		n.Sentence += " " + q.T("demo.notice_scores")
	}
	return n
}

type demoView struct {
	web.Head
	You    string
	Now    time.Time
	Open   *call.Listed // the call that closes next
	Moment web.Field
	Steps  []step
	Cards  []card
	Work   workView
}

// step is a step of the walk. Key is who does it, "" for anybody; Path is where.
type step struct {
	Key, Path, Name string
	Title, Text     string
}

// card is somebody one can be, with the others in the same role.
type card struct {
	Role
	Title, Try string
	Also       []Role
}

func (p pages) show(q *web.Request) (web.Answer, error) {
	v, err := p.view(q)
	if err != nil {
		return nil, err
	}
	if v.Work.Running != "" {
		q.SetHeader("Refresh", again(q, v.Now))
	}
	return demoPage.Show(v), nil
}

func (p pages) view(q *web.Request) (demoView, error) {
	now := q.Site.Door.Now()
	v := demoView{Head: web.Head{Title: q.T("demo.title")}, You: q.Visitor.Name, Now: now, Cards: cards(q)}
	v.Moment = web.Field{Name: "moment", Label: q.T("demo.clock.moment"), Help: q.T("demo.clock.moment_help"), Type: "datetime-local",
		Value: now.In(sofia).Add(time.Hour).Format(momentForm)}
	var err error
	if v.Open, err = closingNext(q, now); err != nil {
		return v, err
	}
	if v.Work, err = p.colleagues.view(q); err != nil {
		return v, err
	}
	v.Steps, err = steps(q)
	return v, err
}

// again makes the page look every two seconds while the colleagues work. Its address differs each time: a browser that is
// to go to a place on the page where it is stays there.
func again(q *web.Request, now time.Time) string {
	return "2; url=" + q.Link("/demo") + "?seen=" + strconv.FormatInt(now.UnixMilli(), 36) + "#colleagues"
}

// closingNext is the open call that closes first and is decided afterwards, nil when none is open. A call that asks for what
// people know, such as the one by which figures are corrected, has no deadline worth a walk.
func closingNext(q *web.Request, now time.Time) (*call.Listed, error) {
	open, err := call.List(q.Reader(), now, call.Wanted{State: period.Open, Limit: 10})
	if err != nil {
		return nil, err
	}
	for i := range open {
		if !open[i].Window.Closes.IsZero() && open[i].Kind.Assessed() {
			return &open[i], nil
		}
	}
	return nil, nil
}

// cards are the roles with a card of their own. Who has the same role as one before stands on that card.
func cards(q *web.Request) []card {
	var all []card
	for _, key := range Shown {
		r := role(key)
		c := card{Role: r, Title: q.T("demo.role." + key + ".title"), Try: q.T("demo.role." + key + ".try")}
		for _, other := range Cast {
			if other.sameRole(r) {
				c.Also = append(c.Also, other)
			}
		}
		all = append(all, c)
	}
	return all
}

// sameRole says whether somebody without a card of their own does what r does.
func (other Role) sameRole(r Role) bool {
	for _, key := range Shown {
		if key == other.Key {
			return false
		}
	}
	if r.of != "" || len(r.roles) == 0 {
		return other.of == r.of
	}
	return len(other.roles) > 0 && other.roles[0] == r.roles[0]
}

// steps are the twelve steps of the walk, each with who does it and where.
func steps(q *web.Request) ([]step, error) {
	draft, err := thing(q.Reader(), theDraft)
	if err != nil {
		return nil, err
	}
	calls, mine := q.Link("/calls/"+grantsCall), "/applications/"+draft
	all := []step{
		{Path: calls}, {Path: calls + "/screener"}, {Key: "owner", Path: mine}, {Key: "owner", Path: mine + "/sections/costs"},
		{Key: "owner", Path: mine + "/check"}, {Path: q.Link("/verify")}, {Path: q.Link("/demo") + "#clock"},
		{Key: "operator", Path: "/calls/" + grantsCall + "/assessment"}, {Key: "expert1", Path: "/desk"},
		{Key: "operator", Path: "/calls/" + grantsCall + "/ranking"}, {Key: "second", Path: "/calls/" + grantsCall + "/ranking"},
		{Path: q.Link("/results")},
	}
	for i := range all {
		key := "demo.walk." + "s" + lang.Number("en", int64(i+1))
		all[i].Title, all[i].Text = q.T(key), q.T(key+"_text")
		r := role(all[i].Key)
		all[i].Name = r.Name
	}
	return all, nil
}

// be signs the visitor in as somebody of the cast, whoever they were before.
func be(q *web.Request) (web.Answer, error) {
	r := role(q.PathValue("key"))
	person, err := account.FindByEmail(q.Reader(), r.Email)
	if err != nil {
		return nil, err
	}
	next := web.OwnPath(q.Value("next"), r.Next)
	path, err := account.SignInLink.Run(q.Context(), q.Site.Door, action.System("demo"), account.LinkFor{Person: person.ID, Next: next})
	if err != nil {
		return nil, err
	}
	return web.See(path), nil
}
