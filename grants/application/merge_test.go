package application

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTwoWhoChangeTheSamePlaceMustChoose(t *testing.T) {
	for _, c := range []struct{ base, mine, theirs string }{
		{"Хората заминават.", "Хората се връщат.", "Хората остават."},
		{"", "едно", "друго"},
		{"край", "край едно", "край друго"},
		{"едно две три", "две три", "едно-единствено две три"},
		{"едно две три", "едно пет три", "едно две и три"},
		{"а", "", "б"},
	} {
		if got, ok := merge3(c.base, []string{c.mine, c.theirs}); ok {
			t.Errorf("%q to %q and %q is %q", c.base, c.mine, c.theirs, got)
		}
	}
}

func TestWhatTouchesNothingIsMerged(t *testing.T) {
	for _, c := range []struct{ base, mine, theirs, want string }{
		{"Хората заминават. Къщите остават.", "Хората се връщат. Къщите остават.", "Хората заминават. Къщите стоят празни.", "Хората се връщат. Къщите стоят празни."},
		{"един два три четири", "нула един два три четири", "един два три четири пет", "нула един два три четири пет"},
		{"един два три четири", "един два три четири", "един четири", "един четири"},
		{"а б", "а в", "а в", "а в"},
		{"line one\nline two\nline three", "line 1\nline two\nline three", "line one\nline two\nline 3", "line 1\nline two\nline 3"},
	} {
		for _, texts := range [][]string{{c.mine, c.theirs}, {c.theirs, c.mine}} {
			if got, ok := merge3(c.base, texts); !ok || got != c.want {
				t.Errorf("%q to %q is %q, %v", c.base, texts, got, ok)
			}
		}
	}
}

func TestChangesMakeOneTextOfAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"а", "б", " ", "\n", ".", "дълго", "ж"})
		was := strings.Join(rapid.SliceOfN(word, 0, 30).Draw(t, "was"), "")
		now := strings.Join(rapid.SliceOfN(word, 0, 30).Draw(t, "now"), "")
		words := wordsOf(was)
		if strings.Join(words, "") != was {
			t.Fatalf("%q parts into %q", was, words)
		}
		if got := apply(words, changesTo(words, wordsOf(now))); got != now {
			t.Fatalf("%q to %q gives %q", was, now, got)
		}
	})
}

func TestAVeryDifferentTextIsOneChange(t *testing.T) {
	was, now := strings.Repeat("едно ", 40_000), strings.Repeat("две ", 40_000)
	if got, ok := merge3(was, []string{was, now}); !ok || got != now {
		t.Error("a text that was written anew is not that text")
	}
}

func TestWhatIsChosenAmongSeveralIsMergedEachByItself(t *testing.T) {
	if got := mergeSets("a,b,c", []string{"a,b,c,d", "b,c"}); got != "b,c,d" {
		t.Error(got)
	}
	if got := mergeSets("", []string{"", "a"}); got != "a" {
		t.Error(got)
	}
}

func edit(dot string, from Clock, base, value string) Edit {
	d, _ := readDot(dot)
	return Edit{Dot: d, From: from, Base: base, Value: value}
}

func TestWhoHasSeenAllOfItDecides(t *testing.T) {
	heads, _ := Join(nil, edit("a.1", nil, "", "едно"))
	heads, _ = Join(heads, edit("b.1", nil, "", "друго"))
	if _, conflict := Resolve(asWhole, heads); !conflict || len(heads) != 2 {
		t.Fatalf("%v", heads)
	}
	heads, _ = Join(heads, edit("a.2", Seen(heads), "едно", "друго"))
	if value, conflict := Resolve(asWhole, heads); conflict || value != "друго" {
		t.Errorf("%q %v", value, conflict)
	}
	if again, isNew := Join(heads, edit("b.1", nil, "", "друго")); isNew || len(again) != 1 {
		t.Error("an edit that comes late takes the decision back")
	}
}

func TestARowThatIsRemovedWhileSomebodyWritesInItIsAConflict(t *testing.T) {
	heads, _ := Join(nil, edit("a.1", nil, "", "5"))
	gone := edit("b.1", Seen(heads), "5", "")
	gone.Gone = true
	left, _ := Join(heads, gone)
	left, _ = Join(left, edit("a.2", Seen(heads), "5", "7"))
	if value, conflict := Resolve(byWords, left); !conflict || value != "7" {
		t.Errorf("%q %v", value, conflict)
	}
}

// writers are devices that write in one answer, each with what it has in sight, as the script does.
type writers struct {
	server []Edit // what has arrived
	all    []Edit
	how    way
	device [3]struct {
		from  Clock
		base  string
		now   string
		n     int64
		tried Clock
	}
}

