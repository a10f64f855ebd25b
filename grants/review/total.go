package review

import (
	"errors"
	"fmt"
)

// Grid is the criteria of a call as an expert's sheet sees them. Identifiers of groups and of criteria are unique in it.
type Grid struct {
	Groups []Group
}

// Group is criteria that are added up and weighed together.
type Group struct {
	ID        string
	Weight    int64 // basis points of the group's points that count towards the total; 0 means as they are, like 10,000
	Threshold int64 // hundredths the weighted subtotal must reach; 0 asks nothing
	Bonus     bool  // adds to the total but is not part of the grid's maximum
	Criteria  []Criterion
}

// Criterion is one question to the expert.
type Criterion struct {
	ID      string
	Kind    Kind
	Rejects bool     // a Gate answered no rejects the application; otherwise it asks for clarification
	Options []Option // of a Choice
	Maximum int64    // of Points, in hundredths
}

// Option is one answer to a Choice and its points in hundredths, zero or more.
type Option struct {
	ID     string
	Points int64
}

// Kind is how a criterion is answered.
type Kind string

// The kinds of criterion found in Bulgarian evaluation tables.
const (
	Gate   Kind = "gate"   // yes or no, without points
	Choice Kind = "choice" // one of the options, each with its points
	Points Kind = "points" // any number of points up to the maximum
)

// Mark is an expert's answer to one criterion. Which field is read follows the criterion's kind.
type Mark struct {
	Criterion string
	Yes       bool   // Gate
	Option    string // Choice
	Points    int64  // Points, in hundredths
}

// Total is one expert's sheet, added up. All points are hundredths.
type Total struct {
	Points  int64      // the total: sum of the weighted subtotals, bonus included
	Bonus   int64      // the part of Points that is bonus
	Groups  []Subtotal // one a group, in the order of the grid
	Rejects []string   // rejecting gates answered no
	Clarify []string   // other gates answered no
	Missing []string   // criteria not marked yet; while there are any, the rest is the sum so far
}

// Subtotal is what one group came to.
type Subtotal struct {
	Group   string
	Points  int64 // after weighing
	Maximum int64 // after weighing
	Below   bool  // the group's threshold is not reached
}

// Why a sheet cannot be added up. The error that is returned wraps one of these and names the criterion.
var (
	ErrNoSuchCriterion = errors.New("review: no such criterion")
	ErrNoSuchOption    = errors.New("review: no such option")
	ErrMarkedTwice     = errors.New("review: marked twice")
	ErrUnknownKind     = errors.New("review: unknown kind of criterion")
)

// Total adds up one expert's marks. A group's points are weighed as points × weight / 10,000, rounded once, half up, to
// a hundredth; the total is the sum of the rounded subtotals, so that a reader who adds up what is printed gets the
// total that is printed. A group's threshold is compared with its weighted subtotal, the figure that is printed.
func (g Grid) Total(marks []Mark) (Total, error) {
	byCriterion, err := g.index(marks)
	if err != nil {
		return Total{}, err
	}
	total := Total{}
	for _, group := range g.Groups {
		points, err := total.add(group, byCriterion)
		if err != nil {
			return Total{}, err
		}
		total.enter(group, points)
	}
	return total, nil
}

// Maximum is the most points the grid can give, in hundredths, without bonus groups.
func (g Grid) Maximum() int64 {
	var sum int64
	for _, group := range g.Groups {
		if !group.Bonus {
			sum += group.weigh(group.maximum())
		}
	}
	return sum
}

// index finds the mark of each criterion and refuses a mark that belongs to none, or a second one.
func (g Grid) index(marks []Mark) (map[string]Mark, error) {
	known := map[string]bool{}
	for _, group := range g.Groups {
		for _, criterion := range group.Criteria {
			known[criterion.ID] = true
		}
	}
	byCriterion := make(map[string]Mark, len(marks))
	for _, mark := range marks {
		if !known[mark.Criterion] {
			return nil, fmt.Errorf("%w: %q", ErrNoSuchCriterion, mark.Criterion)
		}
		if _, again := byCriterion[mark.Criterion]; again {
			return nil, fmt.Errorf("%w: %q", ErrMarkedTwice, mark.Criterion)
		}
		byCriterion[mark.Criterion] = mark
	}
	return byCriterion, nil
}

// add sums a group's unweighted points and notes what is missing and which gates say no.
func (t *Total) add(group Group, marks map[string]Mark) (points int64, err error) {
	for _, criterion := range group.Criteria {
		mark, marked := marks[criterion.ID]
		if !marked {
			t.Missing = append(t.Missing, criterion.ID)
			continue
		}
		if criterion.Kind == Gate {
			t.pass(criterion, mark.Yes)
			continue
		}
		given, err := criterion.points(mark)
		if err != nil {
			return 0, fmt.Errorf("%w: %q", err, criterion.ID)
		}
		points += given
	}
	return points, nil
}

func (t *Total) pass(gate Criterion, yes bool) {
	switch {
	case yes:
	case gate.Rejects:
		t.Rejects = append(t.Rejects, gate.ID)
	default:
		t.Clarify = append(t.Clarify, gate.ID)
	}
}

func (t *Total) enter(group Group, points int64) {
	weighed := group.weigh(points)
	t.Points += weighed
	if group.Bonus {
		t.Bonus += weighed
	}
	t.Groups = append(t.Groups, Subtotal{
		Group: group.ID, Points: weighed, Maximum: group.weigh(group.maximum()), Below: weighed < group.Threshold,
	})
}

func (c Criterion) points(mark Mark) (int64, error) {
	switch c.Kind {
	case Choice:
		for _, option := range c.Options {
			if option.ID == mark.Option {
				return option.Points, nil
			}
		}
		return 0, ErrNoSuchOption
	case Points:
		if mark.Points < 0 {
			return 0, ErrBelowZero
		}
		if mark.Points > c.Maximum {
			return 0, ErrAboveMaximum
		}
		return mark.Points, nil
	}
	return 0, ErrUnknownKind
}

func (c Criterion) maximum() int64 {
	most := int64(0)
	switch c.Kind {
	case Choice:
		for _, option := range c.Options {
			most = max(most, option.Points)
		}
	case Points:
		most = c.Maximum
	}
	return most
}

func (g Group) maximum() int64 {
	var sum int64
	for _, criterion := range g.Criteria {
		sum += criterion.maximum()
	}
	return sum
}

func (g Group) weigh(points int64) int64 {
	if g.Weight == 0 {
		return points
	}
	return (points*g.Weight + 5_000) / 10_000
}
