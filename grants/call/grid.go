package call

import "vekst/value/text"

// Gate is one question of the check of administrative compliance and eligibility. An officer answers it; where Pass is
// given, the program suggests an answer.
type Gate struct {
	ID        string
	Title     text.Text // the question, answered with yes or no
	Help      text.Text // what the officer looks at
	Because   text.Text // the sentence the applicant gets when the gate is not passed
	Rejecting bool      // whether a no rejects the application; otherwise the applicant is asked to repair it
	Pass      Condition // true suggests yes
}

// Question is one question of the screener. Its answers are strings: yes, no or unknown; the id of an option; the code
// of a municipality or country; an amount as typed.
type Question struct {
	ID         string
	Kind       QuestionKind
	Text, Help text.Text
	Options    []Option // of a choice
	Refusals   []Refusing
}

// QuestionKind says how a question of the screener is answered.
type QuestionKind string

// The kinds of question.
const (
	AskYesNo        QuestionKind = "yes-no"
	AskChoice       QuestionKind = "choice"
	AskMoney        QuestionKind = "money"
	AskMunicipality QuestionKind = "municipality"
	AskDate         QuestionKind = "date"
)

// Refusing is a reason for which one cannot apply: Answer is the refusing answer, or When is true.
type Refusing struct {
	Answer  string
	When    Condition
	Because text.Text
}

// Grid is how applications are scored. Points are hundredths.
type Grid struct {
	Groups    []Group
	Total     int64 // greatest score without bonus groups
	Threshold int64 // least score to be supported
}

// Group is a group of criteria. Weight is in basis points: a group at 10 000 counts its points once, at 20 000 twice.
// Threshold is in points before weighing.
type Group struct {
	ID        string
	Title     text.Text
	Weight    int64
	Threshold int64
	Bonus     bool // on top of Total
	Criteria  []Criterion
}

// Criterion is one thing experts score: with one of Options, or freely from 0 to Max.
type Criterion struct {
	ID          string
	Title, Help text.Text
	Max         int64
	Options     []Points
	Reason      bool // whether a written reason is required
}

// Points is one answer to a criterion.
type Points struct {
	ID     string
	Label  text.Text
	Points int64
}

// Max is the greatest number of points of the group before weighing, in hundredths.
func (g Group) Max() int64 {
	var sum int64
	for _, c := range g.Criteria {
		sum += c.Max
	}
	return sum
}

// Weighed is points of the group times its weight, in hundredths, rounded down.
func (g Group) Weighed(points int64) int64 { return points * g.Weight / 10_000 }

// Assessment says how experts work. Divergence is the share of the higher score, in basis points, above which a third
// expert is called (rule L7: 3 000).
type Assessment struct {
	Experts    int
	Divergence int64
	Tie        TiePolicy
	Blind      bool // experts do not see who applies, nor each other's scores
}

// TiePolicy says which pair counts when a third score lies equally far from both others (rule L8).
type TiePolicy string

// The tie policies.
const (
	TieHigher    TiePolicy = "higher"
	TieLower     TiePolicy = "lower"
	TieCommittee TiePolicy = "committee"
)

// Ranking says how the list is made and where it is cut.
type Ranking struct {
	TieBreakers []TieBreaker // in order; the last is always the draw
	Marginal    Marginal
	PartialMin  int64 // cents; least part of a grant worth giving, for MarginalPartial
	Places      int   // how many are selected when there is no money to share out (a concept call); 0 when there is
	Reserve     bool  // whether there is a reserve list
	AppealDays  int   // calendar days to appeal from the day a letter is received
}

// TieBreaker decides between equal scores. Ref is the id of a group, a criterion or a field of the form.
type TieBreaker struct {
	By      BreakerKind
	Ref     string
	Smaller bool // for a field: the smaller answer goes first
}

// BreakerKind says what a tie-breaker compares.
type BreakerKind string

// The kinds of tie-breaker.
const (
	ByGroup     BreakerKind = "group"
	ByCriterion BreakerKind = "criterion"
	ByField     BreakerKind = "field"
	ByDraw      BreakerKind = "draw"
)

// Marginal says what happens to the first project for which the money does not suffice.
type Marginal string

// The policies for the marginal project.
const (
	MarginalStop    Marginal = "stop"    // the list is cut there
	MarginalSkip    Marginal = "skip"    // the next that fits is taken
	MarginalPartial Marginal = "partial" // it gets what is left, if that is at least PartialMin
)
