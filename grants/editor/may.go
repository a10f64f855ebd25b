package editor

import (
	"errors"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// roles are those who write calls.
var roles = []string{account.Operator, account.Administrator}

// mayWrite lets them to the pages; which drafts they see, their scopes say.
var mayWrite = web.Role(roles...)

// Writes says whether the actor may work on the draft.
func (d Draft) Writes(a action.Actor) bool { return a.HasAny(d.Programme, roles...) }

func mayChange() action.Permits[Draft] {
	return action.Permits[Draft]{
		{Who: "operators of the programme", If: func(a action.Actor, d Draft) bool { return a.Has(account.Operator, d.Programme) }},
		{Who: "administrators", If: func(a action.Actor, d Draft) bool { return a.Has(account.Administrator, d.Programme) }},
	}
}

// lock reads a draft inside a change and keeps others from changing it. Whoever may not know of it is told that there is
// none.
func lock(tx *action.Tx, id string) (Draft, error) {
	d, err := lockRow(tx, id)
	if err == nil && !d.Writes(tx.Actor()) {
		return d, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return d, err
}

// readable refuses a text that is no call file at all, and one that is too large.
func readable(file string) error {
	if len(file) > call.MaxBytes {
		return refusal.Of([]refusal.Complaint{refusal.About("text", "editor.file.too_large")})
	}
	if _, err := grow(file); errors.Is(err, errNotACall) {
		_, faults := call.Read([]byte(file))
		line := 1
		if len(faults) > 0 {
			line = faults[0].Line
		}
		return refusal.Of([]refusal.Complaint{refusal.About("text", "editor.file.unreadable", "Line", line)})
	}
	return nil
}

// anyTime is for drafts, which no deadline limits.
func anyTime() action.Moment[Draft] {
	return action.Moment[Draft]{Is: "any time", Check: func(time.Time, Draft) error { return nil }}
}
