package resource

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

// readEntry is what a form says of a resource, with what cannot even be read. Before is what was written until now: what the
// form does not ask stays.
func readEntry(q *web.Request, before Entry) (Entry, []refusal.Complaint) {
	e := before
	e.Name, e.Description = texts(q, "name", e.Name), texts(q, "text", e.Description)
	e.Original, e.Kind, e.Settlement = q.Value("original"), q.Value("kind"), q.Value("settlement")
	e.Ownership, e.Condition, e.Access = q.Value("ownership"), q.Value("condition"), q.Value("access")
	e.Protection, e.ProtectedAs, e.Season = q.Value("protection"), q.Value("protected_as"), readSeason(q.Form["month"])
	var complaints []refusal.Complaint
	if _, asked := q.Form["blur"]; asked {
		blur, err := strconv.ParseInt(strings.TrimSpace(q.Value("blur")), 10, 64)
		if err != nil {
			complaints = append(complaints, refusal.About("blur", "resource.refusal.choice"))
		}
		e.Blur = blur
	}
	var unread []refusal.Complaint
	e.Place, unread = readWhere(q, e.Place)
	return e, append(complaints, unread...)
}

// texts are the texts of a form in the languages it asks for.
func texts(q *web.Request, name string, have text.Text) text.Text {
	for l, into := range map[string]*string{text.BG: &have.BG, text.NB: &have.NB, text.EN: &have.EN} {
		if _, asked := q.Form[name+"_"+l]; asked {
			*into = q.FormValue(name + "_" + l)
		}
	}
	return have
}

func readSeason(months []string) Season {
	var s Season
	for _, m := range months {
		if m == "all" {
			return AllYear
		}
		if n, err := strconv.Atoi(m); err == nil && n >= 1 && n <= 12 {
			s = s.With(time.Month(n))
		}
	}
	return s
}

// heard is a refusal that a page shows above its form. It is nil for an error that ends the page.
func heard(q *web.Request, err error) []web.Complaint {
	if all, status := q.Heard(err); status != 0 {
		return all
	}
	var r *refusal.Refusal
	if errors.As(err, &r) && r.Kind == refusal.TooMany {
		return []web.Complaint{{Sentence: q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)}}
	}
	return nil
}

// isPosted says whether a form was sent, so that what was typed is shown again.
func isPosted(q *web.Request) bool { return q.Method == http.MethodPost }
