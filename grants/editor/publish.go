package editor

import (
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/grants/programme"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Releasing is a draft to be published as it was seen, at revision Rev.
type Releasing struct {
	Draft string
	Rev   int64
}

// Released is the text to publish, and the rules that are gone against with a reason.
type Released struct {
	File    string
	Despite []string
}

// Release makes sure that a draft may be published as it was seen: without faults, with every check before publication
// met or gone against with a reason. Publishing itself is call.Publish, which everything that is published goes through.
var Release = action.Define(action.Definition[Releasing, Draft, Released]{
	Name: "editor.release",
	Load: func(tx *action.Tx, in Releasing) (Draft, error) { return lock(tx, in.Draft) },
	May:  mayChange(),
	When: anyTime(),
	Do: func(tx *action.Tx, in Releasing, d Draft) (Released, error) {
		if in.Rev != d.Rev {
			return Released{}, refusal.New(refusal.Conflict, "editor.publish.changed")
		}
		notes, err := Notes(tx, d.ID)
		if err != nil {
			return Released{}, err
		}
		if err := releasable(d, notes); err != nil {
			return Released{}, err
		}
		tx.About("call_draft", d.ID)
		tx.Note("revision", strconv.FormatInt(d.Rev, 10))
		tx.Note("despite", strings.Join(goesOn(notes), " "))
		return Released{d.File, goesOn(notes)}, nil
	},
})

// releasable refuses a draft that is not ready.
func releasable(d Draft, notes map[string]Note) error {
	definition, faults := call.Read([]byte(d.File), call.WithinRulesBut(goesOn(notes)...))
	if len(faults) > 0 {
		return refusal.New(refusal.Invalid, "editor.publish.faults", "Count", len(faults))
	}
	rules, err := programme.Shelved(definition.Rules.ID)
	if err != nil {
		return err
	}
	open := 0
	for _, c := range examine(definition, rules, notes) {
		if c.isOpen() {
			open++
		}
	}
	if open > 0 {
		return refusal.New(refusal.Invalid, "editor.publish.checks", "Count", open)
	}
	return nil
}
