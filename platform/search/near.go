package search

import (
	"strings"
	"unicode/utf8"
)

// tooLong is how many letters a word may have to be compared: longer ones are no slips of the pen.
const tooLong = 60

// Distance is how many letters must be changed, put in or taken out to make b of a (Levenshtein 1966). Words of more than 60
// letters are 60 apart.
func Distance(a, b string) int {
	if utf8.RuneCountInString(a) > tooLong || utf8.RuneCountInString(b) > tooLong {
		return tooLong
	}
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j := range to {
			change := diagonal
			if from[i] != to[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}

// Meant is the word that somebody who wrote another probably meant: the nearest, or "" where none is within a third of its
// letters. Capitals do not matter.
func Meant(word string, words []string) string {
	best, distance := "", max(1, utf8.RuneCountInString(word)/3)+1
	for _, w := range words {
		if d := Distance(strings.ToLower(word), strings.ToLower(w)); d < distance {
			best, distance = w, d
		}
	}
	return best
}
