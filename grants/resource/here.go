package resource

import (
	"vekst/grants/municipality"
	"vekst/platform/web"
)

// shownHere is how many resources the page of a municipality shows.
const shownHere = 6

// Here is the inventory of a municipality for its page: the best rated resources.
func Here(q *web.Request, code string) (municipality.Inventory, error) {
	f := Filter{Municipality: code, Order: "rating", Lang: q.Lang, Limit: shownHere}
	found, err := Public(q.Reader(), f)
	if err != nil {
		return municipality.Inventory{}, err
	}
	n, err := CountPublic(q.Reader(), f)
	all := municipality.Inventory{All: q.Link("/municipalities/" + code + "/resources"), Add: newLink(code), Says: q.T("resource.here.all", "Count", n)}
	for _, r := range found {
		c := cardOf(q, r, settlementName(r.Settlement).In(q.Lang))
		all.Shown = append(all.Shown, municipality.Asset{Name: c.Name.Text, Language: c.Name.Lang, Link: c.Link, Invented: r.Invented, Says: joined(" · ", c.Kind, c.Where, c.Rating)})
	}
	return all, err
}
