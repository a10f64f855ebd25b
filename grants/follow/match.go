package follow

import (
	"strconv"

	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/programme"
	"vekst/platform/action"
	"vekst/value/text"
)

// match tells everybody with a search for this moment that the call fits, once for each search.
func match(tx *action.Tx, p call.Published, m Moment) error {
	searches, err := searchesAt(tx, m)
	if err != nil {
		return err
	}
	for _, s := range searches {
		fits, err := call.Fits(tx, p.ID, s.wanted())
		if err != nil {
			return err
		}
		if !fits || !s.Takes(string(p.Kind)) {
			continue
		}
		if err := s.hit(tx, p); err != nil {
			return err
		}
	}
	return nil
}

func (s Search) wanted() call.Wanted {
	return call.Wanted{Query: s.Query, Area: s.Area, Place: s.Place}
}

// hit tells one person that a call fits their search.
func (s Search) hit(tx *action.Tx, p call.Published) error {
	first, err := insertHit(tx, s.ID, p.ID)
	if err != nil || !first {
		return err
	}
	n := newsOf(p, "")
	n.Args["Search"], n.Args["Why"] = notice.Same(s.Name), why(s)
	return notice.Tell(tx, toldMatch, n, s.Person)
}

// why are the things in which a call fits a search, in each language: words, area and place. The words that join them are
// quotation marks and commas only.
func why(s Search) text.Text {
	return text.Text{BG: whyIn(s, text.BG), NB: whyIn(s, text.NB), EN: whyIn(s, text.EN)}
}

func whyIn(s Search, l string) string {
	var parts []string
	if s.Query != "" {
		parts = append(parts, map[string]string{text.BG: "„" + s.Query + "“", text.NB: "«" + s.Query + "»", text.EN: "“" + s.Query + "”"}[l])
	}
	if s.Area != "" {
		parts = append(parts, areaName(s.Area, l))
	}
	if s.Place != "" {
		parts = append(parts, placeName(s.Place, l))
	}
	out := ""
	for i, p := range parts {
		if i > 0 {
			out += ", "
		}
		out += p
	}
	return out
}

// nameFor proposes a name for a search that has none.
func nameFor(s Search, l string) string {
	query := s.Query
	s.Query = ""
	if rest := whyIn(s, l); query != "" && rest != "" {
		return query + ", " + rest
	} else if query == "" {
		return rest
	}
	return query
}

func areaName(key, l string) string {
	if ours, err := programme.Ours(); err == nil {
		for _, a := range ours.Areas {
			if a.Key == key {
				return a.Name.In(l)
			}
		}
	}
	return key
}

func placeName(code, l string) string {
	if r, err := municipality.Places(); err == nil {
		return r.Label(code, l)
	}
	return strconv.Quote(code)
}
