package review

import (
	"slices"
	"strings"
	"unicode"

	"vekst/grants/application"
	"vekst/platform/search"
)

// Interest is a kind of conflict of interest, direct or indirect (rule L18).
type Interest string

// Interests lists the kinds an expert can declare, in the order of the rule.
var Interests = []Interest{"economic", "political", "family", "emotional", "personal", "professional"}

// Institutional is the interest the program finds by itself: the expert belongs to an organisation that takes part.
const Institutional Interest = "institutional"

// Affiliation is an organisation an expert belongs to: as a member in Vekst, or by their own declaration.
type Affiliation struct {
	ID      string // of a declared one; empty for a membership
	Person  string
	Country string
	Number  string // as in the register; empty where it is not known
	Name    string
}

// Ties says whether the affiliation ties its person to a party of an application: the same number in the same country,
// or, where one of the two has no number, the same name whatever its case, punctuation and alphabet.
func (a Affiliation) Ties(p application.Party) bool {
	if a.Number != "" && p.Number != "" {
		return digits(a.Number) == digits(p.Number) && (a.Country == p.Country || a.Country == "" || p.Country == "")
	}
	return bare(a.Name) != "" && bare(a.Name) == bare(p.Name)
}

// tied finds the party, if any, that one of the affiliations ties to.
func tied(affiliations []Affiliation, parties []application.Party) (application.Party, bool) {
	for _, p := range parties {
		if slices.ContainsFunc(affiliations, func(a Affiliation) bool { return a.Ties(p) }) {
			return p, true
		}
	}
	return application.Party{}, false
}

func digits(number string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' || r == '.' || r == '\u00a0' {
			return -1
		}
		return r
	}, strings.ToUpper(number))
}

// bare is a name as it is compared.
func bare(name string) string {
	words := strings.FieldsFunc(search.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return strings.Join(words, " ")
}
