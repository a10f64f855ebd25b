package selection

import (
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/organisation"
	"vekst/grants/review"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// mostHere is how many decisions the page of a municipality shows.
const mostHere = 100

// Here lists what was decided for the applications of a municipality, for its page: the public facts of confirmed
// decisions, and so nothing of applications that got nothing, whose place is not published.
func Here(q *web.Request, code string) ([]municipality.Decision, error) {
	found, err := decidedIn(q.Reader(), code, mostHere)
	if err != nil {
		return nil, err
	}
	calls, all := map[string]call.Published{}, make([]municipality.Decision, len(found))
	for i, f := range found {
		d, known := calls[f.Call]
		if !known {
			if d, err = call.Find(q.Reader(), f.Call); err != nil {
				return nil, err
			}
			calls[f.Call] = d
		}
		if all[i], err = f.shown(q, d); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// local is what was decided about an application, with who stands behind it.
type local struct {
	Decided
	Title, Organisation string
}

func (f local) shown(q *web.Request, d call.Published) (municipality.Decision, error) {
	o, err := organisation.Find(q.Reader(), f.Organisation)
	if err != nil && refusal.KindOf(err) != refusal.Missing {
		return municipality.Decision{}, err
	}
	name := review.NameOf(o.Name)
	one := municipality.Decision{Title: f.Title, Applicant: name.Text, Invented: name.Invented, Call: d.Title.In(q.Lang),
		Link: q.Link("/results/" + f.Call + "#" + f.Number), Outcome: outcomeStatus(q, spoken(d.Definition, f.Outcome), f.Reserve)}
	if d.Money.Given() && f.Award > 0 {
		one.Award = lang.Sum(q.Lang, f.Award, d.Money.Currency)
	}
	return one, nil
}

// Seated lists the organisations with their seat in a municipality that got a grant or are in reserve in a result that is
// public, for its page. Others that are registered here are nobody else's business.
func Seated(q *web.Request, code string) ([]municipality.Activity, error) {
	found, err := seatedIn(q.Reader(), code, mostHere)
	all := make([]municipality.Activity, len(found))
	for i, name := range found {
		all[i].Title = review.NameOf(name).Text
	}
	return all, err
}