// TestTheEndIsTheSameInEveryOrder lets three devices write, send late, twice and out of order, and look at the answer now
// and then. Whatever order all their edits then arrive in, and however often, the same is left, and no text is missing.
func TestTheEndIsTheSameInEveryOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &writers{how: rapid.SampledFrom([]way{asWhole, byWords, bySet}).Draw(t, "how")}
		var waiting []Edit
		for step := range rapid.IntRange(1, 40).Draw(t, "steps") {
			i := rapid.IntRange(0, 2).Draw(t, "device")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0, 1:
				waiting = append(waiting, w.write(i, step, rapid.IntRange(0, 5).Draw(t, "place"), rapid.Bool().Draw(t, "gone") && w.how == asWhole))
			case 2:
				for len(waiting) > 0 && rapid.Bool().Draw(t, "more") {
					at := rapid.IntRange(0, len(waiting)-1).Draw(t, "at")
					w.server, _ = Join(w.server, waiting[at])
					if rapid.Bool().Draw(t, "once") {
						waiting = slices.Delete(waiting, at, at+1)
					}
				}
			case 3:
				w.look(i)
			}
		}
		want := arrive(w.all)
		for range 5 {
			order := slices.Concat(w.all, w.all, w.server)
			rand.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			got := arrive(order)
			if told(got) != told(want) {
				t.Fatalf("one order leaves %s, another %s", told(want), told(got))
			}
			a, conflictA := Resolve(w.how, want)
			b, conflictB := Resolve(w.how, got)
			if a != b || conflictA != conflictB {
				t.Fatalf("one order makes %q (%v), another %q (%v)", a, conflictA, b, conflictB)
			}
		}
		w.nothingIsLost(t, want)
	})
}

// write makes an edit of what a device has in sight.
func (w *writers) write(i, step, place int, gone bool) Edit {
	d := &w.device[i]
	d.n++
	mark := fmt.Sprintf("d%ds%d", i, step)
	switch {
	case gone:
		d.now = ""
	case w.how == bySet:
		d.now = strings.Trim(d.now+","+mark, ",")
	case w.how == byWords && d.now != "":
		words := strings.Split(d.now, " ")
		at := place * len(words) / 6
		d.now = strings.Join(slices.Concat(words[:at], []string{mark}, words[at:]), " ")
	default:
		d.now = mark
	}
	e := Edit{Dot: Dot{fmt.Sprint("d", i), d.n}, From: d.from, Over: d.tried, Base: d.base, Value: d.now, Gone: gone}
	d.tried = d.tried.add(Clock{e.Device: e.N})
	w.all = append(w.all, e)
	return e
}

// look brings a device up to date, unless it has something that has not arrived.
func (w *writers) look(i int) {
	d := &w.device[i]
	if !Seen(w.server).covers(d.tried) {
		return
	}
	d.from, d.tried = Seen(w.server), nil
	d.base, _ = Resolve(w.how, w.server)
	d.now = d.base
}

func arrive(edits []Edit) []Edit {
	var heads []Edit
	for _, e := range edits {
		heads, _ = Join(heads, e)
	}
	return heads
}

func told(heads []Edit) string {
	var all []string
	for _, h := range heads {
		all = append(all, h.Dot.String()+"="+h.Value)
	}
	return strings.Join(all, " | ")
}

// nothingIsLost says that every edit is left, or was seen by one that was made later.
func (w *writers) nothingIsLost(t *rapid.T, heads []Edit) {
	for _, e := range w.all {
		left := slices.ContainsFunc(heads, func(h Edit) bool { return h.Dot == e.Dot })
		replaced := slices.ContainsFunc(w.all, func(later Edit) bool { return later.saw(e.Dot) })
		if !left && !replaced {
			t.Fatalf("%s is nowhere", e.Dot)
		}
	}
	value, conflict := Resolve(w.how, heads)
	if conflict || w.how == asWhole {
		return
	}
	for _, h := range heads {
		for _, mark := range strings.FieldsFunc(h.Value, func(r rune) bool { return r == ' ' || r == ',' }) {
			if !strings.Contains(value, mark) && !slices.ContainsFunc(heads, func(o Edit) bool { return o.seen().has(dotOf(w.all, mark)) && !strings.Contains(o.Value, mark) }) {
				t.Fatalf("%q is not in %q", mark, value)
			}
		}
	}
}

func dotOf(all []Edit, mark string) Dot {
	for _, e := range all {
		if strings.Contains(e.Value, mark) {
			return e.Dot
		}
	}
	return Dot{}
}
