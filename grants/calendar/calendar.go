// Package calendar shows people their own deadlines: on a page, and in the calendar of their phone by an address that is
// theirs alone.
//
// Deadlines are those of the drafts of one's organisations, also where one is to sign or fills in the part of a partner; of
// calls one follows, with the last day to ask; of applications one has to assess; of consultations whose comments one
// answers; and the last day of an appeal. What has no day in the program, such as a clarification or the confirmation of a
// list, is not here: no day is made up. They are read each time from where they are kept, so an extended call has its new
// deadline at once. An entry has the title of the call, the number of an application and a link; nothing about people.
package calendar

import (
	"cmp"
	"slices"
	"time"
)

// Kind says what a deadline is for; its words are calendar.kind.<Kind>.
type Kind string

// The kinds.
const (
	Draft  Kind = "draft"  // an application that is not submitted
	Call   Kind = "call"   // a call one follows closes
	Opens  Kind = "opens"  // a call one follows opens
	Assess Kind = "assess" // a score is wanted
	Appeal Kind = "appeal" // the last day to appeal
	Sign   Kind = "sign"   // an application one is asked to sign
	Part   Kind = "part"   // the part of a partner in somebody else's application
	Ask    Kind = "ask"    // the last day to ask about a call one applies to or follows
	// Consult is the end of a consultation whose comments one answers.
	Consult Kind = "consult"
)

// Deadline is a moment that matters to a person.
type Deadline struct {
	Kind    Kind
	ID      string // stable: of the draft, the call, the application
	Title   string // of the call, or the number of the application
	Link    string // path of ours
	At      time.Time
	Zone    *time.Location
	Version int64 // raised when it moves
	Since   time.Time
}

// Kept is how long a deadline that has passed stays in the calendar.
const Kept = 30 * 24 * time.Hour

// Current puts deadlines in the order of time, without those that passed long ago.
func Current(all []Deadline, now time.Time) []Deadline {
	all = slices.DeleteFunc(slices.Clone(all), func(d Deadline) bool { return d.At.IsZero() || d.At.Before(now.Add(-Kept)) })
	slices.SortFunc(all, func(a, b Deadline) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return all
}
