package application

import (
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/value/text"
)

// isOffered says whether answers are offered to a field and copied into it. What somebody declares or consents to they
// declare anew each time: it is true of one application at one moment.
func isOffered(f call.Field) bool {
	return f.Kind != "" && f.Kind != call.Declaration && !f.Computed("")
}

// sameQuestion says whether two fields ask the same: the same fact of the profile, or the same by their names, or in
// words of any language. What kind of answer they take must be alike.
func sameQuestion(a, b call.Field) bool {
	switch {
	case !isOffered(a) || !isOffered(b) || !sameKind(a, b):
		return false
	case a.SameAs != "" || b.SameAs != "":
		return a.SameAs == b.SameAs
	}
	return a.ID == b.ID || sameWords(a.Label, b.Label)
}

// sameKind says whether what was written in one field can be written in another as it is.
func sameKind(a, b call.Field) bool {
	isText := func(f call.Field) bool { return f.Kind == call.Short || f.Kind == call.Long }
	return (a.Kind == b.Kind || isText(a) && isText(b)) && a.Decimals == b.Decimals
}

func sameWords(a, b text.Text) bool {
	return slices.ContainsFunc(text.Languages, func(l string) bool {
		return plainly(a.In(l)) != "" && plainly(a.In(l)) == plainly(b.In(l))
	})
}

// plainly is a question without what makes no difference to it.
func plainly(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.Trim(s, " ?.:")), " "))
}

// pairs finds for the questions of a form those of another that ask the same, each once: first by the fact of the profile
// or the name, then by the words.
func pairs(from, to []call.Field) map[string]call.Field {
	found, taken := map[string]call.Field{}, map[string]bool{}
	for _, keys := range []func(call.Field) []string{byName, byWording} {
		by := map[string][]call.Field{}
		for _, b := range to {
			for _, key := range keys(b) {
				by[key] = append(by[key], b)
			}
		}
		for _, a := range from {
			for _, key := range keys(a) {
				for _, b := range by[key] {
					if _, has := found[a.ID]; !has && !taken[b.ID] && sameQuestion(a, b) {
						found[a.ID], taken[b.ID] = b, true
					}
				}
			}
		}
	}
	return found
}

func byName(f call.Field) []string {
	if f.SameAs != "" {
		return []string{"same " + f.SameAs}
	}
	return []string{f.ID}
}

func byWording(f call.Field) []string {
	if f.SameAs != "" {
		return nil
	}
	var all []string
	for _, l := range text.Languages {
		if words := plainly(f.Label.In(l)); words != "" {
			all = append(all, l+" "+words)
		}
	}
	return all
}

// fieldsOf are all fields of a form, in order.
func fieldsOf(f call.Form) []call.Field {
	var all []call.Field
	for _, s := range f.Sections {
		all = append(all, s.Fields...)
	}
	return all
}

// sameOption is the answer of a list that says what another list's did: by its words, or else by its name, unless there the
// name belonged to another's words. It is "" for none.
func sameOption(from, to []call.Option, id string) string {
	at := slices.IndexFunc(from, func(o call.Option) bool { return o.ID == id })
	if at < 0 {
		return ""
	}
	if by := slices.IndexFunc(to, func(o call.Option) bool { return sameWords(o.Label, from[at].Label) }); by >= 0 {
		return to[by].ID
	}
	by := slices.IndexFunc(to, func(o call.Option) bool { return o.ID == id })
	if by < 0 || slices.ContainsFunc(from, func(o call.Option) bool { return o.ID != id && sameWords(o.Label, to[by].Label) }) {
		return ""
	}
	return id
}
