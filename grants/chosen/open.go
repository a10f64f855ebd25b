package chosen

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"vekst/platform/db"
)

// Frozen is what the frozen table of a published selection says of one municipality, as it stands there.
type Frozen struct {
	Code, Name, Group string
	Value             string // of the index, "" where there is none
	Place             int    // 0 without a value
	In                bool
	Why               string
	InWays, Ways      int // in how many ways of counting it is among the chosen
}

// Rows are what the frozen table of a published selection says, without counting anything again.
func Rows(r db.Reader, number int) ([]Frozen, error) {
	s, err := Numbered(r, number)
	if err != nil {
		return nil, err
	}
	table, err := csv.NewReader(bytes.NewReader(s.Table)).ReadAll()
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, head := range table[0] {
		at[head] = i
	}
	var all []Frozen
	for _, row := range table[1:] {
		f := Frozen{Code: row[at["uCode"]], Name: row[at["uName"]], Group: row[at["group"]], Value: row[at["value"]], Why: row[at["why"]], In: row[at["chosen"]] == "yes"}
		f.Place, _ = strconv.Atoi(row[at["place"]]) // empty where there is none
		f.InWays, _ = strconv.Atoi(row[at["chosen_in_ways"]])
		f.Ways, _ = strconv.Atoi(row[at["ways"]])
		all = append(all, f)
	}
	return all, nil
}
