package municipality

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"vekst/platform/lang"
	"vekst/platform/search"
	"vekst/value/text"
)

// Directory is every municipality we know, of any country, in the order of their codes: those that come with the program,
// and those that imports brought.
type Directory struct {
	Version int64 // of the imports it was made of
	all     []Municipality
	at      map[string]int
	shared  map[string]map[string]int // how many have a name, by language
	columns []string                  // what each can be found by
	order   map[string]map[string]int // the place of a code in alphabetical order, by language
	lau     map[string][]int          // by their code of Eurostat or the national number
	folded  map[string][]int          // by their names, folded
	regions map[string][]region       // in alphabetical order, by language
	groups  map[string]bool           // codes of regions and countries
}

// region is a region with its country.
type region struct {
	Oblast
	country string
}

// newDirectory puts municipalities together. Of two with one code the first counts.
func newDirectory(version int64, all []Municipality) *Directory {
	slices.SortStableFunc(all, func(a, b Municipality) int { return cmp.Compare(a.Code, b.Code) })
	all = slices.CompactFunc(all, func(a, b Municipality) bool { return a.Code == b.Code })
	adopt(all)
	d := &Directory{Version: version, all: all, at: map[string]int{}, shared: map[string]map[string]int{}, order: map[string]map[string]int{}, lau: map[string][]int{},
		folded: map[string][]int{}, regions: map[string][]region{}, groups: map[string]bool{}}
	for i, m := range all {
		d.at[m.Code] = i
		d.lau[m.LAU] = append(d.lau[m.LAU], i)
		d.columns = append(d.columns, findable(m))
		d.fold(i, m)
	}
	for _, l := range text.Languages {
		d.index(l)
	}
	return d
}

// fold remembers the names of a municipality, and the codes of what it is part of.
func (d *Directory) fold(i int, m Municipality) {
	for _, name := range []string{m.Name.BG, m.Name.NB, m.Name.EN} {
		if f := search.Fold(name); f != "" && !slices.Contains(d.folded[f], i) {
			d.folded[f] = append(d.folded[f], i)
		}
	}
	for _, code := range []string{m.Country, m.Oblast, strings.TrimPrefix(m.Oblast, m.Country+"-"), m.NUTS3} {
		d.groups[code] = code != ""
	}
}

func (d *Directory) index(l string) {
	type named struct{ key, code string }
	keys, names := make([]named, len(d.all)), map[string]int{}
	for i, m := range d.all {
		names[m.Name.In(l)]++
		keys[i] = named{lang.SortKey(l, m.Name.In(l)), m.Code}
	}
	slices.SortFunc(keys, func(a, b named) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.code, b.code)) })
	d.regions[l] = d.regionsIn(l)
	d.shared[l], d.order[l] = names, make(map[string]int, len(keys))
	for i, k := range keys {
		d.order[l][k.code] = i
	}
}

// typed is how people write what a municipality and a region are, besides their names.
var typed = map[string]string{Bulgaria: "община obshtina municipality kommune област oblast region", "NO": "община kommune municipality област fylke region"}

// findable is what a municipality can be found by: its names, its region, its codes, and the word itself.
func findable(m Municipality) string {
	tokens := search.Tokens(m.Name.BG+" "+m.Region.BG+" "+m.SeatName.BG, text.BG)
	tokens = append(tokens, search.Tokens(m.Name.NB+" "+m.Region.NB, text.NB)...)
	tokens = append(tokens, search.Tokens(m.Name.EN+" "+m.Region.EN+" "+m.SeatName.EN+" "+m.Code+" "+m.LAU+" "+m.NUTS3+" "+typed[m.Country], "")...)
	if m.Code == capital {
		tokens = append(tokens, search.Tokens(otherCapital, "")...)
	}
	return search.Column(tokens)
}

// All are all municipalities, by code.
func (d *Directory) All() []Municipality { return slices.Clone(d.all) }

// Municipality returns the one with a code. Sofia is SOF46; SOF00, as some publishers write it, is understood.
func (d *Directory) Municipality(code string) (Municipality, bool) {
	if code == otherCapital {
		code = capital
	}
	i, ok := d.at[code]
	if !ok {
		return Municipality{}, false
	}
	return d.all[i], true
}

