package portal

import (
	"net/url"
	"sync"

	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/programme"
	"vekst/grants/selection"
	"vekst/platform/lang"
	"vekst/platform/search"
	"vekst/platform/web"
	"vekst/value/text"
)

var searchPage = web.NewPage[searchView](files, "pages/search.html")

type searchView struct {
	web.Head
	Query  string
	Groups []Group
	Total  int64
}

// perGroup is the number of hits of one kind on the page.
const perGroup = 10

func find(q *web.Request) (web.Answer, error) {
	v := searchView{Query: q.Value("q")}
	v.Title = q.T("portal.search.title")
	if len(search.Read(v.Query)) == 0 {
		return searchPage.Show(v), nil
	}
	for _, look := range []func(*web.Request, string) (Group, error){calls, results, municipalities, procedures, rules} {
		g, err := look(q, v.Query)
		if err != nil {
			return nil, err
		}
		if g.Count > 0 {
			v.Groups = append(v.Groups, g)
		}
	}
	v.Total = Total(v.Groups)
	return searchPage.Show(v), nil
}

func calls(q *web.Request, query string) (Group, error) {
	now := q.Site.Door.Now()
	counts, err := call.Count(q.Reader(), now, query)
	if err != nil {
		return Group{}, err
	}
	g := Group{Kind: "call", Count: counts.Open + counts.Coming + counts.Closed, More: q.Link("/calls") + "?q=" + url.QueryEscape(query)}
	found, err := call.List(q.Reader(), now, call.Wanted{Query: query, Limit: perGroup})
	for _, row := range call.Rows(q, found) {
		g.Hits = append(g.Hits, Hit{row.Title, q.Link("/calls/" + row.ID), row.When.Big + ", " + row.When.Small})
	}
	return g, err
}

func municipalities(q *web.Request, query string) (Group, error) {
	places, err := municipality.Places()
	if err != nil {
		return Group{}, err
	}
	found, err := municipality.Find(query)
	g := Group{Kind: "municipality", Count: int64(len(found)), More: q.Link("/municipalities") + "?q=" + url.QueryEscape(query)}
	for _, m := range found[:min(len(found), perGroup)] {
		oblast, _ := places.Oblast(m.Oblast)
		says := q.T("portal.search.municipality", "Oblast", oblast.Name.In(q.Lang), "People", lang.Number(q.Lang, int64(m.Population2021)))
		g.Hits = append(g.Hits, Hit{places.Label(m.Code, q.Lang), q.Link("/municipalities/" + m.Code), says})
	}
	return g, err
}

// findable is something of the programme's files with what it can be found by.
type findable struct {
	column, path string
	title, says  text.Text
}

var findableProcedures = sync.OnceValues(func() ([]findable, error) {
	p, err := programme.Ours()
	var all []findable
	for _, one := range p.Procedures {
		all = append(all, findable{column(one.Code+" "+one.Key, one.Title, one.Summary), "/programme#" + one.Key, one.Title, one.Summary})
	}
	return all, err
})

var findableRules = sync.OnceValues(func() ([]findable, error) {
	var all []findable
	for _, id := range programme.RuleSets() {
		set, err := programme.Shelved(id)
		if err != nil {
			return nil, err
		}
		for _, r := range set.Rules {
			if r.From == id { // an inherited rule is found once, where it stands
				all = append(all, findable{column(r.ID, r.Text), "/rules/" + id + "#" + r.ID, r.Text, set.Name})
			}
		}
	}
	return all, nil
})

func column(codes string, texts ...text.Text) string {
	tokens := search.Tokens(codes, text.EN)
	for _, t := range texts {
		for _, l := range text.Languages {
			tokens = append(tokens, search.Tokens(t.In(l), l)...)
		}
	}
	return search.Column(tokens)
}

func procedures(q *web.Request, query string) (Group, error) {
	all, err := findableProcedures()
	return matching(q, "procedure", all, query), err
}

func rules(q *web.Request, query string) (Group, error) {
	all, err := findableRules()
	return matching(q, "rule", all, query), err
}

// decided keeps what a decision can be found by: a confirmed list never changes, and one that is taken back is gone from
// the list of decisions.
var decided sync.Map

func results(q *web.Request, query string) (Group, error) {
	g, wanted := Group{Kind: "result", More: q.Link("/results")}, search.Read(query)
	decisions, err := selection.Decisions(q.Reader())
	if err != nil {
		return g, err
	}
	for _, k := range decisions {
		all, err := findableResults(q, k)
		if err != nil {
			return g, err
		}
		for _, f := range all {
			if !wanted.Match(f.column) {
				continue
			}
			if g.Count++; len(g.Hits) < perGroup {
				g.Hits = append(g.Hits, Hit{f.title.In(q.Lang), q.Link(f.path), f.says.In(q.Lang)})
			}
		}
	}
	return g, nil
}

func findableResults(q *web.Request, k selection.Kept) ([]findable, error) {
	if kept, ok := decided.Load(k.ID); ok {
		return kept.([]findable), nil
	}
	published, err := selection.Published(q.Reader(), k.Call)
	if err != nil {
		return nil, err
	}
	var all []findable
	for _, p := range published {
		if p.Invented {
			p.Organisation += "°"
		}
		says := text.Text{BG: p.Organisation + ", " + p.Place.BG, NB: p.Organisation + ", " + p.Place.NB, EN: p.Organisation + ", " + p.Place.EN}
		tokens := search.Tokens(p.Number+" "+p.Title+" "+p.Organisation+" "+p.Place.BG+" "+p.Place.EN, "")
		all = append(all, findable{search.Column(tokens), "/results/" + p.Call + "?q=" + url.QueryEscape(p.Number), text.Text{BG: p.Title, NB: p.Title, EN: p.Title}, says})
	}
	decided.Store(k.ID, all)
	return all, nil
}

func matching(q *web.Request, kind string, all []findable, query string) Group {
	g, wanted := Group{Kind: kind}, search.Read(query)
	for _, f := range all {
		if !wanted.Match(f.column) {
			continue
		}
		if g.Count++; len(g.Hits) < perGroup {
			g.Hits = append(g.Hits, Hit{f.title.In(q.Lang), q.Link(f.path), f.says.In(q.Lang)})
		}
	}
	return g
}
