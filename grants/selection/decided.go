package selection

import (
	"time"

	"vekst/value/text"
)

// Stage is how far the decision on a list has come.
type Stage string

// The stages of a frozen list.
const (
	Frozen    Stage = "frozen"    // published to those who decide; nothing of the assessment changes any more
	Proposed  Stage = "proposed"  // an operator proposes to decide so
	Confirmed Stage = "confirmed" // a second person has confirmed; this is the decision
	Reopened  Stage = "reopened"  // taken back with a reason before it was confirmed
)

// Kept is a list as it is kept: the bytes of the file and who did what with it. Times are zero and people empty for what
// has not happened.
type Kept struct {
	ID, Call                                   string
	Round                                      int64
	Stage                                      Stage
	File                                       []byte
	Hash                                       string // SHA-256 of File, hexadecimal
	FrozenBy, ProposedBy, ConfirmedBy, TakenBy string
	FrozenAt, ProposedAt, ConfirmedAt, TakenAt time.Time
	Reason                                     string // why it was reopened
	AuditID                                    string // of the freezing
}

// Seed is the seed of the public draw of a call.
type Seed struct {
	Call, Value string
	How         text.Text
	Officer     string
	At          time.Time
}

// Decided is what was decided about one application.
type Decided struct {
	Application, Call, Number string
	Outcome                   Outcome
	Twice                     int64 // twice the score in hundredths; -1 where there is none
	Rank, Reserve             int
	Award                     int64 // cents; for a call that shares out places 1 a place
	At                        time.Time
}
