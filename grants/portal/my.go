package portal

import (
	"slices"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/organisation"
	"vekst/grants/resource"
	"vekst/grants/review"
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
type card struct {
	Key, Link string
	Waiting   string // a sentence about what waits there, "" for nothing
}

type callWork struct {
	call.Row
	Assess bool
}

// mine is what waits for the person who is signed in, by the roles they were given.
func mine(q *web.Request) (web.Answer, error) {
	cards, err := cardsOf(q)
	if err != nil {
		return nil, err
	}
	v := myView{Name: q.Visitor.Name, Cards: cards}
	v.Title = q.T("portal.my.title")
	now, r := q.Site.Door.Now(), q.Reader()
	open, err := call.List(r, now, call.Wanted{State: period.Open, Limit: 5})
	if err != nil {
		return nil, err
	}
	v.Open = call.Rows(q, open)
	if !has(q, account.Operator, account.Committee, account.Observer, account.Auditor) {
		return myPage.Show(v), nil
	}
	closed, err := call.List(r, now, call.Wanted{State: period.Closed, Limit: 5})
	judged := slices.DeleteFunc(append(slices.Clone(open), closed...), func(c call.Listed) bool { return c.Kind == call.Contribution })
	for _, row := range call.Rows(q, judged) {
		v.Calls = append(v.Calls, callWork{row, has(q, account.Operator)})
	}
	return myPage.Show(v), err
}

func has(q *web.Request, roles ...string) bool { return len(q.Actor().Scopes(roles...)) > 0 }

func cardsOf(q *web.Request) (cards []card, err error) {
	add := func(shown bool, key, link, waiting string) {
		if shown {
			cards = append(cards, card{key, link, waiting})
		}
	}
	toAssess, err := waitingToAssess(q)
	if err != nil {
		return nil, err
	}
	drafts, err := waitingDrafts(q)
	if err != nil {
		return nil, err
	}
	claims, contested, err := waitingForOperators(q)
	if err != nil {
		return nil, err
	}
	decides, proposed, err := waitingResources(q)
	add(has(q, account.Expert), "desk", "/desk", waiting(q, "portal.waiting.desk", toAssess))
	add(has(q, account.Operator, account.Administrator), "new_call", "/editor", "")
	add(has(q, account.Operator, account.Administrator), "figures", "/statistics/imports", "")
	add(has(q, account.Operator), "files", "/files/held", "")
	add(true, "applications", "/applications", waiting(q, "portal.waiting.drafts", drafts))
	add(decides, "resources", "/resources/desk", waiting(q, "portal.waiting.resources", proposed))
	add(true, "organisations", "/organisations", "")
	add(has(q, account.Operator), "corrections", "/corrections", waiting(q, "portal.waiting.corrections", contested))
	add(has(q, account.Operator), "municipal", "/municipal-organisations", waiting(q, "portal.waiting.municipal", claims))
	add(true, "calendar", "/calendar", "")
	add(true, "following", "/following", "")
	add(has(q, account.Auditor), "audit", "/audit", "")
	add(has(q, account.Administrator), "people", "/people", "")
	add(true, "account", "/account", "")
	return cards, err
}

func waiting(q *web.Request, key string, count int) string {
	if count == 0 {
		return ""
	}
	return q.T(key, "Count", count)
}

// waitingToAssess counts the assessments this person has neither locked nor been kept from.
func waitingToAssess(q *web.Request) (count int, err error) {
	if !has(q, account.Expert) {
		return 0, nil
	}
	all, err := review.Mine(q.Reader(), q.Actor().ID)
	for _, a := range all {
		if a.Locked.IsZero() && a.Recused.IsZero() {
			count++
		}
	}
	return count, err
}

// waitingForOperators counts the organisations that say they are a municipality, and the figures that are contested.
func waitingForOperators(q *web.Request) (claims, contested int, err error) {
	if !has(q, account.Operator) {
		return 0, 0, nil
	}
	if claims, err = organisation.Unconfirmed(q.Reader()); err == nil {
		contested, err = chosen.Unanswered(q.Reader())
	}
	return claims, contested, err
}

// waitingResources says whether this person decides on resources, and counts those that wait for it.
func waitingResources(q *web.Request) (decides bool, count int, err error) {
	scope, err := resource.ScopeOf(q.Reader(), q.Actor())
	if err != nil || scope.Empty() {
		return false, 0, err
	}
	all, err := resource.Waiting(q.Reader(), scope)
	return true, len(all), err
}

// waitingDrafts counts the applications of this person's organisations that are not submitted.
func waitingDrafts(q *web.Request) (count int, err error) {
	all, err := application.Of(q.Reader(), q.Actor().Scopes(account.MemberRoles...))
	for _, a := range all {
		if a.State == application.Draft {
			count++
		}
	}
	return count, err
}
