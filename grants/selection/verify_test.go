package selection

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vekst/grants/review"
	"vekst/value/text"
)

// frozen is a small list with every outcome, a third reader, a tie and a draw. All of it is made up but the budget.
func frozen(t testing.TB) List {
	s := settings()
	s.Marginal, s.Policy.Tie = PartMarginal, review.Committee
	entries := real18()[:16]
	chosen := entry(21, 20_000_000, 2000, 9000, 5000, 7000)
	chosen.Choice = review.HigherPair
	late := entry(22, 400_000, 2000, 8000)
	late.Rejected = []string{"late", "territory"}
	entries = append(entries, chosen, late, entry(23, 20_000_000, 2000, 8000, 8000), entry(24, 500_000, 1500, 7000, 7001),
		entry(25, 500_000, 1500, 7000, 7001), entry(26, 500_000, 900, 9900, 9900), entry(27, 500_000, 2000, 9000, 5500, 5600))
	list, err := Freeze(About{
		Call: "BGLD-1.004", Title: text.Text{BG: "Създаване на работни места", EN: "Job creation & <growth>"}, Program: "0.1.0",
		FrozenAt:  time.Date(2027, 2, 3, 12, 0, 0, 0, time.FixedZone("EET", 7200)),
		SeedFixed: text.Text{EN: "Checkpoint 118 of the log, published before closing"},
	}, s, entries)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func written(t testing.TB, list List) []byte {
	var out bytes.Buffer
	if err := list.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestRefusesWhatIsNotAList(t *testing.T) {
	valid := string(written(t, frozen(t)))
	for name, raw := range map[string]string{
		"nothing": "", "a picture": "\x89PNG", "another format": `{"format":"vekst-ranking-2"}`, "a number": "7", "null": "null",
		"an unknown field": strings.Replace(valid, `"call"`, `"cell"`, 1), "a tail": valid + "{}",
		"too precise points": strings.Replace(valid, `"total": 90.00`, `"total": 90.001`, 1),
		"points as text":     strings.Replace(valid, `"total": 90.00`, `"total": "90.00"`, 1),
		"points below zero":  strings.Replace(valid, `"total": 90.00`, `"total": -90.00`, 1),
	} {
		if raw == valid {
			t.Fatalf("%s: nothing was changed", name)
		}
		if _, err := Verify(strings.NewReader(raw)); !errors.Is(err, ErrNotAList) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPassesOnWhatHinderedReading(t *testing.T) {
	if _, err := Verify(io.MultiReader(strings.NewReader("{"), broken{})); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestNamesTheFirstDifference(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*file)
		want   string
	}{
		"a better score": {func(f *file) { *f.Rows[3].Score += 100 },
			"row 4, BGLD-1.004-0004: the list says 90.47, recomputed 89.97 from experts 89.97 and 89.97"},
		"an expert's total": {func(f *file) { f.Rows[0].Experts[1].Total += 100 },
			"row 1, BGLD-1.004-0001: the groups do not add up to the total: expert 2"},
		"no third reader": {func(f *file) { find(f, 27).ThirdRequired = false },
			"the list says no third expert, recomputed a third expert from experts 90.00, 55.00 and 56.00"},
		"another pair":    {func(f *file) { find(f, 27).Pair = "1-2" }, "the list says experts 1-2, recomputed 2-3"},
		"a score removed": {func(f *file) { f.Rows[0].Score = nil }, "the list says no score, recomputed 90.00"},
		"the committee's choice removed": {func(f *file) { find(f, 21).Choice = "" },
			"two pairs of scores are equally close and the committee has not chosen"},
		"a group's average": {func(f *file) { f.Rows[1].Groups["jobs"]++ }, "group jobs: the list says 20.005, recomputed 20.00"},
		"a group forgotten": {func(f *file) { delete(f.Rows[1].Groups, "jobs") }, "group jobs: the list says nothing, recomputed 20.00"},
		"two rows changed about": {func(f *file) { f.Rows[3], f.Rows[4] = f.Rows[4], f.Rows[3] },
			"row 4, BGLD-1.004-0005: recomputed, this place belongs to BGLD-1.004-0004, which comes before it by score"},
		"another seed": {func(f *file) { f.Settings.Seed = "mine 2" },
			"row 17, BGLD-1.004-0023: recomputed, this place belongs to BGLD-1.004-0021, which comes before it by draw"},
		"a rank":           {func(f *file) { f.Rows[2].Rank = 2 }, "row 3, BGLD-1.004-0003: rank: the list says 2, recomputed 3"},
		"an outcome":       {func(f *file) { find(f, 24).Outcome = Funded }, "BGLD-1.004-0024: the list says funded, recomputed reserve"},
		"a reserve place":  {func(f *file) { find(f, 24).Reserve = 7 }, "place in reserve: the list says 7, recomputed"},
		"an award":         {func(f *file) { f.Rows[0].AwardCents++ }, "row 1, BGLD-1.004-0001: award: the list says 200000.01, recomputed 200000.00"},
		"a running total":  {func(f *file) { f.Rows[1].RunningCents++ }, "running total: the list says 400000.01, recomputed 400000.00"},
		"a rule":           {func(f *file) { f.Rows[1].DecidedBy.Rule = ByDraw }, "place decided by: the list says draw, recomputed score"},
		"the sum":          {func(f *file) { f.AwardedCents++ }, "awarded in all: the list says 3523000.01, recomputed 3523000.00"},
		"what is left":     {func(f *file) { f.LeftCents = 5 }, "left of the budget: the list says 0.05, recomputed 0.00"},
		"a smaller budget": {func(f *file) { f.Settings.BudgetCents -= 1 }, "award: the list says 123000.00, recomputed 122999.99"},
		"no seed":          {func(f *file) { f.Settings.Seed = "" }, "the settings cannot be used: the draw needs a seed"},
		"a row twice":      {func(f *file) { f.Rows = append(f.Rows, f.Rows[0]) }, "two applications have the same number: BGLD-1.004-0001"},
		"a row missing":    {func(f *file) { f.Rows = f.Rows[:len(f.Rows)-1]; f.Rows = f.Rows[1:] }, "rank: the list says 2, recomputed 1"},
	} {
		var f file
		if err := json.Unmarshal(written(t, frozen(t)), &f); err != nil {
			t.Fatal(err)
		}
		c.change(&f)
		raw, _ := json.Marshal(f)
		report, err := Verify(bytes.NewReader(raw))
		if err != nil || !strings.Contains(report.Difference, c.want) {
			t.Errorf("%s: %q, %v; want %q", name, report.Difference, err, c.want)
		}
	}
}

func find(f *file, i int) *fileRow {
	for r := range f.Rows {
		if f.Rows[r].Number == number(i) {
			return &f.Rows[r]
		}
	}
	return &fileRow{}
}

func TestSeesWhatDecodingCannot(t *testing.T) {
	valid := string(written(t, frozen(t)))
	for name, raw := range map[string]string{
		"a field given twice": strings.Replace(valid, `"rank": 1,`, `"rank": 9, "rank": 1,`, 1),
		"another case":        strings.Replace(valid, `"rank": 1,`, `"Rank": 1,`, 1),
		"a field left out":    strings.Replace(valid, `"third_required": false,`, ``, 1),
		"another time zone":   strings.Replace(valid, `10:00:00Z`, `12:00:00+02:00`, 1),
	} {
		report, err := Verify(strings.NewReader(raw))
		if raw == valid || err != nil || !strings.Contains(report.Difference, "not written as Vekst writes it") {
			t.Errorf("%s: %q, %v", name, report.Difference, err)
		}
	}
}

func TestAListHoldsHoweverItIsIndented(t *testing.T) {
	raw := written(t, frozen(t))
	var tight bytes.Buffer
	if err := json.Compact(&tight, raw); err != nil {
		t.Fatal(err)
	}
	for _, form := range [][]byte{raw, tight.Bytes()} {
		report, err := Verify(bytes.NewReader(form))
		if err != nil || report.Difference != "" || report.Rows != 23 || report.Outcomes[Funded] != 17 || report.Outcomes[Partial] != 1 {
			t.Errorf("%+v, %v", report, err)
		}
	}
}

func TestTheSameListIsAlwaysTheSameBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, entries := drawn(t)
		one, _ := Freeze(About{Call: "A"}, s, entries)
		other, _ := Freeze(About{Call: "A"}, s, rapid.Permutation(entries).Draw(t, "order"))
		var a, b bytes.Buffer
		if one.Write(&a) != nil || other.Write(&b) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Fatal("two writings")
		}
		if report, err := Verify(&a); err != nil || report.Difference != "" {
			t.Fatalf("a list just written does not hold: %q, %v", report.Difference, err)
		}
	})
}

