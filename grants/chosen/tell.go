package chosen

import (
	"fmt"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/value/text"
)

// What the people of a municipality are told when a selection is published.
var (
	toldIn  = notice.Define(notice.Kind{Key: "chosen.told.in", Way: notice.AtOnce})
	toldOut = notice.Define(notice.Kind{Key: "chosen.told.out", Way: notice.AtOnce})
)

// tellMunicipalities tells those who answer for each municipality whether it is chosen, and where it says why.
func tellMunicipalities(tx *action.Tx, s Selection, l List) error {
	people, err := whoAnswer(tx)
	if err != nil || len(people) == 0 {
		return err
	}
	places, err := new(municipality.Atlas).Of(tx)
	if err != nil {
		return err
	}
	for _, r := range l.Rows {
		kind := toldOut
		if r.In() {
			kind = toldIn
		}
		n := notice.News{About: notice.Subject{Kind: "chosen", ID: s.ID + " " + r.Code, Title: s.Title}, Args: map[string]text.Text{"Name": labelled(places, r.Code)},
			Link: fmt.Sprintf("/chosen/%d/municipalities/%s", s.Number, r.Code)}
		if err := notice.Tell(tx, kind, n, people[r.Code]...); err != nil {
			return err
		}
	}
	return nil
}

// whoAnswer are, by the code of their municipality, those who speak for it and those who agreed to be named on its page.
func whoAnswer(r db.Reader) (map[string][]string, error) {
	people := map[string][]string{}
	named, err := municipality.Named(r)
	if err != nil {
		return nil, err
	}
	for _, c := range named {
		people[c.Municipality] = append(people[c.Municipality], c.Person)
	}
	offices, err := organisation.EveryMunicipal(r)
	if err != nil {
		return nil, err
	}
	for _, o := range offices {
		members, err := organisation.Members(r, o.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if m.Role != account.Reader {
				people[o.Municipality] = append(people[o.Municipality], m.Person.ID)
			}
		}
	}
	return people, nil
}
