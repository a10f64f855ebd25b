package programme

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func rules(t *testing.T, id string) RuleSet {
	t.Helper()
	s, err := Rules(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

const head = "id: x\nversion: \"1\"\nname: {bg: а, nb: a, en: a}\nsources: {S1: https://example.org}\n"

func TestRefusesAFaultyRuleSetAndNamesTheLine(t *testing.T) {
	for _, c := range []struct{ why, file, want string }{
		{"no mark", "rules:\n  - id: C1\n    sources: [S1]\n    text: {bg: а, nb: a, en: a}\n", "line 6: C1: mark"},
		{"no Norwegian", "rules:\n  - id: C1\n    mark: confirmed\n    sources: [S1]\n    text: {bg: а, en: a}\n", "line 9: C1: no text in nb"},
		{"no source", "rules:\n  - id: C1\n    mark: confirmed\n    text: {bg: а, nb: a, en: a}\n", "line 6: C1: has no source"},
		{"confirmed by nothing", "rules:\n  - id: C1\n    mark: confirmed\n    no-source: true\n    text: {bg: а, nb: a, en: a}\n", "line 8: C1: without a source"},
		{"unknown source", "rules:\n  - id: C1\n    mark: confirmed\n    sources: [S9]\n    text: {bg: а, nb: a, en: a}\n", "line 8: C1: no source S9"},
		{"no money", "rules:\n  - id: C1\n    mark: confirmed\n    sources: [S1]\n    text: {bg: а, nb: a, en: a}\n    values:\n      - {name: n, type: money, value: lots}\n", "line 11: C1.n: money: not a number"},
		{"no such type", "rules:\n  - id: C1\n    mark: confirmed\n    sources: [S1]\n    text: {bg: а, nb: a, en: a}\n    values:\n      - {name: n, type: wish, value: 1}\n", "line 11: C1.n: no type"},
		{"twice", "rules:\n  - {id: C1, mark: confirmed, sources: [S1], text: {bg: а, nb: a, en: a}}\n  - {id: C1, mark: confirmed, sources: [S1], text: {bg: а, nb: a, en: a}}\n", "line 7: C1: named twice"},
		{"a name that is none", "rules:\n  - {id: rule, mark: confirmed}\n", "line 6: rule: a rule is named"},
		{"an unknown field", "rule: []\n", "line 5: field rule not found"},
		{"an unknown base", "inherits: y\n", "line 5: inherits: y: programme: no such rule set"},
		{"not YAML", "a: [\n", "line "},
	} {
		_, err := ReadRules([]byte(head+c.file), Rules)
		if err == nil || !strings.HasPrefix(err.Error(), "line ") || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "programme.") {
			t.Errorf("%s: %v, want %q", c.why, err, c.want)
		}
	}
}

func TestTellsAllFaultsAtOnce(t *testing.T) {
	_, err := ReadRules([]byte(head+"rules:\n  - id: C1\n    text: {en: a}\n"), nil)
	var faults Faults
	if !errors.As(err, &faults) || len(faults) != 4 { // mark, bg, nb, source
		t.Errorf("faults = %v", err)
	}
}

func TestRefusesALooserValueOfANarrowerLevel(t *testing.T) {
	s := rules(t, "eea-2014-2021")
	money := func(cents int64) Value { return Value{Type: Money, Number: cents, Mark: Stated} }
	for _, c := range []struct {
		rule, name string
		own        Value
		want       error
	}{
		{"G1", "small-minimum", money(4_999_99), ErrLooser},
		{"G1", "small-maximum", money(200_000_01), ErrLooser},
		{"G1", "small-minimum", Value{Type: Count, Number: 9}, ErrType},
		{"C2", "minimum-open", Value{Type: Months, Number: 1}, ErrLooser},
		{"L7", "divergence", Value{Type: Percent, Number: 3001}, ErrLooser},
		{"L10", "members", Value{Type: Count, Number: 2}, ErrLooser},
		{"L3", "blind", Value{Type: Flag, Yes: false}, ErrLooser},
		{"C1", "open-call-required", Value{Type: Flag, Yes: false}, ErrLooser},
		{"C5", "must-state", Value{Type: Words, Words: []string{"deadline"}}, ErrLooser},
		{"E5", "final-date", Value{Type: Day, Day: day("2024-05-01")}, ErrLooser},
		{"G1", "small", money(1), ErrNoValue},
		{"Z9", "small", money(1), ErrNoRule},
		{"A1", "ceiling", money(1), ErrDated},
		{"G1", "small-minimum", money(5_000_00), nil},
		{"G1", "small-minimum", money(10_000_00), nil},
		{"G1", "small-maximum", money(50_000_00), nil},
		{"P4", "donor-partner-required", Value{Type: Flag, Yes: true}, nil},
		{"E5", "final-date", Value{Type: Day, Day: day("2024-03-31")}, nil},
		{"L8", "tie", Value{Type: Word, Word: "higher_pair"}, nil},
	} {
		narrow, err := s.Narrow([]Override{{c.rule, c.name, c.own}})
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s.%s = %+v: %v, want %v", c.rule, c.name, c.own, err, c.want)
		}
		if c.want == nil {
			if got, err := narrow.Bound(c.rule, c.name); err != nil || !got.same(c.own) {
				t.Errorf("%s.%s is %+v after narrowing, %v", c.rule, c.name, got, err)
			}
		}
	}
	if v, _ := s.Bound("G1", "small-minimum"); v.Number != 5_000_00 {
		t.Error("narrowing changed the set it began with")
	}
}

