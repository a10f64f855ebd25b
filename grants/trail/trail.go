// Package trail is the audit trail as people read it: who did what to which thing, and when, each entry with its place in
// the sealed log and the proof of it. Nothing can be changed here. Auditors, operators and administrators of the programme
// see everything of it; entries hold identifiers and no names, which are looked up for the reader.
package trail

import "time"

// Entry is one change as it was recorded.
type Entry struct {
	ID, Action, Actor, OnBehalf, Kind, Subject string
	At                                         time.Time
	Bytes                                      []byte // what is hashed, as JSON
	Place                                      int64  // in the log, from 0; -1 until it is sealed
}

// Wanted chooses entries, the latest first. Empty fields choose all. Action is a name or its beginning up to a dot, such as
// review. for everything of the assessment; Before is the identifier of an entry, for the next page.
type Wanted struct {
	Action, Subject, Actor, Before string
	Until                          time.Time // included; zero for no limit
}

// PageSize is how many entries a page shows.
const PageSize = 50
