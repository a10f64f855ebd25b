package search

import (
	"strings"
	"unicode"

	"github.com/kljensen/snowball"
)

// longest is the number of letters of a word that are looked at; nothing longer is a word.
const longest = 48

// stems returns the word without its endings, in the languages it may be in: Bulgarian for Cyrillic letters, and for Latin
// ones the language given (nb or en), or both where it is not known. The word is in small letters and not yet folded.
func stems(word, lang string) []string {
	if isCyrillic(word) {
		return []string{stemBulgarian(word)}
	}
	if !isNordic(word) {
		return nil
	}
	var found []string
	if lang != "nb" {
		found = append(found, stemBy(word, "english"))
	}
	if lang != "en" {
		found = append(found, stemBy(word, "norwegian"))
	}
	return found
}

func stemBy(word, language string) string {
	stem, err := snowball.Stem(word, language, true)
	if err != nil {
		return word
	}
	return stem
}

func isCyrillic(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.Is(unicode.Cyrillic, r) }) < 0
}

// isNordic says whether the word is spelt with the letters that the two stemmers know.
func isNordic(word string) bool {
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyzæøåéèêòóô") == ""
}

// ending is an ending and what takes its place, for words of at least a number of letters.
type ending struct {
	letters int
	from    string
	to      string
}

// The endings of a Bulgarian noun or adjective, in groups; of each group the first that fits is taken off.
//
// The order and most of the rules are those of the light stemmer in J. Savoy, "Searching strategies for the Bulgarian
// language", Information Retrieval 10 (2007), 509-529: definite articles, then plurals, then final vowels and the vowel
// that vanishes. Ours takes -та, -то and -те off only where a vowel (or ст, щ) stands before them, so that проекта keeps
// its т, and takes the и of територия and български off last.
var (
	articles = []ending{
		{7, "ият", ""}, {6, "ът", ""}, {5, "ят", ""}, {6, "ото", "о"}, {6, "ето", "е"}, {6, "ите", "и"}, {6, "ете", "е"},
		{6, "ата", "а"}, {6, "ята", "я"}, {6, "стта", "ст"}, {5, "щта", "щ"},
	}
	plurals = []ending{
		{7, "овци", "о"}, {7, "ове", ""}, {7, "еве", "й"}, {6, "ища", ""}, {5, "ци", "к"}, {5, "зи", "г"}, {5, "си", "х"}, {5, "и", ""},
	}
	vowels = []ending{{4, "я", ""}, {4, "а", ""}, {4, "о", ""}, {4, "е", ""}}
	last   = []ending{{5, "и", ""}}
)

// stemBulgarian takes the definite article, the plural and the final vowel off a Bulgarian word in small Cyrillic letters:
// общините, общината and община all become общин.
func stemBulgarian(word string) string {
	letters := []rune(word)
	if len(letters) < 4 {
		return word
	}
	for _, group := range [][]ending{articles, plurals, vowels, last} {
		letters = takeOff(letters, group)
	}
	return string(dropVanishing(letters))
}

func takeOff(letters []rune, group []ending) []rune {
	for _, e := range group {
		if len(letters) >= e.letters && strings.HasSuffix(string(letters), e.from) {
			kept := letters[:len(letters)-len([]rune(e.from))]
			return append(kept[:len(kept):len(kept)], []rune(e.to)...)
		}
	}
	return letters
}

// dropVanishing takes out the vowel that comes and goes before a last consonant: център and центр-, културен and културн-.
func dropVanishing(letters []rune) []rune {
	n := len(letters)
	if n > 4 && letters[n-1] == 'н' && letters[n-2] == 'е' {
		letters = append(letters[:n-2:n-2], 'н')
		n--
	}
	if n > 4 && letters[n-2] == 'ъ' {
		letters = append(letters[:n-2:n-2], letters[n-1])
	}
	return letters
}
