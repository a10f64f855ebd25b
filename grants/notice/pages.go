package notice

import (
	"strconv"
	"time"

	"vekst/platform/web"
)

var (
	listPage    = web.NewPage[listView](files, "pages/notices.html")
	lettersPage = web.NewPage[lettersView](files, "pages/letters.html")
	stopPage    = web.NewPage[stopView](files, "pages/stop.html")
)

type listView struct {
	web.Head
	Groups        []groupView
	Unseen        bool
	Done          string
	Earlier, More string
}

type groupView struct {
	Title string
	Lines []lineView
}

type lineView struct {
	Sentence, Link string
	At             time.Time
	Seen           bool
}

// perPage is the number of notices on a page, before repeats are merged.
const perPage = 60

func list(q *web.Request) (web.Answer, error) {
	page, _ := strconv.Atoi(q.Value("page"))
	page = max(page, 1)
	items, err := Of(q.Reader(), q.Actor().ID, (page-1)*perPage, perPage+1)
	if err != nil {
		return nil, err
	}
	v := listView{Head: web.Head{Title: q.T("notice.list.title"), Crumbs: []web.Crumb{{Name: q.T("look.my_page"), Link: "/my"}}}}
	if len(items) > perPage {
		items, v.More = items[:perPage], "/notices?page="+strconv.Itoa(page+1)
	}
	if page > 1 {
		v.Earlier = "/notices?page=" + strconv.Itoa(page-1)
	}
	for _, g := range Grouped(items) {
		v.Groups = append(v.Groups, v.group(q, g))
	}
	if q.Value("done") == "seen" {
		v.Done = q.T("notice.list.done")
	}
	return listPage.Show(v), nil
}

func (v *listView) group(q *web.Request, g Group) groupView {
	view := groupView{Title: g.Title.In(q.Lang)}
	for _, l := range g.Lines {
		args := []any{"Count", l.Count}
		for name, t := range l.Args {
			args = append(args, name, t.In(q.Lang))
		}
		view.Lines = append(view.Lines, lineView{q.T(l.News.Kind+".line", args...), "/notices/" + l.News.ID, l.At, l.Seen})
		v.Unseen = v.Unseen || !l.Seen
	}
	return view
}

// read goes on to where a notice leads. It is seen then, and so are the repeats that were merged with it.
func read(q *web.Request) (web.Answer, error) {
	i, err := findNews(q.Reader(), q.Actor().ID, q.PathValue("news"))
	if err != nil {
		return nil, err
	}
	all, err := unseen(q.Reader(), q.Actor().ID)
	if err != nil {
		return nil, err
	}
	news := []string{i.News.ID}
	for _, o := range all {
		if o.About.Kind == i.About.Kind && o.About.ID == i.About.ID && o.News.Kind == i.News.Kind {
			news = append(news, o.News.ID)
		}
	}
	if !i.Seen {
		if _, err := web.Do(q, See, news); err != nil {
			return nil, err
		}
	}
	return web.See(web.OwnPath(i.Link, "/notices")), nil
}

type lettersView struct {
	web.Head
	Hour, Weekday, Zone web.Choice
	Kinds               []web.Choice
	Must                []string
	Stopped             bool
	Done                string
}

func showLetters(q *web.Request) (web.Answer, error) {
	settings, ways, err := settingsOf(q.Reader(), q.Actor().ID)
	if err != nil {
		return nil, err
	}
	v := newLetters(q, Choosing{settings, ways}, nil)
	if q.Value("done") == "saved" {
		v.Done = q.T("notice.letters.saved")
	}
	return lettersPage.Show(v), nil
}

func newLetters(q *web.Request, c Choosing, refused error) lettersView {
	v := lettersView{Head: web.Head{Title: q.T("notice.letters.title"), Complaints: q.Complaints(refused),
		Crumbs: []web.Crumb{{Name: q.T("look.my_page"), Link: "/my"}, {Name: q.T("notice.list.title"), Link: "/notices"}}}, Stopped: c.Stopped}
	v.Hour = web.Choice{Name: "hour", Label: q.T("notice.letters.hour"), Value: strconv.Itoa(c.Hour), Complaint: v.Complaint("hour")}
	for h := range 24 {
		v.Hour.Options = append(v.Hour.Options, web.Option{Value: strconv.Itoa(h), Label: q.T("notice.letters.oclock", "Hour", two(h))})
	}
	v.Weekday = web.Choice{Name: "weekday", Label: q.T("notice.letters.weekday"), Value: strconv.Itoa(int(c.Settings.Weekday)), Complaint: v.Complaint("weekday")}
	for d := range 7 {
		n := strconv.Itoa((d + 1) % 7)
		v.Weekday.Options = append(v.Weekday.Options, web.Option{Value: n, Label: q.T("notice.weekday." + n)})
	}
	v.Zone = web.Choice{Name: "zone", Label: q.T("notice.letters.zone"), Value: c.Settings.Zone, Complaint: v.Complaint("zone")}
	for _, z := range Zones {
		v.Zone.Options = append(v.Zone.Options, web.Option{Value: z, Label: q.T("notice.zone." + z)})
	}
	v.kinds(q, c.Ways)
	return v
}

func two(n int) string { return strconv.Itoa(n/10) + strconv.Itoa(n%10) }

// kinds offers a way for each kind that the person may ever be told of.
func (v *lettersView) kinds(q *web.Request, ways map[string]Way) {
	for _, k := range Kinds() {
		switch {
		case !k.Told(q.Actor()):
		case k.Must:
			v.Must = append(v.Must, q.T(k.Key+".name"))
		default:
			v.Kinds = append(v.Kinds, WayChoice(q, k, k.Key, ways[k.Key], v.Complaint(k.Key)))
		}
	}
}

// WayChoice asks how letters of a kind shall come. Where nothing is chosen, the way of the kind is.
func WayChoice(q *web.Request, k Kind, name string, chosen Way, complaint string) web.Choice {
	if chosen == "" {
		chosen = k.Way
	}
	c := web.Choice{Name: name, Label: q.T(k.Key + ".name"), Value: string(chosen), Complaint: complaint}
	for _, w := range Ways {
		c.Options = append(c.Options, web.Option{Value: string(w), Label: q.T("notice.way." + string(w))})
	}
	return c
}

type stopView struct {
	web.Head
	Token   string
	What    string // name of the kind, "" for everything
	Stopped bool
}

func showStop(q *web.Request) (web.Answer, error) {
	s, err := readLink(q.Reader(), q.PathValue("token"))
	if err != nil {
		return nil, err
	}
	v := stopView{Head: web.Head{Title: q.T("notice.stop.title")}, Token: q.PathValue("token"), Stopped: s.stopped}
	if s.what != everything {
		v.What = q.T(s.what + ".name")
	}
	if s.stopped {
		v.Title = q.T("notice.stop.stopped_title")
	}
	return stopPage.Show(v), nil
}