func TestWhatIsNarrowedTwiceIsNeverLooser(t *testing.T) {
	s := rules(t, "eea-2014-2021")
	rapid.Check(t, func(t *rapid.T) {
		bound, _ := s.Bound("G1", "small-maximum")
		for range 3 {
			own := Value{Type: Money, Number: rapid.Int64Range(0, 400_000_00).Draw(t, "cents"), Mark: Stated}
			narrow, err := s.Narrow([]Override{{"G1", "small-maximum", own}})
			if err != nil {
				continue
			}
			s = narrow
		}
		if v, _ := s.Bound("G1", "small-maximum"); v.Number > bound.Number {
			t.Fatalf("%d is above %d", v.Number, bound.Number)
		}
	})
}

func TestEveryRuleHasMarkSourceAndThreeLanguages(t *testing.T) {
	for _, id := range RuleSets() {
		for _, r := range rules(t, id).Rules {
			if !r.Mark.Is() || len(r.Text.Missing()) > 0 {
				t.Errorf("%s %s: mark %q, text missing in %v", id, r.ID, r.Mark, r.Text.Missing())
			}
			if len(r.Sources) == 0 && r.Mark != Unconfirmed {
				t.Errorf("%s %s is %s without a source", id, r.ID, r.Mark)
			}
			for _, v := range r.Values {
				if !v.Mark.Is() || v.Name == "" || v.Type == "" {
					t.Errorf("%s %s: %+v", id, r.ID, v)
				}
			}
		}
	}
}

func TestAllRulesAreThere(t *testing.T) {
	counts := map[string]int{"C": 8, "P": 9, "L": 19, "G": 5, "F": 6, "E": 17, "Y": 9, "R": 8, "B": 9, "I": 12, "A": 7}
	got := map[string]int{}
	for _, r := range rules(t, "eea-2014-2021").Rules {
		got[r.Chapter()]++
	}
	for chapter, want := range counts {
		if got[chapter] != want {
			t.Errorf("chapter %s has %d rules, want %d", chapter, got[chapter], want)
		}
	}
	next := rules(t, "eea-2021-2028")
	for _, id := range []string{"N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9", "N10"} {
		if _, ok := next.Rule(id); !ok {
			t.Errorf("eea-2021-2028 lacks %s", id)
		}
	}
}

func TestTheRulesAreThoseOfTheReference(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "docs", "rules.md"))
	if err != nil {
		t.Skip("no reference beside the repository (shared/docs/rules.md)")
	}
	next := rules(t, "eea-2021-2028")
	for _, row := range regexp.MustCompile(`(?m)^\| ([CPLGFEYRBIAN]\d+) \|`).FindAllStringSubmatch(string(text), -1) {
		if _, ok := next.Rule(row[1]); !ok && !slices.Contains(next.Withdrawn, row[1]) {
			t.Errorf("%s is in the reference only", row[1])
		}
	}
}

func TestTheLaterPeriodInheritsAndOverrides(t *testing.T) {
	before, after := rules(t, "eea-2014-2021"), rules(t, "eea-2021-2028")
	if _, ok := after.Rule("A2"); ok {
		t.Error("the old de minimis rule still stands")
	}
	l7, _ := after.Rule("L7")
	if l7.From != before.ID || l7.Article.Cite() != "eea-2014-2021, 7.4" {
		t.Errorf("L7 from %s cites %q", l7.From, l7.Article.Cite())
	}
	i6, _ := after.Rule("I6")
	old, _ := before.Rule("I6")
	if i6.Article.Cite() != "eea-2021-2028, 12.6" || old.Article.Cite() != "eea-2014-2021, 12.7" || i6.Text != old.Text {
		t.Errorf("complaints: %q then %q", old.Article.Cite(), i6.Article.Cite())
	}
	if l4, _ := after.Rule("L4"); l4.Mark != Confirmed || l4.Scope != "civil-society-fund" || len(l4.Values) != 2 {
		t.Errorf("L4 = %+v", l4)
	}
	if v, err := after.Bound("A1", "ceiling"); err != nil || v.Number != 300_000_00 || v.Mark != Confirmed {
		t.Errorf("A1 = %+v, %v", v, err)
	}
	if v, err := after.Bound("E5", "final-date"); err != nil || !v.Day.Equal(day("2031-04-30")) {
		t.Errorf("E5 = %+v, %v", v, err)
	}
	if before.Digest == after.Digest || len(before.Digest) != 64 {
		t.Errorf("digests %s, %s", before.Digest, after.Digest)
	}
}

