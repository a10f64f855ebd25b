// Package text holds what people wrote in up to three languages: titles of calls, labels of fields, names of places.
// Words of the program itself are not here; they live in each feature's words folder.
package text

// The languages of Vekst, as BCP 47 tags.
const (
	BG = "bg" // Bulgarian
	NB = "nb" // Norwegian bokmål
	EN = "en" // English
)

// Languages lists the languages in the order they are shown.
var Languages = []string{BG, NB, EN}

// Is says whether lang is one of the languages of Vekst.
func Is(lang string) bool { return lang == BG || lang == NB || lang == EN }

// Text is one text in three languages. An empty field means not translated yet.
type Text struct {
	BG string `yaml:"bg,omitempty" json:"bg,omitempty"`
	NB string `yaml:"nb,omitempty" json:"nb,omitempty"`
	EN string `yaml:"en,omitempty" json:"en,omitempty"`
}

// In returns the text in lang, or, where it is not translated, the first there is in the order English, Bulgarian,
// Norwegian.
func (t Text) In(lang string) string {
	s, _ := t.Best(lang)
	return s
}

// Best is In, and tells in which language the answer is, so that a page can mark what is untranslated.
func (t Text) Best(lang string) (s, in string) {
	if s := t.get(lang); s != "" {
		return s, lang
	}
	for _, l := range []string{EN, BG, NB} {
		if s := t.get(l); s != "" {
			return s, l
		}
	}
	return "", lang
}

// Missing lists the languages that have no text. An entirely empty text misses all three.
func (t Text) Missing() []string {
	var missing []string
	for _, l := range Languages {
		if t.get(l) == "" {
			missing = append(missing, l)
		}
	}
	return missing
}

// Empty says whether there is no text in any language.
func (t Text) Empty() bool { return t == Text{} }

func (t Text) get(lang string) string {
	switch lang {
	case BG:
		return t.BG
	case NB:
		return t.NB
	case EN:
		return t.EN
	}
	return ""
}
