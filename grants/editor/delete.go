package editor

import (
	"strings"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Deleting is a draft to be deleted for good, and the code of its call as typed to confirm it.
type Deleting struct{ Draft, Typed string }

// Delete deletes a draft with all its revisions. What was published from it stays.
var Delete = action.Define(action.Definition[Deleting, Draft, Draft]{
	Name: "editor.delete",
	Load: func(tx *action.Tx, in Deleting) (Draft, error) { return lock(tx, in.Draft) },
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, in Deleting, d Draft) (Draft, error) {
		if word := d.confirmation(); !strings.EqualFold(strings.TrimSpace(in.Typed), word) {
			return d, refusal.Of([]refusal.Complaint{refusal.About("typed", "editor.delete.type", "Word", word)})
		}
		tx.About("call_draft", d.ID)
		return d, erase(tx, d.ID)
	},
})

// confirmation is what one types to delete the draft: the code of the call, or the end of its own where there is none.
func (d Draft) confirmation() string {
	if t, err := grow(d.File); err == nil && t.value("code") != "" {
		return t.value("code")
	}
	return d.ID[max(0, len(d.ID)-6):]
}
