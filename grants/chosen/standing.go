package chosen

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"vekst/grants/municipality"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// Standing says of a municipality, for its page, where it stands in the selections that no other has taken the place of: the
// newest three it is part of.
func (c Chosen) Standing(q *web.Request, code string) (found []municipality.Activity, err error) {
	all, err := Selections(q.Reader())
	if err != nil {
		return nil, err
	}
	replaced := map[string]bool{}
	for _, s := range all {
		replaced[s.Supersedes] = true
	}
	for _, s := range all {
		if replaced[s.ID] || len(found) == 3 {
			continue
		}
		whole, err := Find(q.Reader(), s.ID)
		if err != nil {
			return nil, err
		}
		rows, err := whole.standing()
		if err != nil {
			return nil, err
		}
		if place, ok := rows[code]; ok {
			found = append(found, municipality.Activity{Title: q.T("chosen.standing.link", "Title", s.Title.In(q.Lang)), Says: place.says(q, rows),
				Link: q.Link("/chosen/" + strconv.Itoa(s.Number) + "/municipalities/" + code)})
		}
	}
	return found, nil
}

// stands is where a municipality stands, as the frozen table says.
type stands struct {
	place int
	in    bool
}

func (s stands) says(q *web.Request, all map[string]stands) string {
	of := 0
	for _, other := range all {
		if other.place > 0 {
			of++
		}
	}
	number := func(n int) string { return lang.Number(q.Lang, int64(n)) }
	switch {
	case s.in:
		return q.T("chosen.standing.in", "Place", number(s.place), "Of", number(of))
	case s.place > 0:
		return q.T("chosen.standing.out", "Place", number(s.place), "Of", number(of))
	}
	return q.T("chosen.standing.nowhere")
}

// standing reads the frozen table, so that a page of a municipality need not count the index.
func (s Selection) standing() (map[string]stands, error) {
	rows, err := csv.NewReader(bytes.NewReader(s.Table)).ReadAll()
	if err != nil {
		return nil, err
	}
	all := map[string]stands{}
	for _, row := range rows[1:] {
		place, _ := strconv.Atoi(row[4]) // empty where there is none
		all[row[0]] = stands{place, row[5] == "yes"}
	}
	return all, nil
}
