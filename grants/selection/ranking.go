package selection

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

// Rank makes the list. The order in which entries come in changes nothing. It refuses settings that cannot be used, an
// application whose score is not settled, and two applications with one number.
func Rank(settings Settings, entries []Entry) (Ranking, error) {
	if err := settings.Check(); err != nil {
		return Ranking{}, err
	}
	candidates, err := settings.candidates(entries)
	if err != nil {
		return Ranking{}, err
	}
	slices.SortFunc(candidates, func(a, b *candidate) int {
		order, _ := settings.compare(a, b)
		return order
	})
	ranking := Ranking{Rows: settings.place(candidates)}
	ranking.Awarded = settings.fund(ranking.Rows)
	ranking.Left = settings.Budget - ranking.Awarded
	return ranking, nil
}

// candidate is a row on its way to its place, with what it is compared by.
type candidate struct {
	row    Row
	class  class
	values []int64 // one a tie-breaker, the larger first
	lot    [sha256.Size]byte
}

// class is the part of the list a row belongs to.
type class int

const (
	fundable class = iota
	below
	rejected
)

// outcome is what the class alone decides; for the fundable it is up to the money.
func (c class) outcome() Outcome {
	switch c {
	case below:
		return Below
	case rejected:
		return Rejected
	}
	return ""
}

func (s Settings) candidates(entries []Entry) ([]*candidate, error) {
	candidates, seen := make([]*candidate, 0, len(entries)), make(map[string]bool, len(entries))
	for _, entry := range entries {
		if seen[entry.Number] {
			return nil, fmt.Errorf("%w: %s", ErrSameNumber, entry.Number)
		}
		seen[entry.Number] = true
		candidate, err := s.candidate(entry)
		if err != nil {
			return nil, fmt.Errorf("%w: %s", err, entry.Number)
		}
		candidates = append(candidates, candidate)
	}
	return candidates, nil
}

func (s Settings) candidate(entry Entry) (*candidate, error) {
	outcome, err := s.settle(entry)
	if err != nil {
		return nil, err
	}
	c := &candidate{row: Row{Entry: entry, Score: outcome}, lot: Draw(s.Seed, entry.Number)}
	for _, group := range s.Groups {
		c.row.Groups = append(c.row.Groups, entry.pairSum(outcome, group.ID))
	}
	for _, breaker := range s.TieBreakers {
		c.values = append(c.values, breaker.value(c.row))
	}
	c.class = s.class(c.row)
	return c, nil
}

func (b TieBreaker) value(row Row) int64 {
	switch b.Rule {
	case ByLowerRequested:
		return -row.Entry.Requested
	case ByEarlier:
		return -row.Entry.Submitted.UnixMicro()
	}
	return row.Entry.pairSum(row.Score, b.Criterion)
}

func (s Settings) class(row Row) class {
	if len(row.Entry.Rejected) > 0 {
		return rejected
	}
	if row.Score.Twice < 2*s.Threshold {
		return below
	}
	for i, group := range s.Groups {
		if row.Groups[i] < 2*group.Threshold {
			return below
		}
	}
	return fundable
}

// compare orders two candidates, negative when a goes first, and names the rule that did. Rejected ones are listed by
// number among themselves. The number also decides after the draw, so that the order is total even if two lots could
// be equal.
func (s Settings) compare(a, b *candidate) (order int, by TieBreaker) {
	if a.class != b.class {
		return cmp.Compare(a.class, b.class), TieBreaker{Rule: between(a, b)}
	}
	if a.class == rejected {
		return strings.Compare(a.row.Entry.Number, b.row.Entry.Number), TieBreaker{Rule: ByEligibility}
	}
	if order := cmp.Compare(b.row.Score.Twice, a.row.Score.Twice); order != 0 {
		return order, TieBreaker{Rule: ByScore}
	}
	for i, breaker := range s.TieBreakers {
		if order := cmp.Compare(b.values[i], a.values[i]); order != 0 {
			return order, breaker
		}
	}
	order = bytes.Compare(a.lot[:], b.lot[:])
	if order == 0 {
		order = strings.Compare(a.row.Entry.Number, b.row.Entry.Number)
	}
	return order, TieBreaker{Rule: ByDraw}
}

// between names the rule that parts two classes. A lower score explains the place of one below the threshold; only
// where the score is no lower did a group's threshold decide.
func between(a, b *candidate) Rule {
	if a.class > b.class {
		a, b = b, a
	}
	switch {
	case b.class == rejected:
		return ByEligibility
	case b.row.Score.Twice < a.row.Score.Twice:
		return ByScore
	}
	return ByThreshold
}

// place numbers the sorted candidates and names what put each after the one above.
func (s Settings) place(candidates []*candidate) []Row {
	rows := make([]Row, len(candidates))
	for i, c := range candidates {
		if i > 0 {
			_, c.row.DecidedBy = s.compare(candidates[i-1], c)
		}
		if c.class != rejected {
			c.row.Rank = i + 1
		}
		c.row.Outcome = c.class.outcome()
		rows[i] = c.row
	}
	return rows
}
