package targeting

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vekst/platform/search"
)

// Fault is one thing wrong in what an index is made from. Line and Column count from 1; Line 0 means that it has no line
// of its own and came up in counting. Sentence is plain English; Say gives it in another language.
type Fault struct {
	File         string // data, framework or recipe
	Line, Column int
	Sentence     string

	pattern string
	with    []any
	step    string // of the recipe, when the fault came up in counting
}

// The files an index is made from, as faults name them.
const (
	DataFile      = "data"
	FrameworkFile = "framework"
	RecipeFile    = "recipe"
)

// refuse is a fault that has no line.
func refuse(file, pattern string, with ...any) *Fault {
	return &Fault{File: file, Sentence: fmt.Sprintf(pattern, with...), pattern: pattern, with: with}
}

// in says which step of the recipe was refused.
func (f *Fault) in(step string) *Fault {
	f.step = step
	return f
}

// Error is the plain English sentence.
func (f *Fault) Error() string { return f.Sentence }

// Faults are all faults of a file, in the order of its lines.
type Faults []*Fault

// Error lists the faults, one a line.
func (all Faults) Error() string {
	lines := make([]string, len(all))
	for i, f := range all {
		lines[i] = fmt.Sprintf("%s:%d:%d: %s", f.File, f.Line, f.Column, f.Sentence)
	}
	return strings.Join(lines, "\n")
}

func (all Faults) sorted() Faults {
	slices.SortStableFunc(all, func(a, b *Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return all
}

// mostFaults are listed of one file. A column in a wrong format would otherwise drown everything else.
const mostFaults = 50

// capped keeps the first faults and says how many more there are.
func (all Faults) capped(file string) Faults {
	if len(all) <= mostFaults {
		return all
	}
	last := all[mostFaults]
	more := refuse(file, "There are %d more faults.", len(all)-mostFaults)
	more.Line, more.Column = last.Line, last.Column
	return append(all[:mostFaults:mostFaults], more)
}

// faultsIn gathers the faults of one file.
type faultsIn struct {
	file   string
	faults Faults
}

// fault notes a fault at a place.
func (f *faultsIn) fault(line, column int, pattern string, with ...any) {
	noted := refuse(f.file, pattern, with...)
	noted.Line, noted.Column = line, column
	f.faults = append(f.faults, noted)
}

// hint is the word that was probably meant, if any is near.
type hint string

// String is the end of a sentence about an unknown word.
func (h hint) String() string {
	if h == "" {
		return ""
	}
	return fmt.Sprintf(" Did you mean %q?", string(h))
}

// meant is the word that somebody probably meant.
func meant(word string, words []string) hint { return hint(search.Meant(word, words)) }
