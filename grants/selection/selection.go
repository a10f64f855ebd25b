// Package selection turns assessed applications into a decision: a ranking, a cut-line where the money ends, and a
// reserve list, all by rules the call published before anyone was scored.
//
// The order is: score, highest first; then the call's tie-breakers, one after the other; last a public draw that anyone
// can redo. Funding follows the list until the budget is spent; what happens to the first project that does not fit is
// the call's marginal policy. Nothing is optimised: a project is never passed over to spend more of the budget, unless
// the call says skip.
//
// The frozen list is published as a file that holds everything it was made from, and `vekst verify ranking` remakes it
// (Verify). A committee's justified change to the order is a decision with minutes, kept beside the list; it never
// changes the list.
//
// Points are hundredths, averages are twice that (see package review), money is cents, times are UTC.
package selection

import (
	"errors"
	"time"
	"unicode"
	"unicode/utf8"

	"vekst/grants/review"
	"vekst/value/money"
)

// Settings are the rules of one ranking, as the call published them.
type Settings struct {
	Policy       review.Policy // how experts' scores become one
	Threshold    int64         // hundredths the score must reach to be funded; 0 asks nothing
	Groups       []Group       // the groups of criteria whose subtotals make up a total; may be empty
	TieBreakers  []TieBreaker  // for equal scores, in order, before the draw
	Budget       int64         // cents
	Marginal     Marginal
	NoReserve    bool   // whoever the money does not reach is rejected instead of waiting in reserve
	MinimumGrant int64  // cents; PartMarginal gives nothing smaller
	Seed         string // of the public draw
}

// Group is a group of criteria with the threshold, in hundredths, that the average of its subtotals must reach.
type Group struct {
	ID        string
	Threshold int64
}

// Marginal says what happens to the first project that the rest of the budget does not cover.
type Marginal string

// The marginal policies. Under each of them the project that is not funded is first on the reserve list, if there is one.
const (
	StopAtMarginal Marginal = "stop"    // it and everything after it waits in reserve
	SkipMarginal   Marginal = "skip"    // it waits in reserve; smaller ones after it that fit are funded
	PartMarginal   Marginal = "partial" // it gets the rest, if that is the minimum grant or more; then as stop
)

// Rule is what can put one row of the list before the next.
type Rule string

// The rules. A call may name ByCriterion, ByLowerRequested and ByEarlier as tie-breakers; the others always apply.
const (
	ByEligibility    Rule = "eligibility"     // a rejected application is listed after all others
	ByThreshold      Rule = "threshold"       // an application below a group's threshold comes after all that reach theirs
	ByScore          Rule = "score"           // the higher score first
	ByCriterion      Rule = "criterion"       // more points in the named criterion or group first, averaged over the experts who count
	ByLowerRequested Rule = "lower_requested" // the smaller request first
	ByEarlier        Rule = "earlier"         // the earlier submission first, by whole microseconds
	ByDraw           Rule = "draw"            // the public draw
)

// TieBreaker is a rule, and for ByCriterion the criterion or group it looks at.
type TieBreaker struct {
	Rule      Rule
	Criterion string
}

// Entry is one application as it comes to the ranking.
type Entry struct {
	Number    string     // of the application, such as BGLD-1.004-0001
	Sheets    []Sheet    // of the experts, in the order of their appointment: two, or three; one where one scores alone
	Choice    review.Tie // which pair counts, where the call leaves a tie to the committee and it has chosen; else empty
	Requested int64      // cents
	Submitted time.Time  // asked for only where ByEarlier is a tie-breaker
	Rejected  []string   // why it cannot be funded whatever its score: keys of gates or checks; empty where it can
}

// Sheet is what one expert gave, in hundredths.
type Sheet struct {
	Total  int64
	Points map[string]int64 // by group, and by criterion where a tie-breaker names one
}

// Outcome is what the ranking means for an application.
type Outcome string

// The outcomes.
const (
	Funded   Outcome = "funded"
	Partial  Outcome = "partial"  // funded with what was left
	Reserve  Outcome = "reserve"  // good enough, without money
	NoMoney  Outcome = "no_money" // good enough, without money, and the call keeps no reserve list (rule L15)
	Below    Outcome = "below_threshold"
	Rejected Outcome = "rejected"
)

// Row is an application's place on the list and how it came there.
type Row struct {
	Entry        Entry
	Score        review.Outcome
	Groups       []int64 // twice the average subtotals of the experts who count, in the order of Settings.Groups
	Rank         int     // from 1; 0 for the rejected
	Outcome      Outcome
	Reserve      int        // place on the reserve list, from 1; 0 elsewhere
	Award        int64      // cents
	RunningTotal int64      // cents awarded down to and including this row
	DecidedBy    TieBreaker // the rule that put it after the row above; empty in the first row
}

// Ranking is the whole list. Awarded + Left is the budget.
type Ranking struct {
	Rows    []Row
	Awarded int64 // cents
	Left    int64 // cents
}

// Why settings cannot be used. What is returned wraps one of these.
var (
	ErrBudget     = errors.New("selection: the budget and the minimum grant must be from zero to the largest amount")
	ErrThreshold  = errors.New("selection: a threshold must be from zero to the largest score")
	ErrGroup      = errors.New("selection: a group needs a name of its own")
	ErrMarginal   = errors.New("selection: the marginal policy must be stop, skip or partial")
	ErrTieBreaker = errors.New("selection: a tie-breaker must be criterion, with its name, or lower_requested or earlier")
	ErrSeed       = errors.New("selection: the draw needs a seed of printable characters")
)

// Check tells whether the settings can be used.
func (s Settings) Check() error {
	switch {
	case s.Budget < 0 || s.Budget > money.Max || s.MinimumGrant < 0 || s.MinimumGrant > money.Max:
		return ErrBudget
	case s.Threshold < 0 || s.Threshold > review.MaxScore:
		return ErrThreshold
	case s.Marginal != StopAtMarginal && s.Marginal != SkipMarginal && s.Marginal != PartMarginal:
		return ErrMarginal
	case !printable(s.Seed):
		return ErrSeed
	}
	if err := s.checkGroups(); err != nil {
		return err
	}
	if err := s.checkTieBreakers(); err != nil {
		return err
	}
	return s.Policy.Check()
}

func (s Settings) checkGroups() error {
	seen := map[string]bool{}
	for _, group := range s.Groups {
		if !printable(group.ID) || seen[group.ID] {
			return ErrGroup
		}
		if group.Threshold < 0 || group.Threshold > review.MaxScore {
			return ErrThreshold
		}
		seen[group.ID] = true
	}
	return nil
}

func (s Settings) checkTieBreakers() error {
	for _, breaker := range s.TieBreakers {
		switch breaker.Rule {
		case ByCriterion:
			if !printable(breaker.Criterion) {
				return ErrTieBreaker
			}
		case ByLowerRequested, ByEarlier:
			if breaker.Criterion != "" {
				return ErrTieBreaker
			}
		default:
			return ErrTieBreaker
		}
	}
	return nil
}

// printable says whether s is text on one line, so that it is written and hashed in one way only.
func printable(s string) bool {
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}
