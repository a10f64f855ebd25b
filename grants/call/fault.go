package call

import (
	"cmp"
	"fmt"
	"slices"

	"vekst/platform/search"
)

// Fault is one thing wrong in a call file. Line and Column count from 1; Path leads to the value (form.jobs.when).
// Sentence is plain English, for whoever writes the file itself; pages say it in the person's language by its Pattern.
type Fault struct {
	Line, Column int
	Path         string
	Sentence     string
	Pattern      string // the sentence before its values were put in
	With         []any  // the values

	warns bool
}

// Warns says whether the fault is only against a rule that is not confirmed; see WithinRulesBut.
func (f Fault) Warns() bool { return f.warns }

// String writes the fault as editors understand it after a file name: 12:5: sentence.
func (f Fault) String() string { return fmt.Sprintf("%d:%d: %s", f.Line, f.Column, f.Sentence) }

// Faults are all faults of a file, in the order of its lines. None means that the call can be used.
type Faults []Fault

// sorted puts faults in the order of lines and drops repetitions.
func (f Faults) sorted() Faults {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(f, func(a, b Fault) bool {
		return a.Line == b.Line && a.Column == b.Column && a.Path == b.Path && a.Sentence == b.Sentence
	})
}

// hint is the word that was probably meant, and the line it stands on, if that is known.
type hint struct {
	near string
	line int
}

// String is the end of a sentence about an unknown word.
func (h hint) String() string {
	switch {
	case h.near == "":
		return ""
	case h.line > 0:
		return fmt.Sprintf(" Did you mean %q (line %d)?", h.near, h.line)
	}
	return fmt.Sprintf(" Did you mean %q?", h.near)
}

// described says what should be written in a place.
type described string

// suggestion is the word that an unknown one was probably meant to be.
func suggestion(word string, words []string) hint {
	return hint{near: search.Meant(word, words)}
}
