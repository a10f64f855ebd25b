package organisation

import (
	"vekst/grants/account"
	"vekst/platform/action"
)

// MaySpeak says whether the actor may apply, sign and report for the organisation: its owners and editors.
func MaySpeak(a action.Actor, organisation string) bool {
	return organisation != "" && a.HasAny(organisation, account.Owner, account.Editor)
}

// MayRead says whether the actor may see what is the organisation's: every member.
func MayRead(a action.Actor, organisation string) bool {
	return organisation != "" && a.HasAny(organisation, account.MemberRoles...)
}

func isOwner(a action.Actor, organisation string) bool {
	return organisation != "" && a.Has(account.Owner, organisation)
}
