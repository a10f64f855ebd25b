package programme

import (
	"time"

	"vekst/value/text"
)

// Kind of a procedure: the way in which money or support was given.
type Kind string

// The kinds of procedure.
const (
	OpenCall    Kind = "open"         // anyone who fits may apply
	Restricted  Kind = "restricted"   // named applicants only
	PreDefined  Kind = "pre-defined"  // one project agreed beforehand
	SmallGrants Kind = "small-grants" // a small grants scheme
	Concept     Kind = "concept"      // a call for ideas, without money of its own
	TopUp       Kind = "top-up"       // more money for running projects
)

// Procedure is a call or pre-defined project as a historical fact: what the public record says of it, and what it does
// not say. It is no call that can be applied to; those live in the call folder.
type Procedure struct {
	Key      string // stable, used in addresses
	Code     string // number in the state's system (BGLD-2.003); empty where it is not publicly known
	Kind     Kind
	Outcome  int
	Title    text.Text
	Summary  text.Text
	Moments  []Moment
	Amounts  []Envelope // budget, grant-minimum, grant-maximum
	Facts    []Fact
	NotFound []string // topics on which nothing public was found
	Sources  []Source
}

// Moment is a dated step of a procedure. Where the hour is known Exact is true; otherwise At is midnight UTC of the day.
type Moment struct {
	What    string // announced, opened, deadline, extended (the day a deadline was moved), decided, contracted, activities-end
	At      time.Time
	Exact   bool
	Sources []Source
}

// Fact is one statement about a procedure on a topic (applicants, partners, limit, priority, special, result, rate).
type Fact struct {
	Topic   string
	Text    text.Text
	Mark    Mark
	Sources []Source
}

// Moment returns the last moment of a kind; a deadline that was moved has two.
func (p Procedure) Moment(what string) (Moment, bool) {
	for i := len(p.Moments) - 1; i >= 0; i-- {
		if p.Moments[i].What == what {
			return p.Moments[i], true
		}
	}
	return Moment{}, false
}

// Amount returns the amount of a kind: budget, grant-minimum or grant-maximum.
func (p Procedure) Amount(key string) (Envelope, bool) {
	for _, e := range p.Amounts {
		if e.Key == key {
			return e, true
		}
	}
	return Envelope{}, false
}
