package resource

import (
	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/search"
	"vekst/value/text"
)

// patterns are what a search looks for, for each word the forms it can have.
func patterns(typed string) [][]string { return search.Read(typed).Patterns() }

// sortKeys put names in order, in each language.
func sortKeys(name text.Text) text.Text {
	return text.Text{BG: lang.SortKey(text.BG, name.In(text.BG)), NB: lang.SortKey(text.NB, name.In(text.NB)), EN: lang.SortKey(text.EN, name.In(text.EN))}
}

// findable is everything a resource can be found by: what is written of it, its kind, and where it is.
func findable(r Resource, m municipality.Municipality) string {
	var tokens []string
	for _, t := range []text.Text{r.Name, r.Description, KindOf(r.Kind).Name, KindOf(r.Kind).Many, m.Name, settlementName(r.Settlement)} {
		tokens = append(tokens, search.Tokens(t.BG, text.BG)...)
		tokens = append(tokens, search.Tokens(t.NB, text.NB)...)
		tokens = append(tokens, search.Tokens(t.EN, text.EN)...)
	}
	return search.Column(tokens)
}

// settlementName is the name of a settlement we know.
func settlementName(ekatte string) text.Text {
	places, err := municipality.Places()
	if err != nil || ekatte == "" {
		return text.Text{}
	}
	s, _ := places.Settlement(ekatte)
	return s.Name
}
