package search

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Word is one typed word in the forms under which it is looked for: first as it was typed, folded, then its other
// spellings and stems. A word matches if any form is the beginning of a token.
type Word []string

// Query is what someone typed. Every word must match.
type Query []Word

// most is the number of words of a query that are looked for; the rest are passed over.
const most = 12

// shortest is the length a stem must have to match as a beginning; a shorter one would match half the dictionary.
const shortest = 3

// Read makes a query of what someone typed. It is empty if that has neither letters nor digits; an empty query matches
// everything.
func Read(typed string) Query {
	var q Query
	for _, word := range words(typed) {
		if len(q) == most {
			break
		}
		if kept := lookedFor(word); len(kept) > 0 {
			q = append(q, kept)
		}
	}
	return q
}

func lookedFor(word string) Word {
	var kept Word
	for i, form := range forms(word, "") {
		if i == 0 || len(form) >= shortest {
			kept = append(kept, form)
		}
	}
	return kept
}

// Match says whether a stored column (see Column) has every word of the query.
func (q Query) Match(column string) bool {
	for _, word := range q {
		if !word.begins(column) {
			return false
		}
	}
	return true
}

// Rank tells how well a column that matches does so: one for each word of the query that is there whole and as typed. Sort
// by it, highest first, so that a search for "as" shows Ås before Asenovgrad.
func (q Query) Rank(column string) int {
	rank := 0
	for _, word := range q {
		if strings.Contains(column, " "+word[0]+" ") {
			rank++
		}
	}
	return rank
}

// Patterns lists, for each word, the patterns of LIKE of which one must match a stored column. They hold no character
// that LIKE reads otherwise, besides the per cent signs meant.
func (q Query) Patterns() [][]string {
	patterns := make([][]string, len(q))
	for i, word := range q {
		for _, form := range word {
			patterns[i] = append(patterns[i], "% "+form+"%")
		}
	}
	return patterns
}

func (w Word) begins(column string) bool {
	for _, form := range w {
		if strings.Contains(column, " "+form) {
			return true
		}
	}
	return false
}

// compose puts letters and their marks together, in small letters, so that words are cut alike however they were typed.
func compose(s string) string { return strings.ToLower(norm.NFC.String(s)) }
