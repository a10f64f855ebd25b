package editor

import (
	"strconv"

	"vekst/platform/action"
)

// Try is written down when somebody begins to try out a draft, and Untry when everything tried out is thrown away. The
// applications themselves are in no database of the programme: see sandbox.
var Try = action.Define(action.Definition[string, Draft, Draft]{
	Name: "editor.try",
	Load: lock,
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, _ string, d Draft) (Draft, error) {
		tx.About("call_draft", d.ID)
		tx.Note("revision", strconv.FormatInt(d.Rev, 10))
		return d, nil
	},
})

// Untry is told at Try.
var Untry = action.Define(action.Definition[string, Draft, Draft]{
	Name: "editor.untry",
	Load: lock,
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, _ string, d Draft) (Draft, error) {
		tx.About("call_draft", d.ID)
		return d, nil
	},
})
