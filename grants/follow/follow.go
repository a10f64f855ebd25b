// Package follow is about what people want to hear of: calls they follow and searches they saved.
//
// Who follows a call is told when it changes, when its deadline is moved, when it opens, a week and a day before it
// closes, and when it is decided. Who begins an application follows its call by that, and so do those who speak for the
// organisation; everybody can stop, and a stop stays.
//
// A saved search is what the list of calls can be filtered by, under a name. Each new call that fits is told once for each
// search, with the search it fits and why. A person can say that a call is not interesting, or a whole kind of call.
package follow

import (
	"slices"
	"strings"
	"time"

	"vekst/value/period"
	"vekst/value/text"
)

// Moment is when a search looks at a call.
type Moment string

// The moments.
const (
	Announced Moment = "announced" // as soon as it is published
	Open      Moment = "open"      // when one can apply
)

// Limits of saved searches.
const (
	NameLimit     = 80
	QueryLimit    = 200
	SearchesLimit = 50 // of one person
)

// Search is what somebody wants to hear of.
type Search struct {
	ID, Person, Name   string
	Query, Area, Place string
	Moment             Moment
	Without            []string // kinds of call that are not interesting
	At                 time.Time
}

// Takes says whether the search wants a kind of call at all.
func (s Search) Takes(kind string) bool { return !slices.Contains(s.Without, kind) }

// Any says whether the search is for all calls.
func (s Search) Any() bool { return s.Query == "" && s.Area == "" && s.Place == "" }

// Hit is a call that fits a search.
type Hit struct {
	Search, Call string
	Title        text.Text
	Kind         string
	At           time.Time
}

// What is told at a certain moment of a call.
const (
	opens    = "opens"
	week     = "week"
	tomorrow = "tomorrow"
)

// at is the moment of a window at which something is told; zero for never.
func at(what string, w period.Window) time.Time {
	switch {
	case what == opens:
		return w.Opens
	case w.Closes.IsZero():
		return time.Time{}
	case what == week:
		return w.Closes.AddDate(0, 0, -7)
	}
	return w.Closes.AddDate(0, 0, -1)
}

// late says whether it is no use any more to tell something: a week's notice with a day or less to go.
func late(what string, w period.Window, now time.Time) bool {
	switch what {
	case opens:
		return w.At(now) == period.Closed
	case week:
		return !now.Before(w.Closes.AddDate(0, 0, -1))
	}
	return !now.Before(w.Closes)
}

func joined(kinds []string) string { return strings.Join(kinds, " ") }
