package call

import (
	"vekst/grants/municipality"
	"vekst/platform/web"
)

// Here lists the calls that are for a municipality and not closed, for its page.
func Here(q *web.Request, code string) ([]municipality.Activity, error) {
	calls, err := In(q.Reader(), q.Site.Door.Now(), code, 20)
	var all []municipality.Activity
	for _, row := range Rows(q, calls) {
		all = append(all, municipality.Activity{Title: row.Title, Link: q.Link("/calls/" + row.ID), Says: row.When.Big + ", " + row.When.Small})
	}
	return all, err
}
