package municipality

import (
	"cmp"
	"slices"
	"sync"

	"vekst/platform/lang"
	"vekst/platform/search"
	"vekst/value/text"
)

// Places is the register that comes with the program, read the first time somebody asks for it.
func Places() (*Register, error) {
	d, err := places()
	if err != nil {
		return nil, err
	}
	return d.Register, nil
}

// Find returns the municipalities that a person means by what they typed, whole names first; all of them, by code, for an
// empty query. Names, oblasts and codes are looked in, in either alphabet.
func Find(typed string) ([]Municipality, error) {
	d, err := places()
	if err != nil {
		return nil, err
	}
	query := search.Read(typed)
	var found []int
	for i, column := range d.columns {
		if query.Match(column) {
			found = append(found, i)
		}
	}
	slices.SortStableFunc(found, func(a, b int) int {
		return cmp.Compare(query.Rank(d.columns[b]), query.Rank(d.columns[a]))
	})
	municipalities := make([]Municipality, len(found))
	for at, i := range found {
		municipalities[at] = d.municipalities[i]
	}
	return municipalities, nil
}

// directory is the register with what makes finding and sorting quick.
type directory struct {
	*Register
	columns []string                  // what each municipality can be found by
	keys    map[string]map[string]int // the place of a code in alphabetical order, by language
}

var places = sync.OnceValues(func() (*directory, error) {
	r, err := Seed()
	if err != nil {
		return nil, err
	}
	d := &directory{Register: r, keys: map[string]map[string]int{}}
	for _, m := range r.municipalities {
		d.columns = append(d.columns, r.findable(m))
	}
	for _, l := range text.Languages {
		d.keys[l] = r.alphabetical(l)
	}
	return d, nil
})

func (r *Register) findable(m Municipality) string {
	oblast, _ := r.Oblast(m.Oblast)
	tokens := search.Tokens(m.Name.BG+" "+oblast.Name.BG, text.BG)
	tokens = append(tokens, search.Tokens(m.Name.EN+" "+oblast.Name.EN+" "+m.Code, "")...)
	return search.Column(tokens)
}

// alphabetical numbers the municipalities by name in a language; those with one name by code.
func (r *Register) alphabetical(l string) map[string]int {
	type named struct{ key, code string }
	all := make([]named, len(r.municipalities))
	for i, m := range r.municipalities {
		all[i] = named{lang.SortKey(l, m.Name.In(l)), m.Code}
	}
	slices.SortFunc(all, func(a, b named) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.code, b.code)) })
	places := make(map[string]int, len(all))
	for i, n := range all {
		places[n.code] = i
	}
	return places
}

// Alphabetically puts municipalities in the order of their names in a language.
func Alphabetically(all []Municipality, language string) error {
	d, err := places()
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b Municipality) int {
		return cmp.Compare(d.keys[language][a.Code], d.keys[language][b.Code])
	})
	return nil
}
