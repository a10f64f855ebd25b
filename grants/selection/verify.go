package selection

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"vekst/grants/review"
	"vekst/value/money"
)

// Report is what came of remaking a published list.
type Report struct {
	Call       string
	Rows       int
	Outcomes   map[Outcome]int // how many rows have each
	Awarded    int64           // cents
	Left       int64           // cents
	SHA256     string          // of the bytes that were read, to compare with what was published
	Difference string          // the first difference in plain English; empty when the list holds
}

// largestList bounds what Verify reads. A list of 10,000 applications with ten groups is about 15 MB.
const largestList = 256 << 20

// Verify reads a published list and remakes it from what the experts gave: every score, third reader, subtotal, the
// order, the draw, the cut-line, the reserve list and the sums. White space apart, one byte that Vekst would not have
// written is a difference. The error wraps ErrNotAList when what is read is no list, or is the reader's own.
//
// It cannot know what the experts gave or how the seed was drawn; for that, compare the SHA-256 with the one in the log.
func Verify(r io.Reader) (Report, error) {
	raw, err := io.ReadAll(io.LimitReader(r, largestList+1))
	if err != nil {
		return Report{}, err
	}
	if len(raw) > largestList {
		return Report{}, fmt.Errorf("%w: it is larger than %d MB", ErrNotAList, largestList>>20)
	}
	published, err := readFile(raw)
	if err != nil {
		return Report{}, err
	}
	report := published.report(raw)
	report.Difference = published.difference(raw)
	return report, nil
}

func (f file) report(raw []byte) Report {
	hash := sha256.Sum256(raw)
	report := Report{
		Call: f.Call, Rows: len(f.Rows), Outcomes: map[Outcome]int{}, Awarded: f.AwardedCents, Left: f.LeftCents,
		SHA256: hex.EncodeToString(hash[:]),
	}
	for _, row := range f.Rows {
		report.Outcomes[row.Outcome]++
	}
	return report
}

// difference looks at the arithmetic of each row first, so that a changed score is named as that and not as the changes
// of place that follow from it; then at the order and the money, and last at the bytes.
func (f file) difference(raw []byte) string {
	settings := f.Settings.settings()
	if err := settings.Check(); err != nil {
		return "the settings cannot be used: " + reason(err)
	}
	entries := make([]Entry, len(f.Rows))
	for i, row := range f.Rows {
		entries[i] = row.entry()
		if difference := settings.arithmetic(row, entries[i]); difference != "" {
			return fmt.Sprintf("row %d, %s: %s", i+1, row.Number, difference)
		}
	}
	list, err := Freeze(f.about(), settings, entries)
	if err != nil {
		return reason(err)
	}
	if difference := f.places(list.file(), settings); difference != "" {
		return difference
	}
	return writing(raw, list)
}

// arithmetic compares what is written in one row with what its experts' points come to.
func (s Settings) arithmetic(row fileRow, entry Entry) string {
	outcome, err := s.settle(entry)
	if err != nil {
		return reason(err)
	}
	remade := Row{Entry: entry, Score: outcome}
	for _, group := range s.Groups {
		remade.Groups = append(remade.Groups, entry.pairSum(outcome, group.ID))
	}
	return row.arithmetic(remade.file(s))
}

func (row fileRow) arithmetic(remade fileRow) string {
	from := row.from()
	switch {
	case row.ThirdRequired != remade.ThirdRequired:
		return differs(yesNo(row.ThirdRequired, "a third expert", "no third expert"), yesNo(remade.ThirdRequired, "a third expert", "no third expert")) + from
	case row.Score.text() != remade.Score.text():
		return differs(row.Score.text(), remade.Score.text()) + from
	case row.Pair != remade.Pair:
		return differs("experts "+orNone(row.Pair), orNone(remade.Pair)) + from
	}
	for _, id := range slices.Sorted(maps.Keys(remade.Groups)) {
		if listed, found := row.Groups[id]; !found || listed != remade.Groups[id] {
			return "group " + id + ": " + differs(row.group(id), remade.group(id))
		}
	}
	return ""
}