// Numbered are the municipalities with a national number or code of Eurostat: one, unless two countries use the same.
func (d *Directory) Numbered(number string) []Municipality {
	found := make([]Municipality, len(d.lau[number]))
	for i, at := range d.lau[number] {
		found[i] = d.all[at]
	}
	return found
}

// Label is the name of a municipality in a language, with its region where another has the same name: "Бяла (Русе)".
// An unknown code is returned as it is.
func (d *Directory) Label(code, l string) string {
	m, ok := d.Municipality(code)
	if !ok {
		return code
	}
	name := m.Name.In(l)
	if d.shared[l][name] > 1 {
		return fmt.Sprintf("%s (%s)", name, cmp.Or(m.Region.In(l), m.Country))
	}
	return name
}

// Countries are those with a municipality, the programme's own first.
func (d *Directory) Countries() []string {
	var all []string
	for _, m := range d.all {
		if !slices.Contains(all, m.Country) {
			all = append(all, m.Country)
		}
	}
	slices.SortFunc(all, func(a, b string) int {
		return cmp.Or(-cmp.Compare(own(a), own(b)), cmp.Compare(a, b))
	})
	return all
}

func own(country string) int {
	if country == Bulgaria {
		return 1
	}
	return 0
}

// Wanted is what a list of municipalities is asked for; empty fields ask for nothing.
type Wanted struct{ Query, Country, Region string }

// Find lists what is wanted: whole names first, then alphabetically in a language.
func (d *Directory) Find(w Wanted, l string) []Municipality {
	query := search.Read(w.Query)
	var found []int
	for i, m := range d.all {
		if (w.Country == "" || m.Country == w.Country) && (w.Region == "" || m.Oblast == w.Region) && query.Match(d.columns[i]) {
			found = append(found, i)
		}
	}
	slices.SortFunc(found, func(a, b int) int {
		return cmp.Or(cmp.Compare(query.Rank(d.columns[b]), query.Rank(d.columns[a])), cmp.Compare(d.order[l][d.all[a].Code], d.order[l][d.all[b].Code]))
	})
	all := make([]Municipality, len(found))
	for at, i := range found {
		all[at] = d.all[i]
	}
	return all
}

// Before says whether a stands before b in alphabetical order in a language.
func (d *Directory) Before(a, b Municipality, l string) int {
	return cmp.Compare(d.order[l][a.Code], d.order[l][b.Code])
}

// Regions are the regions of a country that have a municipality, of all countries for "", each once, by name.
func (d *Directory) Regions(country, l string) []Oblast {
	var all []Oblast
	for _, r := range d.regions[l] {
		if country == "" || r.country == country {
			all = append(all, r.Oblast)
		}
	}
	return all
}

func (d *Directory) regionsIn(l string) []region {
	seen, keys, all := map[string]bool{}, map[string]string{}, []region{}
	for _, m := range d.all {
		if m.Oblast != "" && !seen[m.Oblast] {
			seen[m.Oblast], keys[m.Oblast] = true, lang.SortKey(l, m.Region.In(l))
			all = append(all, region{Oblast{Code: m.Oblast, Name: m.Region, NUTS3: m.NUTS3}, m.Country})
		}
	}
	slices.SortFunc(all, func(a, b region) int { return cmp.Compare(keys[a.Code], keys[b.Code]) })
	return all
}

// IsGroup says whether a code is that of a region or a country, and of no municipality.
func (d *Directory) IsGroup(code string) bool {
	_, one := d.Municipality(code)
	return d.groups[code] && !one && len(d.lau[code]) == 0
}

// Named are the municipalities with a name, however it is written, in a region where one is given.
func (d *Directory) Named(name, region string) []Municipality {
	var all []Municipality
	for _, i := range d.folded[search.Fold(strings.TrimSpace(name))] {
		if m := d.all[i]; region == "" || sounds(region, m.Region) || strings.EqualFold(region, strings.TrimPrefix(m.Oblast, m.Country+"-")) || strings.EqualFold(region, m.Oblast) {
			all = append(all, m)
		}
	}
	return all
}

// sounds says whether a text is one of three, but for spelling and alphabet.
func sounds(said string, t text.Text) bool {
	said = search.Fold(strings.TrimSpace(said))
	return said != "" && (said == search.Fold(t.BG) || said == search.Fold(t.NB) || said == search.Fold(t.EN))
}
