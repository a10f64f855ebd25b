package application

import (
	"slices"
	"strconv"
	"strings"
)

// An answer is the set of edits that no other edit has seen: a multi-value register. One such edit is the value. Several
// are merged where that can be done without a choice; where it cannot, all of them stay, until an edit that has seen them
// all is the choice. Which edits are left depends on the set of edits alone: not on the order in which they arrive, nor on
// how often. Nothing here knows a clock.

// Dot is the name of an edit: the device that made it (an open page, really, so that a device is never two), and a
// number that grows with every edit the device makes.
type Dot struct {
	Device string
	N      int64
}

// String is the dot as it travels: a1b2.7.
func (d Dot) String() string { return d.Device + "." + strconv.FormatInt(d.N, 10) }

// Clock says up to which of their edits devices have been seen.
type Clock map[string]int64

func (c Clock) has(d Dot) bool { return d.N <= c[d.Device] }

func (c Clock) covers(other Clock) bool {
	for device, n := range other {
		if n > c[device] {
			return false
		}
	}
	return true
}

func (c Clock) add(others ...Clock) Clock {
	all := Clock{}
	for _, o := range append(others, c) {
		for device, n := range o {
			all[device] = max(n, all[device])
		}
	}
	return all
}

// String is the clock as it travels: a1b2.7 c3d4.1.
func (c Clock) String() string {
	var all []string
	for device, n := range c {
		all = append(all, Dot{device, n}.String())
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// Edit is what somebody made of an answer.
type Edit struct {
	Dot
	From  Clock  // the state of the answer its writer had in sight
	Over  Clock  // their own edits it replaces, of which they do not know whether they have arrived
	Base  string // what the answer was in that state
	Value string // what they made of it
	Gone  bool   // they removed the whole row
	Blind bool   // nobody knows what they had in sight: a page without script that was left open
	By    string
	At    int64 // microseconds of the server's clock
	Rev   int64
}

// seen is everything the writer had in sight or replaced.
func (e Edit) seen() Clock { return e.From.add(e.Over, Clock{e.Device: e.N - 1}) }

func (e Edit) saw(d Dot) bool {
	return e.From.has(d) || e.Over.has(d) || e.Device == d.Device && d.N < e.N
}

// Join adds an edit to those that are left of an answer. It says false, and changes nothing, when the edit is known.
func Join(heads []Edit, e Edit) ([]Edit, bool) {
	for _, h := range heads {
		if h.Dot == e.Dot || h.saw(e.Dot) {
			return heads, false
		}
	}
	left := slices.DeleteFunc(slices.Clone(heads), func(h Edit) bool { return e.saw(h.Dot) })
	left = append(left, e)
	slices.SortFunc(left, func(a, b Edit) int {
		if c := strings.Compare(a.Device, b.Device); c != 0 {
			return c
		}
		return int(a.N - b.N)
	})
	return left, true
}

// Seen is everything that has become of an answer: whoever makes an edit from it replaces all of that.
func Seen(heads []Edit) Clock {
	all := Clock{}
	for _, h := range heads {
		all = all.add(h.seen(), Clock{h.Device: h.N})
	}
	delete(all, "")
	for device, n := range all {
		if n <= 0 {
			delete(all, device)
		}
	}
	return all
}

// way is how edits of an answer are merged.
type way int

const (
	asWhole way = iota // an amount, a date, a choice: two edits are two
	byWords            // a long text: by words
	bySet              // what is chosen among several: each by itself
)

// Resolve is the value of an answer. In a conflict it is one of the texts, the same for everybody.
func Resolve(how way, heads []Edit) (value string, conflict bool) {
	switch {
	case len(heads) == 0:
		return "", false
	case isAgreed(heads):
		return heads[0].Value, false
	}
	base, ok := origin(heads)
	switch {
	case ok && how == byWords:
		value, ok = merge3(base, values(heads))
	case ok && how == bySet:
		value = mergeSets(base, values(heads))
	default:
		ok = false
	}
	if ok {
		return value, false
	}
	return preferred(heads), true
}

// preferred is a text before nothing, so that what is in conflict stays in sight.
func preferred(heads []Edit) string {
	for _, h := range heads {
		if h.Value != "" {
			return h.Value
		}
	}
	return ""
}

func isAgreed(heads []Edit) bool {
	return !slices.ContainsFunc(heads, func(h Edit) bool { return h.Value != heads[0].Value || h.Gone != heads[0].Gone })
}

func values(heads []Edit) []string {
	var all []string
	for _, h := range heads {
		all = append(all, h.Value)
	}
	return all
}

// origin is the latest text all edits come from, where there is one.
func origin(heads []Edit) (base string, ok bool) {
	var from Clock
	for _, h := range heads {
		if h.Blind || h.Gone {
			return "", false
		}
	}
	for i, h := range heads {
		if isBehindAll(heads, i) && (!ok || h.From.covers(from) && !from.covers(h.From)) {
			base, from, ok = h.Base, h.From, true
		}
	}
	return base, ok
}

// isBehindAll says whether everybody else had in sight what the writer of the edit began with.
func isBehindAll(heads []Edit, i int) bool {
	for j, other := range heads {
		if i != j && !other.seen().covers(heads[i].From) {
			return false
		}
	}
	return true
}

// mergeSets takes what anybody added and leaves what anybody took away. Members are parted by commas, as call.Answers
// has them.
func mergeSets(base string, all []string) string {
	was := members(base)
	counted := map[string]int{}
	for _, one := range all {
		for _, m := range members(one) {
			counted[m]++
		}
	}
	var result []string
	for m, n := range counted {
		if n == len(all) || !slices.Contains(was, m) {
			result = append(result, m)
		}
	}
	slices.Sort(result)
	return strings.Join(result, ",")
}

func members(s string) []string {
	all := slices.Compact(slices.Sorted(strings.SplitSeq(s, ",")))
	return slices.DeleteFunc(all, func(m string) bool { return m == "" })
}
