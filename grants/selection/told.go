package selection

import (
	"vekst/grants/account"
	"vekst/grants/notice"
)

// What people are told of a selection; both must be acted on.
var (
	toldOutcome  = notice.Define(notice.Kind{Key: "selection.told.outcome", Must: true})
	toldProposed = notice.Define(notice.Kind{Key: "selection.told.proposed", Must: true, Roles: []string{account.Committee}})
)
