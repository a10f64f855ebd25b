package selection

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vekst/grants/review"
)

// The settings of the real small grants scheme where they are known: the budget is EUR 3,523,000. The rest is made up.
func settings() Settings {
	return Settings{
		Policy: review.DefaultPolicy(), Threshold: 6000, Groups: []Group{{"jobs", 1000}, {"plan", 0}},
		TieBreakers: []TieBreaker{{ByCriterion, "jobs"}, {ByCriterion, "lasting"}, {Rule: ByLowerRequested}},
		Budget:      352_300_000, Marginal: StopAtMarginal, Seed: "2027-02-03 checkpoint 118",
	}
}

func number(i int) string { return fmt.Sprintf("BGLD-1.004-%04d", i) }

// entry is an application to which each expert gave jobs + plan points.
func entry(i int, requested int64, jobs int64, totals ...int64) Entry {
	e := Entry{Number: number(i), Requested: requested}
	for _, total := range totals {
		e.Sheets = append(e.Sheets, Sheet{Total: total, Points: map[string]int64{"jobs": jobs, "plan": total - jobs, "lasting": 500}})
	}
	return e
}

func ranked(t testing.TB, s Settings, entries ...Entry) Ranking {
	t.Helper()
	ranking, err := Rank(s, entries)
	if err != nil {
		t.Fatal(err)
	}
	return ranking
}

