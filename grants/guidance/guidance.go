// Package guidance is about the documents that explain a call: a guide for applicants, a template, a model contract. Each
// has a title in three languages and versions; a new version says what changed, and the old ones stay where they were,
// since somebody may have relied on them.
package guidance

import (
	"time"

	"vekst/value/text"
)

// Document is one document of a call with all its versions, the newest first.
type Document struct {
	ID, Call string
	Title    text.Text
	Versions []Version
}

// Version is one state of a document.
type Version struct {
	Number  int64
	Name    string // of the file
	Size    int64  // bytes
	SHA256  string
	Changed text.Text // what is different from the version before; empty in the first
	At      time.Time
	By      string // who published it
	scan    string // what is known of the bytes
}

// Endings are the kinds of file that are taken.
var Endings = []string{"pdf", "docx", "xlsx", "odt", "ods", "pptx", "zip"}

// MaxBytes is the greatest size of one file.
const MaxBytes = 20 << 20

// At is the version of a document that was in force at a moment; false where there was none.
func (d Document) At(moment time.Time) (Version, bool) {
	for _, v := range d.Versions {
		if !v.At.After(moment) {
			return v, true
		}
	}
	return Version{}, false
}