func TestEveryListThatCanBeFrozenHoldsWhateverItsTitle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, entries := drawn(t)
		odd := string(rapid.SliceOf(rapid.Byte()).Draw(t, "title"))
		list, err := Freeze(About{Call: odd, Title: text.Text{BG: odd}, Program: odd, SeedFixed: text.Text{NB: odd}}, s, entries)
		var out bytes.Buffer
		if err != nil || list.Write(&out) != nil {
			t.Fatal(err)
		}
		if report, err := Verify(&out); err != nil || report.Difference != "" {
			t.Fatalf("%q: %q, %v", odd, report.Difference, err)
		}
	})
}

// Changing one byte is noticed, or it changes nothing that follows from the experts' points and the settings: the
// words about the list, and what the file takes as given.
func TestOneChangedByteIsNoticedOrHarmless(t *testing.T) {
	raw := written(t, frozen(t))
	before := results(t, raw)
	notice := func(t interface{ Fatal(...any) }, at int, other byte) {
		changed := bytes.Clone(raw)
		changed[at] = other
		report, err := Verify(bytes.NewReader(changed))
		if err == nil && report.Difference == "" && results(t, changed) != before {
			t.Fatal(fmt.Sprintf("byte %d changed from %q to %q is not noticed", at, raw[at], other))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		notice(t, rapid.IntRange(0, len(raw)-1).Draw(t, "at"), rapid.Byte().Draw(t, "byte"))
	})
	for at := 0; at < len(raw); at += 5 {
		notice(t, at, '0'+(raw[at]+1)%10)
	}
}

