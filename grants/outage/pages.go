package outage

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/platform/pulse"
	"vekst/platform/web"
)

var listPage = web.NewPage[listView](files, "pages/outages.html")

// listView is the public log of outages.
type listView struct {
	web.Head
	Since   string // when the program began to measure; "" where it has not yet
	Rule    string // the rule of a call that says nothing else
	Outages []row
}

type row struct {
	Down, Up, Length string
	Calls            []movedCall
}

// movedCall is a call whose deadline an outage moved.
type movedCall struct{ Title, Link, Says string }

// most is the number of outages on the page.
const most = 200

func list(q *web.Request) (web.Answer, error) {
	v := listView{Rule: call.DefaultOutageRule.Says(q.Site.Catalog, q.Lang)}
	v.Title, v.Section = q.T("outage.list.title"), "look.nav.calls"
	v.Crumbs = []web.Crumb{{Name: q.T("call.list.title"), Link: q.Link("/calls")}}
	since, err := pulse.Since(q.Reader())
	if err != nil {
		return nil, err
	}
	if !since.IsZero() {
		v.Since = lang.DateTime(q.Lang, since.In(q.Site.Zone))
	}
	all, err := All(q.Reader(), most)
	for _, o := range all {
		r := row{Down: lang.DateTime(q.Lang, o.Down.In(q.Site.Zone)), Up: lang.DateTime(q.Lang, o.Up.In(q.Site.Zone)), Length: length(q, o.Length())}
		if r.Calls, err = moved(q, o); err != nil {
			return nil, err
		}
		v.Outages = append(v.Outages, r)
	}
	return listPage.Show(v), err
}

// length is a time in days, hours and minutes, rounded up to the minute.
func length(q *web.Request, d time.Duration) string {
	minutes := int((d + time.Minute - 1) / time.Minute)
	said := ""
	for _, unit := range []struct {
		key string
		of  int
	}{{"days", 24 * 60}, {"hours", 60}, {"minutes", 1}} {
		if n := minutes / unit.of; n > 0 {
			said += " " + q.T("outage.length."+unit.key, "Count", n)
			minutes %= unit.of
		}
	}
	return said[min(1, len(said)):]
}

func moved(q *web.Request, o Outage) ([]movedCall, error) {
	extensions, err := call.OfOutage(q.Reader(), o.ID)
	var all []movedCall
	for id, x := range extensions {
		c, err := call.Find(q.Reader(), id)
		if err != nil {
			return nil, err
		}
		zone := c.Window.Location()
		all = append(all, movedCall{c.Title.In(q.Lang), q.Link("/calls/" + id + "/versions"),
			q.T("outage.list.moved", "From", lang.DateTime(q.Lang, x.Closed.In(zone)), "To", lang.DateTime(q.Lang, x.Closes.In(zone)))})
	}
	slices.SortFunc(all, func(a, b movedCall) int { return strings.Compare(a.Link, b.Link) })
	return all, err
}
