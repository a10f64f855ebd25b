// Package dialogue is what people ask about a call, and what they say of one that is to be: questions while a call is open,
// and comments in the public consultation of its draft. Both are answered in public, in three languages, with a number of
// their own. Nothing that was asked is published before it is answered; who asked never is, but for the name a commenter
// chose to give.
package dialogue

import (
	"time"

	"vekst/value/text"
)

// Sort is what an entry is.
type Sort string

// The sorts.
const (
	Question Sort = "question"
	Comment  Sort = "comment"
)

// State is where an entry stands.
type State string

// The states. A merged entry was asked before; a dropped one asked nothing.
const (
	Waiting  State = "waiting"
	Answered State = "answered"
	Merged   State = "merged"
	Dropped  State = "dropped"
)

// Entry is one question or comment with its answer.
type Entry struct {
	ID, Call, Programme string
	Sort                Sort
	State               State
	Number              int64  // 0 until published
	Lang                string // in which it was asked
	Asked               string // as it was asked
	Name                string // the commenter's, where given
	AskedAt             time.Time
	Text                text.Text // as published
	AnswerLang          string    // in which the answer was written; the others are translations
	Answer              text.Text
	AnsweredAt          time.Time
	CorrectedAt         time.Time // zero unless the answer was corrected
	Version             int64     // of the call when it was answered
	Repeats             int       // how many others asked the same
}

// Consultation is the draft of a call that everybody can comment on until it closes.
type Consultation struct {
	Call, Programme string
	File            []byte
	Opens, Closes   time.Time
	Account         bool // one must be signed in to comment
}

// IsOpen says whether comments are taken at a moment.
func (c Consultation) IsOpen(now time.Time) bool {
	return !now.Truncate(time.Millisecond).After(c.Closes)
}

// Limits of what people write, in characters.
const (
	shortest    = 10
	longest     = 3000
	longestName = 100
)

// QuestionsUntil is the last moment at which a question can be asked, days before a deadline by the clock of its place; zero for a
// call without end.
func QuestionsUntil(closes time.Time, days int, zone *time.Location) time.Time {
	if closes.IsZero() {
		return closes
	}
	return closes.In(zone).AddDate(0, 0, -days)
}
