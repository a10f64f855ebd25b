package selection

import (
	"strings"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/review"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Reopening takes a list back, with the reason that goes into the minutes.
type Reopening struct{ Call, Reason string }

// Reopen takes a list back before it is confirmed, and opens the assessment again. The list that was taken back is kept
// with the reason (rule L13).
var Reopen = action.Define(action.Definition[Reopening, table, struct{}]{
	Name: "selection.reopen",
	Load: func(tx *action.Tx, in Reopening) (table, error) { return lay(tx, in.Call) },
	May: append(operators(), action.Permit[table]{Who: "members of the selection committee", If: func(a action.Actor, t table) bool {
		return a.Has(account.Committee, t.call.Programme)
	}}),
	When: in("once the list is frozen, until it is confirmed", Frozen, Proposed),
	Do: func(tx *action.Tx, in Reopening, t table) (struct{}, error) {
		tx.About("call", in.Call)
		tx.Note("ranking-sha256", t.list.Hash)
		reason := strings.TrimSpace(in.Reason)
		switch {
		case reason == "":
			return struct{}{}, refusal.Of([]refusal.Complaint{refusal.About("reason", "selection.refusal.reason_empty")})
		case utf8.RuneCountInString(reason) > review.ReasonLimit:
			return struct{}{}, refusal.Of([]refusal.Complaint{refusal.About("reason", "selection.refusal.reason_long", "Limit", review.ReasonLimit)})
		}
		if err := review.Reopen(tx, in.Call); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, setReopened(tx, t.list.ID, reason)
	},
})
