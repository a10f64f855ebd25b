package review

import (
	"encoding/json"
	"errors"
	"math/big"
	"os"
	"testing"

	"pgregory.net/rapid"
)

func points(t testing.TB, typed string) int64 {
	t.Helper()
	score, err := ParseScore(typed, MaxScore)
	if err != nil {
		t.Fatalf("%q: %v", typed, err)
	}
	return score
}

func TestRefusesAPolicyThatCannotBeUsed(t *testing.T) {
	for _, c := range []struct {
		policy Policy
		want   error
	}{
		{Policy{Percent: -1}, ErrPercent}, {Policy{Percent: 101}, ErrPercent}, {Policy{Tie: "middle"}, ErrTie},
		{Policy{Alone: true, Percent: 30}, ErrAlone}, {Policy{Alone: true, Tie: HigherPair}, ErrAlone}, {Policy{Alone: true}, nil},
		{Policy{}, nil}, {Policy{Percent: 100, Tie: Committee}, nil}, {DefaultPolicy(), nil},
	} {
		if err := c.policy.Check(); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v, want %v", c.policy, err, c.want)
		}
	}
}

func TestSettlesNothingFromTooFewOrTooManyScores(t *testing.T) {
	for _, scores := range [][]int64{nil, {8000}, {1, 2, 3, 4}} {
		if o := DefaultPolicy().Settle(scores...); o.Settled || o.ThirdRequired {
			t.Errorf("%v: %+v", scores, o)
		}
	}
}

func TestOneExpertAloneSettlesByOneScoreAndNoOther(t *testing.T) {
	alone := Policy{Alone: true}
	for _, scores := range [][]int64{nil, {8000, 8000}, {100, 69, 75}} {
		if o := alone.Settle(scores...); o.Settled || o.ThirdRequired || o.Tied {
			t.Errorf("%v: %+v", scores, o)
		}
	}
	if o := alone.Chosen(LowerPair, 8001); !o.Settled || o.Twice != 16002 || o.PairText() != "1" || o.ThirdRequired {
		t.Errorf("%+v", o)
	}
}

func TestCallsAThirdExpertOnlyBeyondThePercentage(t *testing.T) {
	for _, c := range []struct {
		percent int64
		a, b    string
		third   bool
	}{
		{30, "100", "70", false}, {30, "100", "69", true}, {30, "100", "69.99", true}, {30, "71.3", "49.9", true},
		{30, "0", "0", false}, {30, "0", "1", true}, {30, "1", "0", true}, {30, "60", "42", false},
		{0, "80", "80", false}, {0, "80", "79.99", true}, {50, "100", "50", false}, {50, "100", "49.99", true},
		{100, "100", "0", false},
	} {
		if got := (Policy{Percent: c.percent}).ThirdRequired(points(t, c.a), points(t, c.b)); got != c.third {
			t.Errorf("%d %%, %s and %s: %v", c.percent, c.a, c.b, got)
		}
	}
}

func TestSettlesScores(t *testing.T) {
	for _, c := range []struct {
		tie    Tie
		scores []string
		score  string // empty: not settled
		pair   string
	}{
		{HigherPair, []string{"100", "70"}, "85", "1-2"},
		{HigherPair, []string{"100", "70", "71"}, "70.5", "2-3"},
		{HigherPair, []string{"60", "70", "80"}, "75", "2-3"},
		{LowerPair, []string{"60", "70", "80"}, "65", "1-2"},
		{Committee, []string{"60", "70", "80"}, "", ""},
		{Committee, []string{"70", "70", "70"}, "70", "2-3"},
		{HigherPair, []string{"100", "69"}, "", ""},
		{HigherPair, []string{"90", "50", "80"}, "85", "1-3"},
		{HigherPair, []string{"100", "69", "75"}, "72", "2-3"},
		{HigherPair, []string{"100", "69", "90"}, "95", "1-3"},
		{HigherPair, []string{"80", "40", "80"}, "80", "1-3"},
		{LowerPair, []string{"80", "40", "80"}, "80", "1-3"},
		{Committee, []string{"80", "40", "80"}, "80", "1-3"},
		{HigherPair, []string{"40", "80", "40"}, "40", "1-3"},
		{HigherPair, []string{"0", "0"}, "0", "1-2"},
		{HigherPair, []string{"0", "1"}, "", ""},
		{HigherPair, []string{"82.51", "82.5"}, "82.505", "1-2"},
		{"", []string{"90", "50", "70"}, "80", "1-3"},
		{HigherPair, []string{"90", "50", "70"}, "80", "1-3"},
		{LowerPair, []string{"90", "50", "70"}, "60", "2-3"},
		{Committee, []string{"90", "50", "70"}, "", ""},
		{HigherPair, []string{"80", "40", "60"}, "70", "1-3"},
		{LowerPair, []string{"80", "40", "60"}, "50", "2-3"},
		{Committee, []string{"80", "40", "60"}, "", ""},
	} {
		o := Policy{Percent: 30, Tie: c.tie}.Settle(all(t, c.scores)...)
		if o.Settled != (c.score != "") || o.Settled && Plain(o.Twice) != c.score || o.PairText() != c.pair {
			t.Errorf("%s %v: %+v, want %q by %q", c.tie, c.scores, o, c.score, c.pair)
		}
	}
}

