package resource

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"vekst/platform/db"
	"vekst/platform/search"
	"vekst/value/text"
)

// Twin is a resource that may be the same as another, and why: by its name, or by its kind and how near it is.
type Twin struct {
	Resource
	Named  bool
	Near   bool
	Metres int64 // where both places are known
}

// Alike lists what an entry may repeat: what is called alike in its municipality, and what is of its kind nearby wherever
// that is. Self is the entry's own identifier, "" for one that is not kept yet.
func Alike(r db.Reader, municipality, self string, e Entry) ([]Twin, error) {
	near := KindOf(e.Kind).Near
	if !e.Place.Known() {
		near = 0
	}
	all, err := neighbours(r, municipality, e.Kind, e.Place, near)
	return twins(e, self, near, all), err
}

// most is how many likenesses are shown.
const most = 6

func twins(e Entry, self string, near int64, all []Resource) []Twin {
	var found []Twin
	names := spelt(e.Name)
	for _, r := range all {
		t := Twin{Resource: r, Named: sounds(names, spelt(r.Name))}
		if e.Place.Known() && r.Place.Known() {
			t.Metres = Metres(e.Place, r.Place)
			t.Near = r.Kind == e.Kind && near > 0 && t.Metres <= near
		}
		if r.ID != self && (t.Named || t.Near) {
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b Twin) int { return cmp.Compare(weight(b), weight(a)) })
	return found[:min(len(found), most)]
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
