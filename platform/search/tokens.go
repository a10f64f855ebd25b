package search

import (
	"slices"
	"strings"
	"unicode"
)

// Tokens returns the words under which a text in lang (bg, nb, en, or empty where it is mixed) can be found, each once:
// every word folded, its other spellings, and its stems. Names in Latin letters within a Bulgarian text are found too.
// Tokens hold letters and digits only.
func Tokens(s, lang string) []string {
	var tokens []string
	seen := map[string]bool{}
	for _, word := range words(s) {
		for _, form := range forms(word, lang) {
			if !seen[form] {
				seen[form] = true
				tokens = append(tokens, form)
			}
		}
	}
	return tokens
}

// Column joins tokens for storing: separated by single spaces, and one at each end, so that LIKE '% word%' finds the
// beginnings of words.
func Column(tokens []string) string {
	if len(tokens) == 0 {
		return " "
	}
	return " " + strings.Join(tokens, " ") + " "
}

// words cuts a text into words of letters and digits, in small letters.
func words(s string) []string {
	found := strings.FieldsFunc(compose(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for i, word := range found {
		if letters := []rune(word); len(letters) > longest {
			found[i] = string(letters[:longest])
		}
	}
	return found
}

// forms lists what a word is stored under and looked for under: first itself, then its other spellings and stems.
func forms(word, lang string) []string {
	found := []string{plain(Fold(word))}
	for _, otherwise := range spellings {
		found = append(found, plain(fold(word, otherwise)))
	}
	for _, stem := range stems(word, lang) {
		found = append(found, plain(Fold(stem)))
	}
	found = slices.DeleteFunc(found, func(form string) bool { return form == "" })
	return unique(found)
}

// plain is a loosened word without anything that is not a letter or a digit.
func plain(folded string) string {
	return loosen(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, folded))
}

func unique(forms []string) []string {
	var kept []string
	for _, form := range forms {
		if !slices.Contains(kept, form) {
			kept = append(kept, form)
		}
	}
	return kept
}
