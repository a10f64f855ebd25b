package review

import "errors"

// Tie says which of two equally close pairs of scores counts: 60, 70 and 80 may become 65 or 75. The rule's text is
// silent, so the call must say (rule L8, a design decision of Vekst).
type Tie string

// The answers a call may give. The empty Tie means HigherPair, the default.
const (
	HigherPair Tie = "higher"
	LowerPair  Tie = "lower"
	Committee  Tie = "committee" // the committee chooses; there is no score until it has
)

// Policy is how a call turns its experts' scores into one.
type Policy struct {
	Alone   bool  // one expert scores alone and that score counts (rule L19); Percent and Tie then mean nothing
	Percent int64 // a third expert is called when the difference is more than this part of the higher score; 0 to 100, and 100 never calls one
	Tie     Tie
}

// DefaultPolicy is the rule of the EEA and Norway Grants 2009-2014: 30 %, and of equally close pairs the higher.
func DefaultPolicy() Policy { return Policy{Percent: 30, Tie: HigherPair} }

// Why a policy cannot be used.
var (
	ErrPercent = errors.New("review: the percentage must be from 0 to 100")
	ErrAlone   = errors.New("review: one expert alone has nobody to differ from, so there is no percentage and no tie policy")
	ErrTie     = errors.New("review: the tie policy must be higher, lower or committee")
)

// Experts is how many experts score every eligible application, before a third is called (rules L3 and L19).
func (p Policy) Experts() int {
	if p.Alone {
		return 1
	}
	return 2
}

// Check tells whether the policy can be used: ErrAlone, ErrPercent, ErrTie or nil.
func (p Policy) Check() error {
	if p.Alone && (p.Percent != 0 || p.Tie != "") {
		return ErrAlone
	}
	if p.Percent < 0 || p.Percent > 100 {
		return ErrPercent
	}
	switch p.Tie {
	case "", HigherPair, LowerPair, Committee:
		return nil
	}
	return ErrTie
}

// ThirdRequired says whether scores a and b, in hundredths, lie so far apart that a third expert must be called: the
// difference is more than Percent of the higher, so 100 and 70 need none at 30 % and 100 and 69 do.
//
// Source: Regulation on the implementation of the EEA / Norwegian Financial Mechanism 2009-2014, project selection
// article; rule L7.
func (p Policy) ThirdRequired(a, b int64) bool {
	return 100*(max(a, b)-min(a, b)) > p.Percent*max(a, b)
}

// Outcome is what the scores of one application come to.
type Outcome struct {
	ThirdRequired bool   // the first two lie too far apart
	Tied          bool   // of three scores, two pairs are equally close
	Settled       bool   // there is a score; otherwise a third expert or the committee is awaited
	Twice         int64  // sum of the pair that counts, in hundredths: twice the score
	Pair          [2]int // the two experts who count, from 1, in order; zero until settled; twice the same where one scores alone
	Policy        Policy
}

// Settle turns the scores of two or three experts, in hundredths and in the order the experts were appointed, into an
// outcome. The average of the first two counts; if they lie too far apart, the average of the two closest of three. Where
// three scores are given, the two closest count even if the third was not required: the assessment never asks for such a
// one, but who tries the rule with 60, 70 and 80 wants to see what the tie policy does. With fewer scores than two or more than three nothing is settled. Where one expert scores alone, that
// one score counts, and nothing is settled with any other number of them.
func (p Policy) Settle(scores ...int64) Outcome {
	outcome := Outcome{Policy: p}
	if p.Alone {
		if len(scores) == 1 {
			outcome.count(scores, 1, 1)
		}
		return outcome
	}
	if len(scores) < 2 || len(scores) > 3 {
		return outcome
	}
	outcome.ThirdRequired = p.ThirdRequired(scores[0], scores[1])
	switch {
	case len(scores) == 3:
		outcome.closest(scores)
	case !outcome.ThirdRequired:
		outcome.count(scores, 1, 2)
	}
	return outcome
}

// Chosen is Settle after the committee has said which of two equally close pairs counts. Where the call does not leave
// a tie to the committee, or there is none, the choice changes nothing.
func (p Policy) Chosen(choice Tie, scores ...int64) Outcome {
	outcome := p.Settle(scores...)
	if outcome.Settled || !outcome.Tied || choice == "" {
		return outcome
	}
	outcome = Policy{Percent: p.Percent, Tie: choice}.Settle(scores...)
	outcome.Policy = p
	return outcome
}

// closest lets the two closest of three scores count. Unless all three are equal, at most two pairs can be equally close,
// and the middle score is in both.
func (o *Outcome) closest(scores []int64) {
	low, middle, high := sorted(scores)
	below, above := scores[middle-1]-scores[low-1], scores[high-1]-scores[middle-1]
	o.Tied = below == above && below > 0
	switch {
	case below < above, o.Tied && o.Policy.Tie == LowerPair:
		o.count(scores, low, middle)
	case o.Tied && o.Policy.Tie == Committee:
		return
	default:
		o.count(scores, middle, high)
	}
}

func (o *Outcome) count(scores []int64, a, b int) {
	o.Settled, o.Pair = true, [2]int{min(a, b), max(a, b)}
	o.Twice = scores[a-1] + scores[b-1]
}

// sorted names the experts, from 1, by their three scores.
func sorted(scores []int64) (low, middle, high int) {
	low, middle, high = 1, 2, 3
	if scores[middle-1] < scores[low-1] {
		low, middle = middle, low
	}
	if scores[high-1] < scores[middle-1] {
		middle, high = high, middle
	}
	if scores[middle-1] < scores[low-1] {
		low, middle = middle, low
	}
	return low, middle, high
}