// 60 and 80 need a third expert at 20 %, and 70 is equally close to both: the tie policy decides, in any order.
func TestEquallyClosePairsFollowTheTiePolicyInAnyOrder(t *testing.T) {
	for _, scores := range [][]int64{{8000, 6000, 7000}, {6000, 8000, 7000}} {
		for tie, want := range map[Tie]string{HigherPair: "75", LowerPair: "65"} {
			if o := (Policy{Percent: 20, Tie: tie}).Settle(scores...); !o.Tied || Plain(o.Twice) != want {
				t.Errorf("%s %v: %+v, want %s", tie, scores, o, want)
			}
		}
		if o := (Policy{Percent: 20, Tie: Committee}).Settle(scores...); o.Settled || !o.Tied || o.Twice != 0 {
			t.Errorf("the committee has not chosen: %+v", o)
		}
	}
}

func TestTheCommitteesChoiceSettlesOnlyATieThatIsTheirs(t *testing.T) {
	policy := Policy{Percent: 30, Tie: Committee}
	for _, c := range []struct {
		choice Tie
		scores []int64
		want   string
	}{
		{"", []int64{9000, 5000, 7000}, ""}, {Committee, []int64{9000, 5000, 7000}, ""},
		{HigherPair, []int64{9000, 5000, 7000}, "80"}, {LowerPair, []int64{9000, 5000, 7000}, "60"},
		{LowerPair, []int64{9000, 5000}, ""}, {LowerPair, []int64{9000, 5000, 8000}, "85"}, {LowerPair, []int64{9000, 8000}, "85"},
	} {
		o := policy.Chosen(c.choice, c.scores...)
		if o.Settled != (c.want != "") || o.Settled && Plain(o.Twice) != c.want || o.Policy != policy {
			t.Errorf("%q %v: %+v, want %q", c.choice, c.scores, o, c.want)
		}
	}
	if o := DefaultPolicy().Chosen(LowerPair, 9000, 5000, 7000); Plain(o.Twice) != "80" {
		t.Errorf("the call says the higher pair: %+v", o)
	}
}

func TestTheScoreDependsOnTheScoresAloneAndNotOnWhoGaveThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		score := rapid.Int64Range(0, 10_000)
		a, b, c := score.Draw(t, "a"), score.Draw(t, "b"), score.Draw(t, "c")
		policy := Policy{Percent: rapid.Int64Range(0, 100).Draw(t, "percent"), Tie: rapid.SampledFrom([]Tie{HigherPair, LowerPair}).Draw(t, "tie")}
		one, other := policy.Settle(a, b, c), policy.Settle(b, a, c)
		if one.Twice != other.Twice || one.ThirdRequired != other.ThirdRequired || !one.Settled {
			t.Fatalf("%+v and %+v", one, other)
		}
		given := []int64{a, b, c}
		x, y := given[one.Pair[0]-1], given[one.Pair[1]-1]
		if x+y != one.Twice {
			t.Fatalf("%+v is not the pair's sum", one)
		}
		if one.ThirdRequired && max(x, y)-min(x, y) > min(max(a, c)-min(a, c), max(b, c)-min(b, c), max(a, b)-min(a, b)) {
			t.Fatalf("%+v is not the closest pair of %v", one, given)
		}
	})
}

type knownAnswer struct {
	Expert1, Expert2, Expert3 string
	Third                     bool   `json:"third_expert_required"`
	Score                     string `json:"ranking_score"`
	Candidates                []string
	Pair                      string `json:"closest_pair"`
}

func TestAgreesWithTheKnownAnswers(t *testing.T) {
	raw, err := os.ReadFile("../../../shared/data/two-expert-rule/cases.json")
	if err != nil {
		t.Skipf("the known answers are not on this machine: %v", err)
	}
	var file struct{ Cases []knownAnswer }
	if err := json.Unmarshal(raw, &file); err != nil || len(file.Cases) == 0 {
		t.Fatalf("%d cases, %v", len(file.Cases), err)
	}
	for _, c := range file.Cases {
		agree(t, c)
	}
}

func agree(t *testing.T, c knownAnswer) {
	scores := []int64{points(t, c.Expert1), points(t, c.Expert2)}
	if DefaultPolicy().ThirdRequired(scores[0], scores[1]) != c.Third {
		t.Errorf("%+v: a third is required or is not", c)
	}
	if c.Expert3 != "" {
		scores = append(scores, points(t, c.Expert3))
	}
	if c.Score == "AMBIGUOUS" {
		same(t, c, Policy{Percent: 30, Tie: LowerPair}.Settle(scores...), c.Candidates[0])
		same(t, c, Policy{Percent: 30, Tie: HigherPair}.Settle(scores...), c.Candidates[1])
		return
	}
	o := DefaultPolicy().Settle(scores...)
	same(t, c, o, c.Score)
	if c.Pair != "" && o.PairText() != c.Pair {
		t.Errorf("%+v: pair %s", c, o.PairText())
	}
}

func same(t *testing.T, c knownAnswer, o Outcome, want string) {
	t.Helper()
	expected, _ := new(big.Rat).SetString(want)
	if !o.Settled || expected.Cmp(big.NewRat(o.Twice, 200)) != 0 {
		t.Errorf("%+v: got %+v, want %s", c, o, want)
	}
}

func all(t testing.TB, typed []string) (scores []int64) {
	for _, text := range typed {
		scores = append(scores, points(t, text))
	}
	return scores
}
