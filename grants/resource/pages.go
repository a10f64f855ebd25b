package resource

import (
	"strings"

	"vekst/grants/municipality"
	"vekst/platform/file"
	"vekst/platform/lang"
	"vekst/platform/web"
	"vekst/value/text"
)

// house holds what the pages need besides the request.
type house struct {
	Options
	atlas municipality.Atlas
	store file.Store
}

// said is a text in the language of the request, or else in the one it was written in, with a mark that says so.
type said struct{ Text, Mark, Lang string }

func saying(q *web.Request, t text.Text, original string) said {
	s, in := t.Best(q.Lang)
	switch {
	case s == "":
		return said{}
	case in != q.Lang:
		return said{s, q.T("resource.mark.untranslated", "Language", q.T("resource.language."+in)), in}
	case in != original && text.Is(original):
		return said{s, q.T("resource.mark.translated", "Language", q.T("resource.language."+original)), in}
	}
	return said{s, "", in}
}

// card is a resource in a list.
type card struct {
	Number         int
	ID, Link       string
	Name           said
	Kind, Class    string
	Where          string // settlement and municipality, as far as the list does not say it anyway
	Measure        string // of a path or an area
	Rating         string
	Missing        []string
	Invented       bool
	State, Reason  string
	Day            string
	IsRated, Blurs bool
	CanMerge       bool   // whoever looks may merge what the page is about into it
	Score          string // the rating as a number; "" for none
	Condition      string
}

// cardOf is a card of a resource; where says in which words its place is told.
func cardOf(q *web.Request, r Resource, where string) card {
	c := card{ID: r.ID, Link: q.Link(Link(r.ID)), Name: saying(q, r.Name, r.Original), Kind: KindOf(r.Kind).Name.In(q.Lang), Class: q.T("resource.class." + r.Class),
		Where: where, Measure: Measured(q, r.Place), Invented: r.Invented, IsRated: r.Rated > 0, Blurs: r.Blur > 0, Day: lang.Date(q.Lang, r.Changed.In(q.Site.Zone))}
	c.Rating = q.T("resource.rating.none")
	if c.IsRated {
		c.Score = tenths(q.Lang, r.Potential)
		c.Rating = q.T("resource.rating.of", "Score", tenths(q.Lang, r.Potential), "Best", Best)
	}
	if r.Condition != "" {
		c.Condition = q.T("resource.condition." + r.Condition)
	}
	for _, m := range r.Missing() {
		c.Missing = append(c.Missing, q.T("resource.missing."+m))
	}
	return c
}

// tenths writes hundredths with one decimal, or none where there is nothing behind it: 4, 4,2.
func tenths(l string, hundredths int64) string {
	rounded := (hundredths + 5) / 10
	if rounded%10 == 0 {
		return lang.Number(l, rounded/10)
	}
	return lang.Decimal(l, rounded*10)
}

// places joins what is known of where something is.
func places(parts ...string) string { return joined(", ", parts...) }

// joined puts what is known between separators.
func joined(by string, parts ...string) string {
	var known []string
	for _, p := range parts {
		if p != "" {
			known = append(known, p)
		}
	}
	return strings.Join(known, by)
}

// whereOf says in which settlement and municipality something is, each name once.
func whereOf(q *web.Request, d *municipality.Directory, r Resource) string {
	settlement, municipality := settlementName(r.Settlement).In(q.Lang), d.Label(r.Municipality, q.Lang)
	if settlement == municipality {
		settlement = ""
	}
	return places(settlement, municipality)
}

// options are the choices of a list, the first of which is none of them.
func options(q *web.Request, none, prefix string, values []string) []web.Option {
	all := []web.Option{{Label: q.T(none)}}
	for _, v := range values {
		all = append(all, web.Option{Value: v, Label: q.T(prefix + v)})
	}
	return all
}