// results is what a list says of every application: place, score, outcome and award.
func results(t interface{ Fatal(...any) }, raw []byte) string {
	var f file
	if err := json.Unmarshal(raw, &f); err != nil {
		t.Fatal(err)
	}
	type result struct {
		Rank    int
		Score   *average
		Outcome Outcome
		Award   int64
	}
	var all []result
	for _, row := range f.Rows {
		all = append(all, result{row.Rank, row.Score, row.Outcome, row.AwardCents})
	}
	said, _ := json.Marshal(all)
	return string(said)
}

func TestHoldsNoMomentOfSubmissionThatNoRuleAsksFor(t *testing.T) {
	e := entry(1, 100, 2000, 8000, 8000)
	e.Submitted = time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
	list, err := Freeze(About{}, settings(), []Entry{e})
	if err != nil || bytes.Contains(written(t, list), []byte("submitted_at")) {
		t.Errorf("%v", err)
	}
	s := settings()
	s.TieBreakers = append(s.TieBreakers, TieBreaker{Rule: ByEarlier})
	list, err = Freeze(About{}, s, []Entry{e})
	if err != nil || !bytes.Contains(written(t, list), []byte(`"submitted_at": "2027-01-01T00:00:00Z"`)) {
		t.Errorf("%v", err)
	}
}

func TestTheCommandTellsWhetherAListHolds(t *testing.T) {
	raw := written(t, frozen(t))
	folder := t.TempDir()
	put := func(name string, content []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, c := range []struct {
		args []string
		code int
		want string
	}{
		{nil, 2, "Usage: vekst verify ranking FILE"},
		{[]string{"a", "b"}, 2, "Usage: vekst verify ranking FILE"},
		{[]string{filepath.Join(folder, "missing.json")}, 2, "no such file"},
		{[]string{folder}, 2, "vekst verify ranking:"},
		{[]string{put("not.json", []byte("hello"))}, 2, "not a ranking in the format vekst-ranking-1"},
		{[]string{put("bad.json", bytes.Replace(raw, []byte(`"score": 90.00`), []byte(`"score": 91.00`), 1))}, 1,
			"row 1, BGLD-1.004-0001: the list says 91.00, recomputed 90.00 from experts 90.00 and 90.00"},
		{[]string{put("good.json", raw)}, 0, "the list holds: 23 rows: 17 funded, 1 in part, 2 in reserve, 2 below the threshold, 1 rejected; 3523000.00 awarded, 0.00 left; SHA-256 "},
		{[]string{"--help"}, 0, "Usage: vekst verify ranking FILE"},
	} {
		var out bytes.Buffer
		if code := VerifyRankingCommand(c.args, &out, &out); code != c.code || !strings.Contains(out.String(), c.want) {
			t.Errorf("%v: exit %d, %q; want %d, %q", c.args, code, out.String(), c.code, c.want)
		}
	}
}

func FuzzVerify(f *testing.F) {
	s := settings()
	s.Groups, s.TieBreakers = nil, nil
	small, err := Freeze(About{}, s, []Entry{
		{Number: "1", Requested: 9, Sheets: []Sheet{{Total: 8000}, {Total: 7000}}},
		{Number: "2", Requested: 9, Sheets: []Sheet{{Total: 9000}, {Total: 5000}, {Total: 6000}}},
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(written(f, small))
	f.Add([]byte(`{"format":"vekst-ranking-1"}`))
	f.Add([]byte(`{"format":"vekst-ranking-1","settings":{"tie":"higher","marginal":"skip","seed":"x","budget_cents":9},"rows":[{"number":"1","experts":[{"total":1.00},{"total":1.00}],"score":1.005,"requested_cents":9}]}`))
	f.Add([]byte(`{"format":"vekst-ranking-1","rows":[null,{"experts":[null]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		report, err := Verify(bytes.NewReader(raw))
		if err != nil && report.Difference != "" {
			t.Fatal("both an error and a difference")
		}
		if err == nil && report.Difference == "" && (report.Awarded < 0 || report.Left < 0) {
			t.Fatalf("%+v holds", report)
		}
	})
}

func FuzzPointsInTheFile(f *testing.F) {
	for _, seed := range []string{"82.50", "82.505", "0.00", "82.5", "-0.00", "1e2", "82.515", "1000000.005", "007.00", "82.50 "} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, written string) {
		twice, err := parseTwice(written)
		if err == nil && review.Fixed(twice) != written {
			t.Fatalf("%q is read as %d, which is written %q", written, twice, review.Fixed(twice))
		}
	})
}

func BenchmarkVerify10k(b *testing.B) {
	s, entries := tenThousand()
	list, err := Freeze(About{Call: "BGLD-1.004"}, s, entries)
	if err != nil {
		b.Fatal(err)
	}
	raw := written(b, list)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if report, err := Verify(bytes.NewReader(raw)); err != nil || report.Difference != "" {
			b.Fatal(report.Difference, err)
		}
	}
}
