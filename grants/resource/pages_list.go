package resource

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/web"
)

var listPage = web.NewPage[listView](files, "pages/resources.html")

type listView struct {
	web.Head
	Query         string
	Filters       []web.Choice
	Cards         []card
	Count         int
	From, To      int
	Filtered      bool
	Earlier, More string
	MyScope       bool // officials: there is a desk
}

// pageLength is how many resources a page of the list shows.
const pageLength = 48

// list shows all resources that the public may know.
func (h *house) list(q *web.Request) (web.Answer, error) {
	d, err := h.atlas.Of(q.Reader())
	if err != nil {
		return nil, err
	}
	f := filterOf(q)
	v := listView{Query: f.Query, Filtered: f.isNarrow()}
	v.Title, v.Section, v.Thread = q.T("resource.list.title"), "look.nav.municipalities", 2
	v.Crumbs = []web.Crumb{{Name: q.T("municipality.list.title"), Link: q.Link("/municipalities")}}
	if v.Filters, err = h.filters(q, d, f); err != nil {
		return nil, err
	}
	n, err := CountPublic(q.Reader(), f)
	if err != nil {
		return nil, err
	}
	if int64(f.Offset) >= n {
		f.Offset = 0 // the list has become shorter than somebody's old address says
	}
	found, err := Public(q.Reader(), f)
	v.Count, v.From, v.To = int(n), f.Offset+1, f.Offset+len(found)
	for _, r := range found {
		v.Cards = append(v.Cards, cardOf(q, r, whereOf(q, d, r)))
	}
	v.turn(q, f, n)
	scope, scopeErr := ScopeOf(q.Reader(), q.Actor())
	v.MyScope = !scope.Empty()
	return listPage.Show(v), cmp.Or(err, scopeErr)
}

func filterOf(q *web.Request) Filter {
	f := Filter{Query: q.Value("q"), Class: q.Value("class"), Kind: q.Value("kind"), Municipality: q.Value("municipality"), Condition: q.Value("condition"),
		Order: q.Value("sort"), Lang: q.Lang, Limit: pageLength}
	if page, err := strconv.Atoi(q.Value("page")); err == nil && page > 1 && page < 10_000 {
		f.Offset = (page - 1) * pageLength
	}
	return f
}

func (f Filter) isNarrow() bool {
	return f.Query != "" || f.Class != "" || f.Kind != "" || f.Municipality != "" || f.Condition != ""
}

// turn gives the addresses of the pages before and after.
func (v *listView) turn(q *web.Request, f Filter, n int64) {
	page := f.Offset/pageLength + 1
	to := func(p int) string {
		values := url.Values{}
		for _, name := range []string{"q", "class", "kind", "municipality", "condition", "sort"} {
			if s := q.Value(name); s != "" {
				values.Set(name, s)
			}
		}
		values.Set("page", strconv.Itoa(p))
		return q.Link("/resources?" + values.Encode())
	}
	if page > 1 {
		v.Earlier = to(page - 1)
	}
	if int64(f.Offset+pageLength) < n {
		v.More = to(page + 1)
	}
}

// filters are what the list can be narrowed by; only what there is is offered.
func (h *house) filters(q *web.Request, d *municipality.Directory, f Filter) ([]web.Choice, error) {
	kinds, err := countKinds(q.Reader(), f.Class, "")
	if err != nil {
		return nil, err
	}
	where, err := countMunicipalities(q.Reader())
	if err != nil {
		return nil, err
	}
	class := web.Choice{Name: "class", Label: q.T("resource.field.class"), Value: f.Class, Options: options(q, "resource.list.every_class", "resource.class.", Classes)}
	condition := web.Choice{Name: "condition", Label: q.T("resource.field.condition"), Value: f.Condition, Options: options(q, "resource.list.every_condition", "resource.condition.", Conditions)}
	sort := web.Choice{Name: "sort", Label: q.T("resource.list.sort"), Value: f.Order}
	for _, o := range Orders {
		sort.Options = append(sort.Options, web.Option{Value: o, Label: q.T("resource.list.by." + o)})
	}
	return []web.Choice{class, kindChoice(q, f, kinds), municipalityChoice(q, d, f, where), condition, sort}, nil
}

func kindChoice(q *web.Request, f Filter, counts []Count) web.Choice {
	c := web.Choice{Name: "kind", Label: q.T("resource.field.kind"), Value: f.Kind, Options: []web.Option{{Label: q.T("resource.list.every_kind")}}}
	all, _ := Kinds()
	for _, k := range all {
		at := slices.IndexFunc(counts, func(c Count) bool { return c.Of == k.ID })
		if at >= 0 {
			c.Options = append(c.Options, web.Option{Value: k.ID, Label: k.Name.In(q.Lang) + " (" + strconv.FormatInt(counts[at].Number, 10) + ")"})
		} else if k.ID == f.Kind {
			c.Options = append(c.Options, web.Option{Value: k.ID, Label: k.Name.In(q.Lang)})
		}
	}
	return c
}

func municipalityChoice(q *web.Request, d *municipality.Directory, f Filter, counts []Count) web.Choice {
	c := web.Choice{Name: "municipality", Label: q.T("resource.field.municipality"), Value: f.Municipality, Options: []web.Option{{Label: q.T("resource.list.everywhere")}}}
	var found []municipality.Municipality
	for _, n := range counts {
		if m, ok := d.Municipality(n.Of); ok {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b municipality.Municipality) int { return d.Before(a, b, q.Lang) })
	for _, m := range found {
		c.Options = append(c.Options, web.Option{Value: m.Code, Label: d.Label(m.Code, q.Lang)})
	}
	return c
}
