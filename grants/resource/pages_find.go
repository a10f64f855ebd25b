package resource

import (
	"net/url"
	"slices"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/web"
)

// pageLength is how many resources a page of a list shows.
const pageLength = 48

// finding is a list of resources as it was asked for: by which words and choices, and which page of what was found. All of it
// stands in the address, so that a page can be kept, sent and come back to.
type finding struct {
	At            string // the address of the list
	Query         string
	Filters       []web.Choice
	Count         int // how many were found
	From, To      int
	Filtered      bool
	Earlier, More string
}

// find looks up the page that was asked for. Filters must be filled in by then.
func (v *finding) find(q *web.Request, at string, f Filter) ([]Resource, error) {
	n, err := CountPublic(q.Reader(), f)
	if err != nil {
		return nil, err
	}
	if int64(f.Offset) >= n {
		f.Offset = 0 // the list has become shorter than somebody's old address says
	}
	found, err := Public(q.Reader(), f)
	v.At, v.Query, v.Count, v.From, v.To = q.Link(at), f.Query, int(n), f.Offset+1, f.Offset+len(found)
	for _, c := range v.Filters {
		v.Filtered = v.Filtered || c.Name != "sort" && c.Value != ""
	}
	v.Filtered = v.Filtered || f.Query != ""
	v.turn(q, f)
	return found, err
}

func filterOf(q *web.Request) Filter {
	f := Filter{Query: q.Value("q"), Class: q.Value("class"), Kind: q.Value("kind"), Municipality: q.Value("municipality"), Condition: q.Value("condition"),
		Order: q.Value("sort"), Lang: q.Lang, Limit: pageLength}
	if page, err := strconv.Atoi(q.Value("page")); err == nil && page > 1 && page < 10_000 {
		f.Offset = (page - 1) * pageLength
	}
	return f
}

// turn gives the addresses of the pages before and after.
func (v *finding) turn(q *web.Request, f Filter) {
	page := f.Offset/pageLength + 1
	if page > 1 {
		v.Earlier = v.page(q, page-1)
	}
	if f.Offset+pageLength < v.Count {
		v.More = v.page(q, page+1)
	}
}

// page is the address of a page of what was asked for.
func (v *finding) page(q *web.Request, number int) string {
	values := url.Values{"page": {strconv.Itoa(number)}}
	if v.Query != "" {
		values.Set("q", v.Query)
	}
	for _, c := range v.Filters {
		if s := q.Value(c.Name); s != "" {
			values.Set(c.Name, s)
		}
	}
	return v.At + "?" + values.Encode()
}

// filters are what the list of all can be narrowed by; only what there is is offered.
func (h *house) filters(q *web.Request, d *municipality.Directory, f Filter) ([]web.Choice, error) {
	kinds, err := countKinds(q.Reader(), "")
	if err != nil {
		return nil, err
	}
	where, err := countMunicipalities(q.Reader())
	return []web.Choice{classChoice(q, f), kindChoice(q, f, kinds), municipalityChoice(q, d, f, where), conditionChoice(q, f),
		sortChoice(q, f, "name", "rating", "newest", "municipality")}, err
}

func classChoice(q *web.Request, f Filter) web.Choice {
	return web.Choice{Name: "class", Label: q.T("resource.field.class"), Value: f.Class, Options: options(q, "resource.list.every_class", "resource.class.", Classes)}
}

func conditionChoice(q *web.Request, f Filter) web.Choice {
	return web.Choice{Name: "condition", Label: q.T("resource.field.condition"), Value: f.Condition, Options: options(q, "resource.list.every_condition", "resource.condition.", Conditions)}
}

// sortChoice is the order of a list; the first is the usual one.
func sortChoice(q *web.Request, f Filter, orders ...string) web.Choice {
	c := web.Choice{Name: "sort", Label: q.T("resource.list.sort"), Value: f.Order}
	for _, o := range orders {
		c.Options = append(c.Options, web.Option{Value: o, Label: q.T("resource.list.by." + o)})
	}
	return c
}

func kindChoice(q *web.Request, f Filter, counts []Count) web.Choice {
	c := web.Choice{Name: "kind", Label: q.T("resource.field.kind"), Value: f.Kind, Options: []web.Option{{Label: q.T("resource.list.every_kind")}}}
	all, _ := Kinds()
	for _, k := range all {
		if f.Class != "" && k.Class != f.Class && k.ID != f.Kind {
			continue
		}
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
