// Package search makes text findable in three languages and two alphabets, however it is typed: obshtina finds община,
// tromso and tromsoe find Tromsø, as finds Ås.
//
// What is stored goes through Tokens, what is typed through Read; both end in the same plain Latin letters, so that a
// database needs no language of its own: tokens are kept in a column (Column), which LIKE, FTS5 or PostgreSQL's 'simple'
// can look in. The folding favours finding too much over finding too little; it is not for writing names on a page.
package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// cyrillic is the table of the Bulgarian Transliteration Act (State Gazette 19/2009), with the Russian letters that occur
// in names added.
var cyrillic = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ж': "zh", 'з': "z", 'и': "i", 'й': "y", 'к': "k",
	'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t", 'у': "u", 'ф': "f", 'х': "h",
	'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "sht", 'ъ': "a", 'ь': "y", 'ю': "yu", 'я': "ya", 'ы': "y", 'э': "e", 'ё': "yo",
}

// northern is the letters that do not come apart into a plain letter and a mark.
var northern = map[rune]string{'ø': "o", 'æ': "ae", 'å': "a", 'ð': "d", 'þ': "th", 'ß': "ss", 'đ': "d", 'ł': "l", 'œ': "oe"}

// Other ways in which people write letters they have no key for. Each table gives one more spelling of a word.
var spellings = []map[rune]string{
	{'ø': "oe", 'å': "aa"},
	{'ъ': "u"},
	{'ж': "j", 'ц': "c", 'х': "kh"},
}

// Fold writes a text in small Latin letters without marks: Cyrillic by the Bulgarian Transliteration Act (final ия is ia),
// ø as o, å as a, æ as ae. Everything but letters and digits is kept as it is.
func Fold(s string) string { return fold(s, nil) }

// fold is Fold with some letters written otherwise.
func fold(s string, otherwise map[rune]string) string {
	var out strings.Builder
	letters := []rune(strings.ToLower(norm.NFC.String(s)))
	for i, r := range letters {
		if r == 'я' && isFinalIya(letters, i) {
			out.WriteByte('a')
		} else {
			out.WriteString(latin(r, otherwise))
		}
	}
	return out.String()
}

func isFinalIya(letters []rune, at int) bool {
	ends := at+1 == len(letters) || !unicode.IsLetter(letters[at+1])
	return ends && at > 0 && letters[at-1] == 'и'
}

// latin writes one letter; one that no table knows is taken apart and loses its marks.
func latin(r rune, otherwise map[rune]string) string {
	for _, table := range []map[rune]string{otherwise, cyrillic, northern} {
		if s, ok := table[r]; ok {
			return s
		}
	}
	if r < unicode.MaxASCII {
		return string(r)
	}
	return strings.Map(func(part rune) rune {
		if unicode.Is(unicode.Mn, part) {
			return -1
		}
		return unicode.ToLower(part)
	}, norm.NFKD.String(string(r)))
}

// loosen makes words that sound alike the same: y and j become i, and a letter written twice counts once. Digits are left
// alone. It keeps beginnings: what begins a word also begins the loosened word.
func loosen(folded string) string {
	var out strings.Builder
	var last rune
	for _, r := range folded {
		if r == 'y' || r == 'j' {
			r = 'i'
		}
		if r != last || unicode.IsDigit(r) {
			out.WriteRune(r)
		}
		last = r
	}
	return out.String()
}
