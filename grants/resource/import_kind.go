package resource

import (
	"slices"
	"strings"

	"vekst/platform/search"
	"vekst/value/text"
)

// kindsByName are the identifiers of kinds by what people call them, folded: their names, for one and for many, and each of
// the two that a name has ("Извор или чешма"), where no other kind has it.
func kindsByName() map[string]string {
	names, parts, isTaken := map[string]string{}, map[string]string{}, map[string]bool{}
	all, _ := Kinds()
	for _, k := range all {
		for _, s := range []string{k.ID, k.Name.BG, k.Name.NB, k.Name.EN, k.Many.BG, k.Many.NB, k.Many.EN} {
			names[search.Fold(s)] = k.ID
			for _, part := range partsOf(s) {
				isTaken[part] = isTaken[part] || parts[part] != "" && parts[part] != k.ID
				parts[part] = k.ID
			}
		}
	}
	for part, id := range parts {
		if names[part] == "" && !isTaken[part] {
			names[part] = id
		}
	}
	return names
}

// partsOf are the names that one name offers to choose from.
func partsOf(name string) []string {
	parts := []string{search.Fold(name)}
	for _, or := range []string{" или ", " eller ", " or "} {
		var finer []string
		for _, p := range parts {
			finer = append(finer, strings.Split(p, search.Fold(or))...)
		}
		parts = finer
	}
	if len(parts) < 2 {
		return nil
	}
	return parts
}

// mostNear is how many kinds are offered where one is not known.
const mostNear = 4

// kindsNear are the names of the kinds in whose names something stands as a word, in the language in which it does.
func kindsNear(said string) []string {
	var near []string
	all, _ := Kinds()
	word := search.Fold(strings.TrimSpace(said))
	if word == "" {
		return nil
	}
	for _, k := range all {
		for _, l := range text.Languages {
			words := strings.Fields(search.Fold(in(k.Name, l)))
			if slices.Contains(words, word) && len(near) < mostNear {
				near = append(near, in(k.Name, l))
				break
			}
		}
	}
	return near
}
