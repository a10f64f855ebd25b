// Package chosen chooses municipalities by a published index: the ten that a programme begins with.
//
// A rule says how many, from which end of the index, which thresholds must be met, how many of one oblast at most, and who
// is left out, each with a reason. Equal municipalities at the cut are told apart by the rule's own order, and last by a
// draw that anybody can redo. Apply follows the rule and says of every municipality, chosen or not, why.
//
// Two officers choose: one proposes, another confirms. Then the rule, the list and the hash of the index they were made
// from are frozen and published; nothing changes them any more, and whoever wants another list publishes another that takes
// the place of this one in the open. Verify remakes a list from the files that are published with it.
package chosen

import (
	"vekst/grants/targeting"
	"vekst/value/text"
)

// Rule says who is chosen. It is data, published with what came of it.
type Rule struct {
	Title      text.Text
	Number     int           // how many
	From       targeting.End // of the index
	PerGroup   int           // at most so many of one oblast; 0 for any number
	Thresholds []Threshold
	Excluded   []Exclusion
	Ties       []Order // what tells equal municipalities apart, before the draw
}

// Threshold is what a figure must be. One of AtLeast and AtMost is given.
type Threshold struct {
	Code            string // of an indicator, a group of them, the index, or what indicators are divided by
	AtLeast, AtMost *float64
}

// Exclusion leaves one municipality out.
type Exclusion struct {
	Code   string
	Reason text.Text
}

// Order puts municipalities that are equal in the index in the order of one figure.
type Order struct {
	Code  string
	First targeting.End
}

// Why says why a municipality is chosen, or why it is not.
type Why string

// Reasons, the first that holds.
const (
	Screened    Why = "screened"   // too few of its figures are there, and the index leaves it out
	NoValue     Why = "no-value"   // it has no value of the index
	Excluded    Why = "excluded"   // the rule leaves it out
	NotReached  Why = "threshold"  // a threshold is not met
	NotKnown    Why = "unknown"    // the figure of a threshold is missing
	GroupIsFull Why = "group-full" // as many of its oblast as the rule allows come before it
	BeyondCut   Why = "beyond-cut" // as many as are chosen come before it
	AmongThem   Why = "chosen"     // it is chosen
)

// ByDraw is what told two equal municipalities apart when no order of the rule did.
const ByDraw = "draw"

// Row is what became of one municipality. Places count from the end that is chosen from.
type Row struct {
	Code, Name, Group string
	Value             float64 // of the index; missing for some
	Place             int     // by the index alone; equal values share one; 0 without a value
	Why               Why
	Threshold         int     // which of the rule's, from 0, where one decided
	Figure            float64 // its figure under that threshold

	// Rival is the municipality whose place it takes, or which keeps it out: it would be chosen exactly if it came before
	// the rival. Empty where nobody stands in its way. Ahead is by how much it is ahead of the rival in the index; below 0
	// behind it. DecidedBy is what told them apart if they are equal.
	Rival     string
	Ahead     float64
	DecidedBy string
}

// In says whether it is chosen.
func (r Row) In() bool { return r.Why == AmongThem }

// List is what came of a rule: all municipalities, in the order of the index from the end that is chosen from; last those
// without a value, by their codes.
type List struct {
	Rule Rule
	Rows []Row
}

// Chosen are the rows of those that are chosen.
func (l List) Chosen() (chosen []Row) {
	for _, r := range l.Rows {
		if r.In() {
			chosen = append(chosen, r)
		}
	}
	return chosen
}

// Of is the row of a municipality.
func (l List) Of(code string) (Row, bool) {
	for _, r := range l.Rows {
		if r.Code == code {
			return r, true
		}
	}
	return Row{}, false
}

// Tied are the codes of those whose value equals that of a chosen municipality, and which are told apart from it by an
// order of the rule or by the draw: the ties at the cut.
func (l List) Tied() (codes []string) {
	for _, r := range l.Rows {
		if r.DecidedBy != "" {
			codes = append(codes, r.Code)
		}
	}
	return codes
}