func TestAnInheritedValueKeepsItsOwnMark(t *testing.T) {
	after := rules(t, "eea-2021-2028")
	for _, c := range []struct {
		rule, name string
		want       Mark
	}{
		{"L18", "ties", Confirmed}, {"L18", "declaration-per-application", Stated}, {"L17", "results-published", Unconfirmed},
		{"Y5", "retention", Unconfirmed}, {"L7", "divergence", Stated},
	} {
		if v, err := after.Bound(c.rule, c.name); err != nil || v.Mark != c.want {
			t.Errorf("%s.%s is %s, %v; want %s", c.rule, c.name, v.Mark, err, c.want)
		}
	}
}

func BenchmarkRules(b *testing.B) {
	for b.Loop() {
		if _, err := Rules("eea-2021-2028"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAValueThatChangesWithTimeNeedsADay(t *testing.T) {
	s := rules(t, "eea-2014-2021")
	if _, err := s.Bound("A5", "works"); !errors.Is(err, ErrDated) {
		t.Errorf("without a day: %v", err)
	}
	for _, c := range []struct {
		rule, name, on string
		want           int64
	}{
		{"A5", "supplies-municipal", "2025-03-01", 221_000_00}, {"A5", "supplies-central", "2025-03-01", 143_000_00},
		{"A5", "works", "2023-12-31", 5_382_000_00}, {"A5", "works", "2024-01-01", 5_538_000_00},
		{"A2", "ceiling", "2023-12-31", 200_000_00}, {"A1", "ceiling", "2024-01-01", 300_000_00},
		{"A6", "supplies-municipal", "2026-11-23", 216_000_00}, {"G1", "small-maximum", "2022-07-08", 200_000_00},
	} {
		if v, err := s.BoundOn(c.rule, c.name, day(c.on)); err != nil || v.Number != c.want {
			t.Errorf("%s.%s on %s = %d, %v; want %d", c.rule, c.name, c.on, v.Number, err, c.want)
		}
	}
	for _, c := range [][2]string{{"A1", "2023-12-31"}, {"A2", "2024-01-01"}} {
		if _, err := s.BoundOn(c[0], "ceiling", day(c[1])); !errors.Is(err, ErrNoValue) {
			t.Errorf("%s on %s: %v", c[0], c[1], err)
		}
	}
}

func TestListsWhatMustBeCheckedInTheRegulation(t *testing.T) {
	open := rules(t, "eea-2014-2021").Unchecked()
	for _, want := range []string{"G1", "C2.minimum-open", "E12", "I3", "A6", "F5", "L8.tie"} {
		if !slices.Contains(open, want) {
			t.Errorf("%s is not on the list", want)
		}
	}
	for _, not := range []string{"A1", "C1", "L7"} {
		if slices.Contains(open, not) {
			t.Errorf("%s is on the list", not)
		}
	}
}

func TestACallIsOpenTwoCalendarMonths(t *testing.T) { // C2
	months, err := rules(t, "eea-2014-2021").Bound("C2", "minimum-open")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		published, closes string
		want              bool
	}{
		{"2026-01-15", "2026-03-14", false}, {"2026-01-15", "2026-03-15", true},
		{"2025-12-31", "2026-02-27", false}, {"2025-12-31", "2026-02-28", true},
		{"2027-12-31", "2028-02-28", false}, {"2027-12-31", "2028-02-29", true},
		{"2022-07-08", "2022-09-08", true}, {"2022-11-30", "2023-01-30", true},
	} {
		if got := IsOpenLongEnough(day(c.published), day(c.closes), months.Number); got != c.want {
			t.Errorf("%s to %s: %v", c.published, c.closes, got)
		}
	}
}

func TestACallMayCloseAtAnyHourOfTheEarliestDay(t *testing.T) {
	sofia, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		t.Skip("no time zones on this machine")
	}
	published := time.Date(2026, 1, 15, 16, 0, 0, 0, sofia)
	if !IsOpenLongEnough(published, time.Date(2026, 3, 15, 9, 0, 0, 0, sofia), 2) {
		t.Error("refused on the earliest day")
	}
	if IsOpenLongEnough(published, time.Date(2026, 3, 14, 23, 59, 59, 0, sofia), 2) {
		t.Error("accepted on the day before")
	}
}

func FuzzReadRules(f *testing.F) {
	for _, id := range RuleSets() {
		data, err := shipped.ReadFile("rules/" + id + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data[:4000])
	}
	f.Add([]byte(head + "rules:\n  - &a {id: C1, mark: *a}\n"))
	f.Add([]byte("rules: [[], {}, null]\nsources: {\"\": \"\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ReadRules(data, func(string) (RuleSet, error) { return RuleSet{}, ErrNoRuleSet })
		if err == nil && (s.ID == "" || s.Digest == "") {
			t.Fatalf("accepted %+v", s)
		}
	})
}
