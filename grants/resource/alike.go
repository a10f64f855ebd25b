package resource

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/search"
	"vekst/value/text"
)

// Twin is a resource that may be the same as another, and why: by its name, or by its kind and how near it is.
type Twin struct {
	Resource
	Named  bool
	Near   bool
	Metres int64 // of what is near
	Square bool  // it is near because both are in the square that is published of it; nobody tells how far it is
}

// Alike lists what an entry may repeat: what is called alike in its municipality, and what is of its kind nearby wherever
// that is. Self is the entry's own identifier, "" for one that is not kept yet. Whoever asks learns no more of where a
// sensitive place is than is published: otherwise three distances, or enough guesses, would find the nest.
func Alike(r db.Reader, a action.Actor, municipality, self string, e Entry) ([]Twin, error) {
	scope, err := ScopeOf(r, a)
	if err != nil {
		return nil, err
	}
	near := KindOf(e.Kind).Near
	if !e.Place.Known() {
		near = 0
	}
	all, err := neighbours(r, municipality, e.Kind, e.Place, near)
	return twins(e, self, all, func(r Resource) bool { return a.System() || scope.Has(r.Municipality) }), err
}

// most is how many likenesses are shown.
const most = 6

func twins(e Entry, self string, all []Resource, knows func(Resource) bool) []Twin {
	var found []Twin
	names := spelt(e.Name)
	for _, r := range all {
		t := e.beside(r, knows(r))
		t.Named = sounds(names, spelt(r.Name))
		if r.ID != self && (t.Named || t.Near) {
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b Twin) int { return cmp.Compare(weight(b), weight(a)) })
	return found[:min(len(found), most)]
}

// beside is a resource as a twin of an entry, if it is of its kind and near it. Of a sensitive one that whoever asks does not
// know, it is near where both are in the square that is published.
func (e Entry) beside(r Resource, knows bool) Twin {
	t, within := Twin{Resource: r}, KindOf(e.Kind).Near
	switch {
	case r.Kind != e.Kind || within == 0 || !e.Place.Known() || !r.Place.Known():
	case r.Blur > 0 && !knows:
		t.Square = r.Blurred().Place == blurred(e.Place, r.Blur)
		t.Near = t.Square
	default:
		t.Metres = Metres(e.Place, r.Place)
		t.Near = t.Metres <= within
	}
	return t
}

func weight(t Twin) int {
	w := 0
	if t.Named {
		w += 2
	}
	if t.Near {
		w++
	}
	return w
}

// spelt are the names in all languages as they are compared: folded, and without what is marked as invented.
func spelt(name text.Text) []string {
	var all []string
	for _, s := range []string{name.BG, name.NB, name.EN} {
		if words := strings.Fields(search.Fold(strings.ReplaceAll(s, "°", ""))); len(words) > 0 {
			all = append(all, strings.Join(words, " "))
		}
	}
	return all
}

// sounds says whether two names are one but for a slip of the pen: a letter in eight may differ.
func sounds(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool {
			n := max(utf8.RuneCountInString(x), utf8.RuneCountInString(y))
			return x == y || search.Distance(x, y) <= n/8
		})
	})
}
