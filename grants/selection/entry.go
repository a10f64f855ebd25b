package selection

import (
	"errors"
	"fmt"
	"slices"

	"vekst/grants/review"
	"vekst/value/money"
)

// Why an application cannot be ranked. What is returned wraps one of these and says which application and which expert.
var (
	ErrNumber           = errors.New("selection: an application needs a number of printable characters")
	ErrSameNumber       = errors.New("selection: two applications have the same number")
	ErrReason           = errors.New("selection: a reason for rejection needs a name of printable characters")
	ErrRequested        = errors.New("selection: the amount requested must be above zero and at most the largest amount")
	ErrSubmitted        = errors.New("selection: the moment of submission is missing")
	ErrScores           = errors.New("selection: two experts' scores are needed, and no more than three")
	ErrOneScore         = errors.New("selection: one expert scores alone in this call, so exactly one score is needed")
	ErrThirdAwaited     = errors.New("selection: the experts' scores lie so far apart that a third is required, and there is none")
	ErrCommitteeAwaited = errors.New("selection: two pairs of scores are equally close and the committee has not chosen")
	ErrChoice           = errors.New("selection: there is a choice by the committee where none was asked for")
	ErrPoints           = errors.New("selection: points are missing, unknown or out of range")
	ErrSum              = errors.New("selection: the groups do not add up to the total")
)

// settle checks an application and makes its score. A rejected application may be unsettled.
func (s Settings) settle(entry Entry) (review.Outcome, error) {
	if err := s.check(entry); err != nil {
		return review.Outcome{}, err
	}
	outcome := s.Policy.Chosen(entry.Choice, entry.totals()...)
	if entry.Choice != "" && !s.mayChoose(entry.Choice, outcome) {
		return outcome, ErrChoice
	}
	if outcome.Settled || len(entry.Rejected) > 0 {
		return outcome, nil
	}
	switch {
	case s.Policy.Alone:
		return outcome, ErrOneScore
	case len(entry.Sheets) < 2:
		return outcome, ErrScores
	case outcome.Tied:
		return outcome, ErrCommitteeAwaited
	}
	return outcome, ErrThirdAwaited
}

func (s Settings) mayChoose(choice review.Tie, outcome review.Outcome) bool {
	return s.Policy.Tie == review.Committee && outcome.Tied && (choice == review.HigherPair || choice == review.LowerPair)
}

func (s Settings) check(entry Entry) error {
	least := int64(1)
	if len(entry.Rejected) > 0 {
		least = 0
	}
	switch {
	case !printable(entry.Number):
		return ErrNumber
	case entry.Requested < least || entry.Requested > money.Max:
		return ErrRequested
	case s.asksForMoment() && entry.Submitted.IsZero():
		return ErrSubmitted
	case s.Policy.Alone && len(entry.Sheets) > 1:
		return ErrOneScore
	case len(entry.Sheets) > 3:
		return ErrScores
	case slices.ContainsFunc(entry.Rejected, func(reason string) bool { return !printable(reason) }):
		return ErrReason
	}
	for i, sheet := range entry.Sheets {
		if err := s.checkSheet(sheet); err != nil {
			return fmt.Errorf("%w: expert %d", err, i+1)
		}
	}
	return nil
}

// checkSheet sees that an expert's points are those the settings ask for, no more and no fewer, and add up.
func (s Settings) checkSheet(sheet Sheet) error {
	if !inRange(sheet.Total) {
		return ErrPoints
	}
	for _, points := range sheet.Points {
		if !inRange(points) {
			return ErrPoints
		}
	}
	asked, sum, complete := s.add(sheet)
	switch {
	case !complete || asked != len(sheet.Points):
		return ErrPoints
	case len(s.Groups) > 0 && sum != sheet.Total:
		return ErrSum
	}
	return nil
}

// add counts the different points the settings ask for and sums the groups'. It is not complete where some are missing.
func (s Settings) add(sheet Sheet) (asked int, sum int64, complete bool) {
	for _, group := range s.Groups {
		points, given := sheet.Points[group.ID]
		if !given {
			return 0, 0, false
		}
		asked, sum = asked+1, sum+points
	}
	for i, breaker := range s.TieBreakers {
		if breaker.Rule != ByCriterion || s.isGroup(breaker.Criterion) || s.isNamedBefore(i) {
			continue
		}
		if _, given := sheet.Points[breaker.Criterion]; !given {
			return 0, 0, false
		}
		asked++
	}
	return asked, sum, true
}

func (s Settings) isGroup(id string) bool {
	return slices.ContainsFunc(s.Groups, func(group Group) bool { return group.ID == id })
}

// isNamedBefore says whether an earlier tie-breaker is the same as number i.
func (s Settings) isNamedBefore(i int) bool {
	return slices.Contains(s.TieBreakers[:i], s.TieBreakers[i])
}

func (s Settings) asksForMoment() bool {
	return slices.Contains(s.TieBreakers, TieBreaker{Rule: ByEarlier})
}

func inRange(points int64) bool { return points >= 0 && points <= review.MaxScore }

func (e Entry) totals() []int64 {
	totals := make([]int64, len(e.Sheets))
	for i, sheet := range e.Sheets {
		totals[i] = sheet.Total
	}
	return totals
}

// pairSum is twice the average that the experts who count gave for a group or criterion; 0 until settled.
func (e Entry) pairSum(outcome review.Outcome, id string) int64 {
	if !outcome.Settled {
		return 0
	}
	return e.Sheets[outcome.Pair[0]-1].Points[id] + e.Sheets[outcome.Pair[1]-1].Points[id]
}
