package territory

import (
	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/web"
)

// keepers may change outlines.
func keepers[S any]() action.Permits[S] {
	return action.Permits[S]{
		{Who: "operators of the programme", If: func(a action.Actor, _ S) bool { return a.Has(account.Operator, account.Programme) }},
		{Who: "administrators", If: func(a action.Actor, _ S) bool { return a.Has(account.Administrator, account.Programme) }},
		{Who: "the program itself", If: func(a action.Actor, _ S) bool { return a.System() }},
	}
}

func mayImport(q *web.Request) bool {
	return q.Actor().HasAny(account.Programme, account.Operator, account.Administrator)
}
