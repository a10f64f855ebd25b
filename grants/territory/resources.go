package territory

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"vekst/grants/resource"
	"vekst/platform/db"
	"vekst/platform/web"
)

// resources keeps what the public may know of resources in memory until one of them has changed.
type resources struct {
	mu    sync.Mutex
	state string
	all   []resource.Resource
}

// Open is everything that is on the map, and the name of its state.
func (s *resources) Open(r db.Reader) ([]resource.Resource, string, error) {
	state, err := resource.StateOf(r)
	if err != nil {
		return nil, "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.state == state {
		return s.all, state, nil
	}
	all, err := resource.Public(r, resource.Filter{})
	if err != nil {
		return nil, "", err
	}
	s.state, s.all = state, slices.DeleteFunc(all, func(r resource.Resource) bool { return !r.Place.Known() })
	return s.all, state, nil
}

// Prefixes of what a filter of resources can be.
const (
	everyResource = "all"
	classPrefix   = "class-"
	kindPrefix    = "kind-"
)

// chosen are the resources a filter asks for, of a municipality where one is given.
func chosen(all []resource.Resource, filter, code string) []resource.Resource {
	var some []resource.Resource
	for _, r := range all {
		if (code == "" || r.Municipality == code) && (filter == everyResource || filter == classPrefix+r.Class || filter == kindPrefix+r.Kind) {
			some = append(some, r)
		}
	}
	return some
}

// filterOf is the filter asked for; "" for none.
func filterOf(q *web.Request) string {
	asked := q.Value("resources")
	if asked == everyResource || slices.Contains(resource.Classes, strings.TrimPrefix(asked, classPrefix)) || resource.KindOf(strings.TrimPrefix(asked, kindPrefix)).ID != "" {
		return asked
	}
	return ""
}

// listOf is where the resources a filter asks for stand in a list, those of a municipality where one is given.
func listOf(q *web.Request, filter, code string) string {
	asked := url.Values{}
	if class, ok := strings.CutPrefix(filter, classPrefix); ok {
		asked.Set("class", class)
	}
	if kind, ok := strings.CutPrefix(filter, kindPrefix); ok {
		asked.Set("kind", kind)
	}
	if code != "" {
		asked.Set("municipality", code)
	}
	link := q.Link("/resources")
	if len(asked) > 0 {
		link += "?" + asked.Encode()
	}
	return link
}

// filters are what resources can be shown: what there is of.
func filters(q *web.Request, all []resource.Resource, shown string) web.Choice {
	c := web.Choice{Name: "resources", Label: q.T("territory.map.resources"), Value: shown, Options: []web.Option{{Label: q.T("territory.resources.none")}}}
	classes, kinds := map[string]int{}, map[string]int{}
	for _, r := range all {
		classes[r.Class]++
		kinds[r.Kind]++
	}
	c.Options = append(c.Options, web.Option{Value: everyResource, Label: q.T("territory.resources.all", "Count", len(all))})
	vocabulary, _ := resource.Kinds()
	for _, class := range resource.Classes {
		if classes[class] > 0 || shown == classPrefix+class {
			c.Options = append(c.Options, web.Option{Value: classPrefix + class, Label: q.T("territory.resources.of", "Name", q.T("resource.classes."+class), "Count", classes[class])})
		}
		for _, k := range vocabulary {
			if k.Class == class && (kinds[k.ID] > 0 || shown == kindPrefix+k.ID) {
				c.Options = append(c.Options, web.Option{Value: kindPrefix + k.ID, Label: q.T("territory.resources.kind", "Name", k.Name.In(q.Lang), "Count", kinds[k.ID])})
			}
		}
	}
	return c
}

func spotsOf(some []resource.Resource) []Spot {
	at := make([]Spot, len(some))
	for i, r := range some {
		at[i] = Spot{int32(r.Place.Lon / (1_000_000 / unit)), int32(r.Place.Lat / (1_000_000 / unit))}
	}
	return at
}
