package portal

import (
	"net/url"
	"sync"

	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/programme"
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
	for _, look := range []func(*web.Request, string) (Group, error){calls, municipalities, procedures, rules} {
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
