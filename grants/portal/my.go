package portal

import (
	"slices"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/web"
	"vekst/value/period"
)

var myPage = web.NewPage[myView](files, "pages/my.html")

type myView struct {
	web.Head
	Name  string
	Cards []card
	Open  []call.Row // calls one can apply to
	Calls []callWork // calls an operator, committee or observer works with
}

// card is one thing a person can do because of a role; its words are portal.card.<Key>.
type card struct{ Key, Link string }

type callWork struct {
	call.Row
	Assess bool
}

// mine is what waits for the person who is signed in, by the roles they were given.
func mine(q *web.Request) (web.Answer, error) {
	v := myView{Name: q.Visitor.Name, Cards: cardsOf(q)}
	v.Title = q.T("portal.my.title")
	now, r := q.Site.Door.Now(), q.Reader()
	open, err := call.List(r, now, call.Wanted{State: period.Open, Limit: 5})
	if err != nil {
		return nil, err
	}
	v.Open = call.Rows(q, open)
	if !has(q, account.Operator, account.Administrator, account.Committee, account.Observer, account.Auditor) {
		return myPage.Show(v), nil
	}
	closed, err := call.List(r, now, call.Wanted{State: period.Closed, Limit: 5})
	for _, row := range call.Rows(q, append(slices.Clone(open), closed...)) {
		v.Calls = append(v.Calls, callWork{row, has(q, account.Operator)})
	}
	return myPage.Show(v), err
}

func has(q *web.Request, roles ...string) bool { return len(q.Actor().Scopes(roles...)) > 0 }

func cardsOf(q *web.Request) []card {
	var cards []card
	if has(q, account.Expert) {
		cards = append(cards, card{"desk", "/desk"})
	}
	if has(q, account.Operator, account.Administrator) {
		cards = append(cards, card{"new_call", "/calls/new"})
	}
	cards = append(cards, card{"applications", "/applications"}, card{"organisations", "/organisations"})
	if has(q, account.Auditor) {
		cards = append(cards, card{"audit", "/audit"})
	}
	if has(q, account.Administrator) {
		cards = append(cards, card{"people", "/people"})
	}
	return append(cards, card{"account", "/account"})
}