// places compares the order and what follows from it, row by row, and then the sums.
func (f file) places(remade file, settings Settings) string {
	for i, row := range f.Rows {
		if row.Number != remade.Rows[i].Number {
			return fmt.Sprintf("row %d, %s: recomputed, %s", i+1, row.Number, settings.belongs(remade.Rows[i], row))
		}
		if difference := row.place(remade.Rows[i]); difference != "" {
			return fmt.Sprintf("row %d, %s: %s", i+1, row.Number, difference)
		}
	}
	switch {
	case f.AwardedCents != remade.AwardedCents:
		return "awarded in all: " + differs(money.Plain(f.AwardedCents), money.Plain(remade.AwardedCents))
	case f.LeftCents != remade.LeftCents:
		return "left of the budget: " + differs(money.Plain(f.LeftCents), money.Plain(remade.LeftCents))
	}
	return ""
}

func (row fileRow) place(remade fileRow) string {
	switch {
	case row.Rank != remade.Rank:
		return "rank: " + differs(fmt.Sprint(row.Rank), fmt.Sprint(remade.Rank))
	case row.Outcome != remade.Outcome:
		return differs(string(row.Outcome), string(remade.Outcome))
	case row.Reserve != remade.Reserve:
		return "place in reserve: " + differs(fmt.Sprint(row.Reserve), fmt.Sprint(remade.Reserve))
	case row.AwardCents != remade.AwardCents:
		return "award: " + differs(money.Plain(row.AwardCents), money.Plain(remade.AwardCents))
	case row.RunningCents != remade.RunningCents:
		return "running total: " + differs(money.Plain(row.RunningCents), money.Plain(remade.RunningCents))
	case row.DecidedBy != remade.DecidedBy:
		return "place decided by: " + differs(row.DecidedBy.text(), remade.DecidedBy.text())
	}
	return ""
}

// writing compares the file's bytes, white space apart, with the way Vekst writes the list. It sees what decoding
// cannot: a field given twice or left out, another order, a number or a moment written otherwise.
func writing(raw []byte, list List) string {
	var remade, read, wanted bytes.Buffer
	if err := list.Write(&remade); err != nil {
		return "a moment in the list cannot be written: " + err.Error()
	}
	if json.Compact(&read, raw) != nil || json.Compact(&wanted, remade.Bytes()) != nil {
		return "the list is not written as Vekst writes it"
	}
	if bytes.Equal(read.Bytes(), wanted.Bytes()) {
		return ""
	}
	at := 0
	for at < min(read.Len(), wanted.Len()) && read.Bytes()[at] == wanted.Bytes()[at] {
		at++
	}
	return fmt.Sprintf("the list is not written as Vekst writes it: it has %q where recomputed it is %q", around(read.Bytes(), at), around(wanted.Bytes(), at))
}

func around(b []byte, at int) string {
	return strings.ToValidUTF8(string(b[max(at-30, 0):min(at+30, len(b))]), "")
}

func differs(listed, remade string) string {
	return "the list says " + listed + ", recomputed " + remade
}

// from names the totals a score is made of.
func (row fileRow) from() string {
	totals := make([]string, len(row.Experts))
	for i, sheet := range row.Experts {
		totals[i] = review.Fixed(2 * int64(sheet.Total))
	}
	switch n := len(totals); n {
	case 0:
		return " without experts"
	case 1:
		return " from expert " + totals[0]
	default:
		return " from experts " + strings.Join(totals[:n-1], ", ") + " and " + totals[n-1]
	}
}

// belongs says which application a place belongs to, and by which rule it comes before the one listed there. Both have
// been ranked by now, so neither can be refused.
func (s Settings) belongs(rightful, listed fileRow) string {
	first, _ := s.candidate(rightful.entry())
	second, _ := s.candidate(listed.entry())
	_, by := s.compare(first, second)
	return "this place belongs to " + rightful.Number + ", which comes before it by " + fileTieBreaker(by).text()
}

func (row fileRow) group(id string) string {
	if listed, found := row.Groups[id]; found {
		return review.Fixed(int64(listed))
	}
	return "nothing"
}

func (a *average) text() string {
	if a == nil {
		return "no score"
	}
	return review.Fixed(int64(*a))
}

func (b fileTieBreaker) text() string {
	return orNone(strings.TrimSpace(string(b.Rule) + " " + b.Criterion))
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func yesNo(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// reason is an error for the person at the terminal, who need not know the package.
func reason(err error) string {
	text := strings.TrimPrefix(err.Error(), "selection: ")
	return strings.TrimPrefix(text, "review: ")
}
