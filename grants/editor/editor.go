// Package editor is where officials build a call on screen, without ever seeing the file it becomes.
//
// A call being written is a Draft, and what is kept of it is the text of the very file that will be published. Every
// change on screen is a change of the file's tree (tree.go) that keeps comments and order: taking the file out and
// putting it back loses nothing, and somebody who likes writing files works beside somebody who does not.
//
// A draft may be wrong and unfinished for as long as it takes. After every save the checker of calls reads it; what it
// finds is said beside the field it belongs to and counted in the list of tasks, and only a draft without faults is
// published. Each save keeps the text before it, so that any step can be taken back, and says which revision it was made
// on: two officials who change different things never notice, two who change the same are told (merge.go).
package editor

import (
	"time"

	"vekst/value/text"
)

// Draft is a call being written.
type Draft struct {
	ID        string
	Programme string
	Title     text.Text
	File      string // the text of the call file as it stands
	Rev       int64  // raised by every save
	Created   time.Time
	CreatedBy string
	Changed   time.Time
	ChangedBy string
}

// Revision is the text of a draft as it was after a save.
type Revision struct {
	Rev  int64
	File string
	At   time.Time
	By   string
}

// Kept is how many revisions of a draft are kept.
const Kept = 100

// Most is how many drafts a programme can have at once. It keeps the server well.
const Most = 500
