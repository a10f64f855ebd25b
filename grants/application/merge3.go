package application

import (
	"slices"
	"strings"
	"unicode"
)

// change is what one text does to the base: it puts words in the place of those from from up to to.
type change struct {
	from, to int
	words    []string
}

// merge3 makes one text of several that come from the same base, word by word. It says false where two of them changed
// the same place, or places without a word between them: then somebody must choose.
func merge3(base string, texts []string) (string, bool) {
	was := wordsOf(base)
	var all []change
	for _, t := range texts {
		for _, c := range changesTo(was, wordsOf(t)) {
			if !slices.ContainsFunc(all, c.equals) {
				all = append(all, c)
			}
		}
	}
	slices.SortFunc(all, func(a, b change) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return a.to - b.to
	})
	for i := 1; i < len(all); i++ {
		if all[i].from < all[i-1].to || !slices.ContainsFunc(was[all[i-1].to:all[i].from], isWord) {
			return "", false
		}
	}
	return apply(was, all), true
}

func (c change) equals(other change) bool {
	return c.from == other.from && c.to == other.to && slices.Equal(c.words, other.words)
}

func apply(was []string, changes []change) string {
	var b strings.Builder
	at := 0
	for _, c := range changes {
		b.WriteString(strings.Join(was[at:c.from], ""))
		b.WriteString(strings.Join(c.words, ""))
		at = c.to
	}
	b.WriteString(strings.Join(was[at:], ""))
	return b.String()
}

// wordsOf parts a text into words, runs of spaces, and single other characters. Together they are the text.
func wordsOf(s string) []string {
	var all []string
	kind, start := -1, 0
	for i, r := range s {
		now := 2
		switch {
		case isOfWord(r):
			now = 0
		case r == ' ' || r == '\t':
			now = 1
		}
		if i > 0 && (now != kind || now == 2) {
			all = append(all, s[start:i])
			start = i
		}
		kind = now
	}
	if start < len(s) {
		all = append(all, s[start:])
	}
	return all
}

// changesTo finds what was done to words to get now. Where that would take too long the whole middle is one change, which
// is right too, only coarser.
func changesTo(was, now []string) []change {
	first := 0
	for first < len(was) && first < len(now) && was[first] == now[first] {
		first++
	}
	last := 0
	for last < len(was)-first && last < len(now)-first && was[len(was)-1-last] == now[len(now)-1-last] {
		last++
	}
	a, b := was[first:len(was)-last], now[first:len(now)-last]
	if len(a) == 0 && len(b) == 0 {
		return nil
	}
	var all []change
	for _, c := range shortest(a, b) {
		all = append(all, change{c.from + first, c.to + first, c.words})
	}
	return all
}

// furthest is how many words two texts may differ by before the difference is no longer looked for word by word.
const furthest = 300

// step is one word taken away (from a) or put in (from b).
type step struct{ fromA, toA, fromB, toB int }

// shortest is the shortest way from a to b (Myers, 1986), as changes that have at least a word between them.
func shortest(a, b []string) []change {
	n, m := len(a), len(b)
	if n == 0 || m == 0 {
		return []change{{0, n, b}}
	}
	most := min(n+m, furthest)
	reach := make([]int, 2*most+3) // how far along a one comes on each diagonal, from -most-1
	var trace [][]int
	for d := 0; d <= most; d++ {
		trace = append(trace, slices.Clone(reach))
		for k := -d; k <= d; k += 2 {
			at := most + 1 + k
			x := reach[at-1] + 1
			if k == -d || k != d && reach[at-1] < reach[at+1] {
				x = reach[at+1]
			}
			for x < n && x-k < m && a[x] == b[x-k] {
				x++
			}
			reach[at] = x
			if x >= n && x-k >= m {
				return joined(trail(trace, n, m, most), a, b)
			}
		}
	}
	return []change{{0, n, b}}
}

// trail walks back from the end.
func trail(trace [][]int, x, y, most int) []step {
	var steps []step
	for d := len(trace) - 1; d > 0; d-- {
		reach, k := trace[d], x-y
		at := most + 1 + k
		from := k - 1
		if k == -d || k != d && reach[at-1] < reach[at+1] {
			from = k + 1
		}
		x = reach[most+1+from]
		y = x - from
		if from > k {
			steps = append(steps, step{x, x, y, y + 1})
		} else {
			steps = append(steps, step{x, x + 1, y, y})
		}
	}
	slices.Reverse(steps)
	return steps
}

// joined makes one change of steps with no word between them: whoever rewrites a sentence changes all of it.
func joined(steps []step, a, b []string) []change {
	var all []change
	endB := 0
	for _, s := range steps {
		if n := len(all); n > 0 && !slices.ContainsFunc(a[all[n-1].to:s.fromA], isWord) {
			all[n-1].to = s.toA
			all[n-1].words = append(all[n-1].words, b[endB:s.toB]...)
		} else {
			all = append(all, change{s.fromA, s.toA, slices.Clone(b[s.fromB:s.toB])})
		}
		endB = s.toB
	}
	return all
}

func isWord(s string) bool { return strings.ContainsFunc(s, isOfWord) }

func isOfWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }
