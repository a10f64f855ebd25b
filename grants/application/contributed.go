package application

import (
	"vekst/grants/call"
	"vekst/platform/action"
)

// ContributedKind is the outbox kind of a contribution that was submitted. Nobody assesses a contribution, so that later
// features hear of it here and say who is to look at it.
const ContributedKind = "application-contributed"

// Contributed is the payload of such a line.
type Contributed struct{ Application, Call string }

// tellContributed leaves the line where the call asks for contributions.
func tellContributed(tx *action.Tx, v Submission, kind call.Kind) error {
	if kind != call.Contribution {
		return nil
	}
	return tx.Tell(ContributedKind, Contributed{v.Application, v.Call})
}
