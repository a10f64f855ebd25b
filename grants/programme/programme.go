// Package programme describes a grants programme: what it is for, who pays, who runs it, how the money is divided, which
// calls it has held, and by which rules it lives.
//
// A programme is data. Its description is a file in programmes/, its rules a rule set in rules/; both are read and checked
// when asked for, and a fault is told with its line. Every figure carries a Mark that says how sure we are of it and the
// Source it was read in, and pages show both. What is not publicly known is said to be so and never guessed.
//
// Nothing here is a word of the programme's own pages in code: names and facts are texts in three languages in the files.
package programme

import (
	"time"

	"vekst/value/money"
	"vekst/value/text"
)

// Mark says how sure we are of a figure or a rule.
type Mark string

// The three marks. Only what is Confirmed may be treated as law; Stated holds for the programme it was read in;
// Unconfirmed is a starting value that an operator must check, and is always shown as such.
const (
	Confirmed   Mark = "confirmed"   // read in a source of the right period, or in the law
	Stated      Mark = "programme"   // read in one programme's agreement, call or answers to questions
	Unconfirmed Mark = "unconfirmed" // believed, shown by no source
)

// Is says whether m is one of the three marks.
func (m Mark) Is() bool { return m == Confirmed || m == Stated || m == Unconfirmed }

// Source is where a fact was read: its key in the file's list of sources, and its addresses. A source that has no public
// address has a Note instead.
type Source struct {
	Key       string
	Addresses []string
	Note      string
}

// Programme is one grants programme.
type Programme struct {
	Code       string    // as the donors write it: BG-LOCALDEV
	Rules      string    // identifier of the rule set it lives by
	Zone       string    // IANA zone in which its deadlines are told
	Name       text.Text // official name
	Short      text.Text // name in daily speech
	Objective  text.Text
	Mechanism  text.Text // the financial mechanism that pays
	Operator   Body
	Partners   []Body
	Donors     []Donor
	Areas      []Area
	Outcomes   []Outcome
	Total      Envelope
	Envelopes  []Envelope // known parts of Total; they need not add up to it
	Procedures []Procedure
	Milestones []Milestone
	Overrides  []Override // its own, tighter values of rules
	Sources    []Source
}

// Body is an organisation with a part in the programme.
type Body struct {
	Role    string // operator, donor-partner, international-partner, focal-point, promoter, knowledge-partner
	Name    text.Text
	Short   string
	Number  string // register number, where it is publicly known
	Country string // ISO 3166 alpha-2; empty for international organisations
	Sources []Source
}

// Donor is a state that pays: Norway, Iceland or Liechtenstein.
type Donor struct {
	Country string // ISO 3166 alpha-2: NO, IS, LI
	Name    text.Text
}

// Area is one of the programme areas, the fields in which the programme works.
type Area struct {
	Key     string // stable within the programme
	Outcome int    // the outcome the area serves
	Name    text.Text
	Mark    Mark
	Sources []Source
}

// Outcome is a change the programme is to bring about, numbered from 1.
type Outcome struct {
	Number  int
	Name    text.Text
	Mark    Mark
	Sources []Source
}

// Envelope is an amount set aside for something. A zero Outcome means the whole programme.
type Envelope struct {
	Key     string
	Outcome int
	For     text.Text
	Amount  money.Amount
	Derived bool // our own arithmetic on published figures
	Mark    Mark
	Sources []Source
}

// Milestone is a dated step in the programme's life.
type Milestone struct {
	Day     time.Time // midnight UTC of the calendar day
	What    text.Text
	Sources []Source
}

// Outcome returns the outcome with a number.
func (p Programme) Outcome(number int) (Outcome, bool) {
	for _, o := range p.Outcomes {
		if o.Number == number {
			return o, true
		}
	}
	return Outcome{}, false
}

// Envelope returns the envelope with a key.
func (p Programme) Envelope(key string) (Envelope, bool) {
	for _, e := range p.Envelopes {
		if e.Key == key {
			return e, true
		}
	}
	return Envelope{}, false
}

// Procedure returns the procedure with a key.
func (p Programme) Procedure(key string) (Procedure, bool) {
	for _, one := range p.Procedures {
		if one.Key == key {
			return one, true
		}
	}
	return Procedure{}, false
}
