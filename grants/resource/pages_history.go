package resource

import (
	"net/url"
	"slices"
	"strings"

	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// tellHistory lists every change, the newest first. The public is told nothing of what happened between a proposal and its
// confirmation, since nobody had judged yet what could be public; and of a sensitive place that it changed, not from what to
// what.
func (v *oneView) tellHistory(q *web.Request, _ *municipality.Directory, r Resource) error {
	versions, err := Versions(q.Reader(), r.ID)
	if err != nil {
		return err
	}
	maySee, err := MaySee(q.Reader(), q.Actor(), r)
	if err != nil {
		return err
	}
	var before Entry
	public := firstPublic(versions)
	for i, n := range versions {
		if !maySee && i > 0 && i < public {
			before = n.Entry
			continue
		}
		row := event{Number: n.Number, Says: historySays(q, n), Who: who(q, n.Speaks), Day: lang.DateTime(q.Lang, n.At.In(q.Site.Zone))}
		if n.Detail.Other != "" {
			row.Link = q.Link(Link(n.Detail.Other))
		}
		if i > 0 && (maySee || i > public) {
			mayPlace := maySee || (r.Blur == 0 && before.Blur == 0 && n.Entry.Blur == 0)
			row.Fields = shownChanges(q, Differences(before, n.Entry), mayPlace)
			if mayPlace && before.Place.Shape != n.Entry.Place.Shape {
				row.Drawn = beforeAfter(q, before.Place, n.Entry.Place)
			}
		}
		row.CanRestore = v.May.Decide && r.State != Retired && !same(n.Entry, r.Entry) && (i == 0 || len(row.Fields) > 0)
		before = n.Entry
		v.History = append([]event{row}, v.History...)
	}
	return nil
}

// firstPublic is where in the history a resource was first confirmed: at once, where an official proposed it.
func firstPublic(all []Version) int {
	return max(0, slices.IndexFunc(all, func(v Version) bool { return v.Verb == didConfirm }))
}

func historySays(q *web.Request, n Version) string {
	says := q.T("resource.did."+n.Verb, "Version", n.Detail.Number)
	if n.Verb == didPropose && n.Speaks != "" {
		says = q.T("resource.history.entered")
	}
	switch {
	case n.Detail.Aspect != "" && n.Detail.Was > 0:
		says += ": " + q.T("resource.history.rerated", "Aspect", q.T("resource.aspect."+n.Detail.Aspect), "Was", n.Detail.Was, "Now", n.Detail.Now)
	case n.Detail.Aspect != "":
		says += ": " + q.T("resource.history.rated", "Aspect", q.T("resource.aspect."+n.Detail.Aspect), "Now", n.Detail.Now)
	case n.Detail.Sort != "":
		says += ": " + q.T("resource.note."+n.Detail.Sort)
	}
	if n.Detail.Reason != "" {
		says += ". " + n.Detail.Reason
	}
	return says
}

// shownChanges are changes of fields in words; what a place was is only for who may see it.
func shownChanges(q *web.Request, all []FieldChange, maySee bool) []FieldChange {
	for i, c := range all {
		all[i] = FieldChange{q.T("resource.changed." + c.Field), shownValue(q, c.Field, c.Was), shownValue(q, c.Field, c.Now)}
		if c.isOfPlace() && !maySee {
			all[i].Was, all[i].Now = q.T("resource.history.hidden"), q.T("resource.history.hidden")
		}
	}
	return all
}

// chosenFields are those with a word for each value.
var chosenFields = map[string]string{"ownership": "resource.ownership.", "condition": "resource.condition.", "access": "resource.access.", "protection": "resource.protection."}

func shownValue(q *web.Request, field, value string) string {
	switch {
	case value == "":
		return q.T("resource.history.nothing")
	case chosenFields[field] != "":
		return q.T(chosenFields[field] + value)
	case field == "kind":
		return KindOf(value).Name.In(q.Lang)
	case field == "settlement":
		return settlementName(value).In(q.Lang)
	case field == "season":
		return seasonSays(q, Season(whole(value)))
	case field == "blur":
		return q.T("resource.history.metres", "Metres", lang.Number(q.Lang, whole(value)))
	case field == "shape":
		return Measured(q, Place{Shape: value})
	}
	return value
}

func whole(s string) int64 {
	var n int64
	for _, r := range s {
		if r < '0' || r > '9' {
			return 0
		}
		n = 10*n + int64(r-'0')
	}
	return n
}

// hostOf is the site of an address, for people to see where it leads.
func hostOf(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Host, "www.")
}
