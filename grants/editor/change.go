package editor

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Changing is the new text of a draft, made on the revision Rev.
type Changing struct {
	Draft string
	Rev   int64
	File  string
}

// Change keeps a new text of a draft. One that was made on an older revision is a refusal of kind Conflict, and nothing
// is changed: whoever made it looks at what is there now (merge.go).
var Change = action.Define(action.Definition[Changing, Draft, Draft]{
	Name: "editor.change",
	Load: func(tx *action.Tx, in Changing) (Draft, error) { return lock(tx, in.Draft) },
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, in Changing, d Draft) (Draft, error) {
		if err := readable(in.File); err != nil {
			return d, err
		}
		if in.Rev != d.Rev {
			return d, refusal.New(refusal.Conflict, "editor.change.conflict")
		}
		tx.About("call_draft", d.ID)
		if in.File == d.File {
			return d, nil
		}
		d.File, d.Title, d.Rev, d.Changed, d.ChangedBy = in.File, titled(in.File), d.Rev+1, tx.Now(), tx.Actor().Name()
		return d, update(tx, d)
	},
})
