package editor

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Beginning is a call to be written: the programme that will hold it, and the text one begins with.
type Beginning struct{ Programme, File string }

// Begin begins a draft: from nothing, from an earlier call, or from a file. The text may have faults; it must be the file
// of a call.
var Begin = action.Define(action.Definition[Beginning, Draft, Draft]{
	Name: "editor.begin",
	Load: func(_ *action.Tx, in Beginning) (Draft, error) { return Draft{Programme: in.Programme}, nil },
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, in Beginning, d Draft) (Draft, error) {
		if err := readable(in.File); err != nil {
			return d, err
		}
		if n, err := count(tx, d.Programme); err != nil || n >= Most {
			return d, orElse(err, refusal.New(refusal.TooMany, "editor.begin.enough"))
		}
		d = Draft{ID: id.New(), Programme: in.Programme, Title: titled(in.File), File: in.File, Rev: 1,
			Created: tx.Now(), CreatedBy: tx.Actor().Name(), Changed: tx.Now(), ChangedBy: tx.Actor().Name()}
		tx.About("call_draft", d.ID)
		return d, insert(tx, d)
	},
})

func orElse(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