func TestRefusesSettingsThatCannotBeUsed(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Settings)
		want   error
	}{
		"budget below zero":   {func(s *Settings) { s.Budget = -1 }, ErrBudget},
		"minimum below zero":  {func(s *Settings) { s.MinimumGrant = -1 }, ErrBudget},
		"budget too large":    {func(s *Settings) { s.Budget = 1 << 60 }, ErrBudget},
		"threshold":           {func(s *Settings) { s.Threshold = -1 }, ErrThreshold},
		"group threshold":     {func(s *Settings) { s.Groups[0].Threshold = -1 }, ErrThreshold},
		"two groups alike":    {func(s *Settings) { s.Groups[1].ID = "jobs" }, ErrGroup},
		"group without name":  {func(s *Settings) { s.Groups[1].ID = "" }, ErrGroup},
		"no marginal policy":  {func(s *Settings) { s.Marginal = "" }, ErrMarginal},
		"draw as tie-breaker": {func(s *Settings) { s.TieBreakers[0] = TieBreaker{Rule: ByDraw} }, ErrTieBreaker},
		"criterion unnamed":   {func(s *Settings) { s.TieBreakers[0].Criterion = "" }, ErrTieBreaker},
		"request with a name": {func(s *Settings) { s.TieBreakers[2].Criterion = "jobs" }, ErrTieBreaker},
		"no seed":             {func(s *Settings) { s.Seed = "" }, ErrSeed},
		"seed on two lines":   {func(s *Settings) { s.Seed = "a\nb" }, ErrSeed},
		"percentage":          {func(s *Settings) { s.Policy.Percent = 101 }, review.ErrPercent},
		"tie":                 {func(s *Settings) { s.Policy.Tie = "?" }, review.ErrTie},
	} {
		s := settings()
		c.change(&s)
		if _, err := Rank(s, nil); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefusesApplicationsThatCannotBeRanked(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Settings, *Entry)
		want   error
	}{
		"no number":             {func(_ *Settings, e *Entry) { e.Number = "" }, ErrNumber},
		"number on two lines":   {func(_ *Settings, e *Entry) { e.Number = "1\n2" }, ErrNumber},
		"same number":           {func(_ *Settings, e *Entry) { e.Number = number(1) }, ErrSameNumber},
		"nothing requested":     {func(_ *Settings, e *Entry) { e.Requested = 0 }, ErrRequested},
		"too much requested":    {func(_ *Settings, e *Entry) { e.Requested = 1 << 60 }, ErrRequested},
		"one expert":            {func(_ *Settings, e *Entry) { e.Sheets = e.Sheets[:1] }, ErrScores},
		"four experts":          {func(_ *Settings, e *Entry) { e.Sheets = append(e.Sheets, e.Sheets...) }, ErrScores},
		"third awaited":         {func(_ *Settings, e *Entry) { *e = entry(2, 100, 1000, 9000, 5000) }, ErrThirdAwaited},
		"choice not asked for":  {func(_ *Settings, e *Entry) { e.Choice = review.LowerPair }, ErrChoice},
		"points missing":        {func(_ *Settings, e *Entry) { delete(e.Sheets[1].Points, "lasting") }, ErrPoints},
		"points below zero":     {func(_ *Settings, e *Entry) { e.Sheets[1].Points["lasting"] = -1 }, ErrPoints},
		"total below zero":      {func(_ *Settings, e *Entry) { e.Sheets[1].Total = -1 }, ErrPoints},
		"points for beauty":     {func(_ *Settings, e *Entry) { e.Sheets[1].Points["beauty"] = 1 }, ErrPoints},
		"groups do not add up":  {func(_ *Settings, e *Entry) { e.Sheets[1].Total++ }, ErrSum},
		"reason without a name": {func(_ *Settings, e *Entry) { e.Rejected = []string{""} }, ErrReason},
		"moment missing":        {func(s *Settings, _ *Entry) { s.TieBreakers = append(s.TieBreakers, TieBreaker{Rule: ByEarlier}) }, ErrSubmitted},
		"committee awaited": {func(s *Settings, e *Entry) {
			s.Policy.Tie = review.Committee
			*e = entry(2, 100, 1000, 9000, 5000, 7000)
		}, ErrCommitteeAwaited},
	} {
		s, e := settings(), entry(2, 100, 1000, 8000, 8000)
		c.change(&s, &e)
		if _, err := Rank(s, []Entry{entry(1, 100, 1000, 8000, 8000), e}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestNeverFundsBelowAThreshold(t *testing.T) {
	ranking := ranked(t, settings(),
		entry(1, 100, 999, 9900, 9900),  // the jobs group asks for 10.00
		entry(2, 100, 1000, 5999, 6000), // 59.995
		entry(3, 100, 1000, 6000, 6000))
	expect(t, ranking,
		"1 BGLD-1.004-0003 funded 1.00, ",
		"2 BGLD-1.004-0001 below_threshold 0.00, threshold",
		"3 BGLD-1.004-0002 below_threshold 0.00, score")
}

func TestListsTheRejectedLastWithoutARank(t *testing.T) {
	gate := entry(1, 100, 1000, 9900, 9900)
	gate.Rejected = []string{"territory"}
	unscored := Entry{Number: number(0), Rejected: []string{"late"}}
	expect(t, ranked(t, settings(), gate, unscored, entry(2, 100, 1000, 1000, 1000)),
		"1 BGLD-1.004-0002 below_threshold 0.00, ",
		"0 BGLD-1.004-0000 rejected 0.00, eligibility",
		"0 BGLD-1.004-0001 rejected 0.00, eligibility")
}

func TestOrdersByScoreThenByEachTieBreakerThenByTheDraw(t *testing.T) {
	lasting := entry(4, 100, 2000, 8000, 8000)
	lasting.Sheets[0].Points["lasting"] = 501
	expect(t, ranked(t, settings(),
		entry(1, 100, 2000, 8000, 8000), entry(2, 100, 2000, 8000, 8000), entry(3, 99, 2000, 8000, 8000), lasting,
		entry(5, 100, 2001, 8000, 8000), entry(6, 100, 1000, 8001, 8000), entry(7, 100, 1000, 7999, 8000)),
		"1 BGLD-1.004-0006 funded 1.00, ",
		"2 BGLD-1.004-0005 funded 1.00, score",
		"3 BGLD-1.004-0004 funded 1.00, criterion jobs",
		"4 BGLD-1.004-0003 funded 0.99, criterion lasting",
		"5 BGLD-1.004-0001 funded 1.00, lower_requested",
		"6 BGLD-1.004-0002 funded 1.00, draw",
		"7 BGLD-1.004-0007 funded 1.00, score")
}

// The two lots were made with sha256sum, as the documentation of Draw says.
func TestAnyoneCanRedoTheDraw(t *testing.T) {
	for number, want := range map[string]string{
		number(1): "47a02593d530e6f1b522c82717a4e13982c0950d23ce9c2dce26ebc3c24a4ba4",
		number(2): "e0947af068b00672a1f29f815a0868a94aa11abcc2e78a7865d38428f2a96797",
	} {
		if got := fmt.Sprintf("%x", Draw(settings().Seed, number)); got != want {
			t.Errorf("%s: %s", number, got)
		}
	}
}

func TestPutsTheEarlierSubmissionFirstWhereTheCallSaysSo(t *testing.T) {
	s := settings()
	s.TieBreakers = []TieBreaker{{Rule: ByEarlier}}
	early, late := Entry{Number: "a", Requested: 1}, Entry{Number: "b", Requested: 1}
	early.Sheets = []Sheet{{8000, map[string]int64{"jobs": 4000, "plan": 4000}}, {8000, map[string]int64{"jobs": 4000, "plan": 4000}}}
	late.Sheets = early.Sheets
	closing := time.Date(2027, 1, 15, 15, 0, 0, 0, time.UTC)
	for range 2 {
		early.Number, late.Number = late.Number, early.Number
		early.Submitted, late.Submitted = closing.Add(-time.Millisecond), closing
		ranking := ranked(t, s, late, early)
		if ranking.Rows[0].Entry.Number != early.Number || ranking.Rows[1].DecidedBy.Rule != ByEarlier {
			t.Errorf("%+v", ranking.Rows)
		}
	}
}

func TestTheThirdExpertsPairDecidesGroupsAndTieBreakersToo(t *testing.T) {
	e := entry(1, 100, 1000, 9000, 5000, 8000)
	e.Sheets[0].Points["jobs"], e.Sheets[0].Points["plan"] = 3000, 6000
	row := ranked(t, settings(), e).Rows[0]
	if row.Score.Twice != 17_000 || row.Score.PairText() != "1-3" || !reflect.DeepEqual(row.Groups, []int64{4000, 13_000}) {
		t.Errorf("%+v", row)
	}
}

// 17 × 200,000 leave 123,000 of the real budget: the eighteenth is where the policies part.
func TestMarginalPolicies(t *testing.T) {
	for name, c := range map[string]struct {
		marginal Marginal
		minimum  int64
		want     []string // rows 18 to 20: requests of 200,000, 123,000 and 5,000
		left     int64
	}{
		"stop":                     {StopAtMarginal, 0, []string{"reserve 1", "reserve 2", "reserve 3"}, 12_300_000},
		"skip":                     {SkipMarginal, 0, []string{"reserve 1", "funded 123000.00", "reserve 2"}, 0},
		"partial":                  {PartMarginal, 500_000, []string{"partial 123000.00", "reserve 1", "reserve 2"}, 0},
		"partial, just enough":     {PartMarginal, 12_300_000, []string{"partial 123000.00", "reserve 1", "reserve 2"}, 0},
		"partial, below a minimum": {PartMarginal, 12_300_001, []string{"reserve 1", "reserve 2", "reserve 3"}, 12_300_000},
	} {
		s := settings()
		s.Marginal, s.MinimumGrant = c.marginal, c.minimum
		ranking := ranked(t, s, real18()...)
		for i, row := range ranking.Rows {
			want := "funded 200000.00"
			if i >= 17 {
				want = c.want[i-17]
			}
			if got := outcomeText(row); got != want {
				t.Errorf("%s, row %d: %s, want %s", name, i+1, got, want)
			}
		}
		if ranking.Left != c.left || ranking.Awarded+ranking.Left != s.Budget || ranking.Rows[16].RunningTotal != 340_000_000 {
			t.Errorf("%s: %d awarded, %d left", name, ranking.Awarded, ranking.Left)
		}
	}
}

func real18() (entries []Entry) {
	for i := range 18 {
		entries = append(entries, entry(i+1, 20_000_000, 2000, int64(9000-i), int64(9000-i)))
	}
	return append(entries, entry(19, 12_300_000, 2000, 8000, 8000), entry(20, 500_000, 2000, 7000, 7000))
}

func TestWithoutReserveListNobodyWaits(t *testing.T) {
	for marginal, want := range map[Marginal][]string{
		StopAtMarginal: {"no_money 0.00", "no_money 0.00", "no_money 0.00"},
		SkipMarginal:   {"no_money 0.00", "funded 123000.00", "no_money 0.00"},
		PartMarginal:   {"partial 123000.00", "no_money 0.00", "no_money 0.00"},
	} {
		s := settings()
		s.Marginal, s.NoReserve = marginal, true
		for i, row := range ranked(t, s, real18()...).Rows[17:] {
			if got := outcomeText(row); got != want[i] {
				t.Errorf("%s, row %d: %s, want %s", marginal, i+18, got, want[i])
			}
		}
	}
}

func TestOneExpertAloneIsRankedByOneScore(t *testing.T) {
	s := settings()
	s.Policy = review.Policy{Alone: true}
	for _, totals := range [][]int64{nil, {9000, 8000}, {9000, 8000, 7000}} {
		if _, err := Rank(s, []Entry{entry(1, 200, 2000, totals...)}); !errors.Is(err, ErrOneScore) {
			t.Errorf("%d scores: %v", len(totals), err)
		}
	}
	two := settings()
	if _, err := Rank(two, []Entry{entry(1, 200, 2000, 9000)}); !errors.Is(err, ErrScores) {
		t.Errorf("one score where two are needed: %v", err)
	}
	rows := ranked(t, s, entry(1, 200, 2000, 8001), entry(2, 200, 2000, 9000)).Rows
	if rows[0].Entry.Number != number(2) || rows[1].Score.Twice != 16002 || rows[1].Groups[0] != 4000 || rows[1].Score.PairText() != "1" {
		t.Errorf("%+v", rows)
	}
}

func TestFundsToTheLastCentAndNoFurther(t *testing.T) {
	s := settings()
	s.Budget, s.Marginal = 200, PartMarginal
	expect(t, ranked(t, s, entry(1, 200, 2000, 9000, 9000), entry(2, 1, 2000, 8000, 8000)),
		"1 BGLD-1.004-0001 funded 2.00, ", "2 BGLD-1.004-0002 reserve 1, score")
	s.Budget = 0
	expect(t, ranked(t, s, entry(1, 200, 2000, 9000, 9000)), "1 BGLD-1.004-0001 reserve 1, ")
}

func TestTheOrderInWhichApplicationsComeInChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, entries := drawn(t)
		one, err := Rank(s, entries)
		other, err2 := Rank(s, rapid.Permutation(entries).Draw(t, "order"))
		if err != nil || err2 != nil || !reflect.DeepEqual(one, other) {
			t.Fatalf("%v, %v\n%+v\n%+v", err, err2, one, other)
		}
	})
}

func TestTheMoneyNeverRunsOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, entries := drawn(t)
		ranking, err := Rank(s, entries)
		if err != nil {
			t.Fatal(err)
		}
		var sum int64
		reserve := 0
		for i, row := range ranking.Rows {
			sum += row.Award
			if row.Award > row.Entry.Requested || row.RunningTotal != sum || (row.Award > 0) != (row.Outcome == Funded || row.Outcome == Partial) {
				t.Fatalf("row %d: %+v", i+1, row)
			}
			if row.Award > 0 && (row.Score.Twice < 2*s.Threshold || row.Groups[0] < 2*s.Groups[0].Threshold || len(row.Entry.Rejected) > 0) {
				t.Fatalf("row %d is funded below a threshold: %+v", i+1, row)
			}
			if row.Outcome == Reserve {
				reserve++
			}
			if row.Outcome == Reserve && row.Reserve != reserve || row.Outcome == Partial && (row.Award < s.MinimumGrant || s.Marginal != PartMarginal) {
				t.Fatalf("row %d: %+v", i+1, row)
			}
		}
		if sum > s.Budget || sum != ranking.Awarded || ranking.Left != s.Budget-sum {
			t.Fatalf("%d awarded of %d", sum, s.Budget)
		}
	})
}

// drawn makes settings and applications with many ties.
func drawn(t *rapid.T) (Settings, []Entry) {
	s := settings()
	s.Marginal = rapid.SampledFrom([]Marginal{StopAtMarginal, SkipMarginal, PartMarginal}).Draw(t, "marginal")
	s.Budget = rapid.Int64Range(0, 2000).Draw(t, "budget")
	s.MinimumGrant = rapid.Int64Range(0, 100).Draw(t, "minimum")
	var entries []Entry
	for i := range rapid.IntRange(0, 30).Draw(t, "applications") {
		points := rapid.Int64Range(50, 90)
		a, b, c := 100*points.Draw(t, "a"), 100*points.Draw(t, "b"), 100*points.Draw(t, "c")
		e := entry(i, rapid.Int64Range(1, 300).Draw(t, "requested"), 500*rapid.Int64Range(1, 4).Draw(t, "jobs"), a, b, c)
		if !s.Policy.ThirdRequired(a, b) {
			e.Sheets = e.Sheets[:2]
		}
		if rapid.IntRange(0, 9).Draw(t, "rejected") == 0 {
			e.Rejected = []string{"territory"}
		}
		entries = append(entries, e)
	}
	return s, entries
}

func BenchmarkRank10k(b *testing.B) {
	s, entries := tenThousand()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Rank(s, entries); err != nil {
			b.Fatal(err)
		}
	}
}

func tenThousand() (Settings, []Entry) {
	random := rand.New(rand.NewPCG(1, 2))
	entries := make([]Entry, 10_000)
	for i := range entries {
		total := 4000 + 100*random.Int64N(60)
		entries[i] = entry(i, 500_000+random.Int64N(19_500_000), 500*random.Int64N(7), total, total-100*random.Int64N(10))
	}
	return settings(), entries
}

func expect(t *testing.T, ranking Ranking, want ...string) {
	t.Helper()
	var got []string
	for _, row := range ranking.Rows {
		decided := strings.TrimSpace(string(row.DecidedBy.Rule) + " " + row.DecidedBy.Criterion)
		got = append(got, fmt.Sprintf("%d %s %s, %s", row.Rank, row.Entry.Number, outcomeText(row), decided))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func outcomeText(row Row) string {
	if row.Outcome == Reserve {
		return fmt.Sprintf("reserve %d", row.Reserve)
	}
	return fmt.Sprintf("%s %d.%02d", row.Outcome, row.Award/100, row.Award%100)
}
