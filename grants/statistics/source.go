package statistics

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Source is who published the figures of an import, where that is another than the publisher of their indicators: the
// inhabitants of Sweden are not counted by Bulgaria's institute. It is empty where it is the same.
type Source struct {
	Publisher string `json:"publisher,omitempty"`
	Dataset   string `json:"dataset,omitempty"`
	Address   string `json:"address,omitempty"` // of the dataset
	Licence   string `json:"licence,omitempty"`
}

// sourceLimit is how long what is said of a source may be, in characters.
const sourceLimit = 200

// unfit finds what is wrong with a source. Whoever names one says who published, and what may be done with it.
func (s Source) unfit() (all []refusal.Complaint) {
	if s == (Source{}) {
		return nil
	}
	for _, part := range []struct{ field, said string }{{"publisher", s.Publisher}, {"dataset", s.Dataset}, {"address", s.Address}, {"licence", s.Licence}} {
		if utf8.RuneCountInString(part.said) > sourceLimit {
			all = append(all, refusal.About(part.field, "statistics.refusal.long", "Limit", sourceLimit))
		}
	}
	if s.Publisher == "" {
		all = append(all, refusal.About("publisher", "statistics.refusal.publisher"))
	}
	if s.Address != "" && !isAddress(s.Address) {
		all = append(all, refusal.About("address", "statistics.refusal.address"))
	}
	if s.Licence == "" {
		all = append(all, refusal.About("licence", "statistics.refusal.licence"))
	}
	return all
}

// isAddress says whether a text is the address of a page.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// of is an indicator with figures of the source.
func (s Source) of(i Indicator) Indicator {
	i.Publisher = text.Text{BG: s.Publisher, NB: s.Publisher, EN: s.Publisher}
	i.Dataset, i.Address, i.Licence = s.Dataset, s.Address, s.Licence
	return i
}

// foreign are the sources of the figures that stand, where an import named its own.
func foreign(r db.Reader) (map[Key]Source, error) {
	named, err := db.All(r, scanImport, `SELECT id, number, kind, state, file_name, sha256, settings, added, changed, same, left_out,
		proposed, proposed_by, imported, imported_by, undone, undone_by FROM statistics_imports WHERE state = 'standing' AND settings LIKE '%"publisher":%'`)
	if err != nil {
		return nil, err
	}
	all := map[Key]Source{}
	for _, i := range named {
		keys, err := db.All(r, func(s db.Scanner, k *Key) error { return s.Scan(&k.Field, &k.Municipality, &k.Year) },
			`SELECT indicator, municipality, year FROM statistics_values WHERE import = $1`, i.ID)
		if err != nil {
			return nil, err
		}
		for _, k := range keys {
			if i.Settings.Source != (Source{}) {
				all[k] = i.Settings.Source
			}
		}
	}
	return all, nil
}

// Sourced is an indicator with the publisher, dataset and licence of its figure in one municipality in one year. What is
// worked out of two others has the source of the first that has one of its own.
func (b *Book) Sourced(i Indicator, municipality string, year int) Indicator {
	for _, field := range []string{i.Code, i.Part, i.Of} {
		if s, ok := b.sources[Key{municipality, field, year}]; ok {
			return s.of(i)
		}
	}
	return i
}

// SourcedIn is an indicator with those of its figures in a whole country in one year: of several, all publishers and licences.
func (b *Book) SourcedIn(i Indicator, country string, year int) Indicator {
	c := b.In(country, i.Code, year)
	if len(b.sources) == 0 || c == nil {
		return i
	}
	var all []Indicator
	for _, code := range slices.Sorted(maps.Keys(c.Values)) {
		if one := b.Sourced(i, code, year); !slices.ContainsFunc(all, one.isSourcedLike) {
			all = append(all, one)
		}
	}
	return together(all)
}

func (i Indicator) isSourcedLike(o Indicator) bool {
	return i.Publisher == o.Publisher && i.Dataset == o.Dataset && i.Address == o.Address && i.Licence == o.Licence
}

// together names all the sources of an indicator at once.
func together(all []Indicator) Indicator {
	i := all[0]
	for _, o := range all[1:] {
		i.Publisher = text.Text{BG: joined(i.Publisher.BG, o.Publisher.BG), NB: joined(i.Publisher.NB, o.Publisher.NB), EN: joined(i.Publisher.EN, o.Publisher.EN)}
		i.Dataset, i.Licence, i.Address = joined(i.Dataset, o.Dataset), joined(i.Licence, o.Licence), ""
	}
	return i
}

// joined writes two texts after one another, but nothing twice.
func joined(a, b string) string {
	if b == "" || slices.Contains(strings.Split(a, "; "), b) {
		return a
	}
	return strings.TrimPrefix(a+"; "+b, "; ")
}
