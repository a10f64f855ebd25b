package call

import (
	"strings"

	"vekst/grants/organisation"
)

// profile is what the names of facts of the applicant's profile begin with in a call file.
const profile = "organisation."

// SameAs lists what a field of a kind can ask of the applicant's profile, as it is written in a call file. Only texts and
// numbers can.
func SameAs(kind FieldKind) []string {
	var all []string
	for _, f := range organisation.Facts {
		if (f.Kind == organisation.Whole) == (kind == Number) && (kind == Short || kind == Long || kind == Number) {
			all = append(all, profile+f.Name)
		}
	}
	return all
}

// Fact is the fact of the applicant's profile that a field asks.
func (f Field) Fact() (organisation.Fact, bool) {
	if f.SameAs == "" {
		return organisation.Fact{}, false
	}
	return organisation.FactNamed(strings.TrimPrefix(f.SameAs, profile))
}

// sameAsWord is what the fact is called.
func sameAsWord(f Field) any {
	fact, ok := f.Fact()
	return unless(!ok, Word("organisation.fact."+fact.Name))
}
