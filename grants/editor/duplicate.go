package editor

import (
	"vekst/platform/action"
	"vekst/value/id"
)

// Duplicate makes a draft of its own from another. What was noted about its publication is not taken along.
var Duplicate = action.Define(action.Definition[string, Draft, Draft]{
	Name: "editor.duplicate",
	Load: lock,
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, _ string, d Draft) (Draft, error) {
		d.ID, d.Rev, d.Created, d.CreatedBy, d.Changed, d.ChangedBy = id.New(), 1, tx.Now(), tx.Actor().Name(), tx.Now(), tx.Actor().Name()
		tx.About("call_draft", d.ID)
		return d, insert(tx, d)
	},
})
