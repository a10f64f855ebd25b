package targeting

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"vekst/value/text"
)

// Draft is an index that is being made.
type Draft struct {
	ID    string
	Title text.Text
	Files
	Plan                 string // what was typed in the builder, as JSON; empty while framework and recipe are files that were given
	Rev                  int64
	Created, Changed     time.Time
	CreatedBy, ChangedBy string
}

// Files are what an index is made from. Without data of its own, a draft is counted from the figures of the programme.
type Files struct{ Data, Framework, Recipe []byte }

// SHA256 is one hash of the three files.
func (f Files) SHA256() string {
	all := sha256.New()
	for _, part := range [][]byte{f.Data, f.Framework, f.Recipe} {
		one := sha256.Sum256(part)
		all.Write(one[:])
	}
	return hex.EncodeToString(all.Sum(nil))
}

// Limits of what is kept of drafts.
const (
	mostDrafts    = 200
	keptRevisions = 50
)

// titled is the title that a recipe gives its index, as far as it can be read.
func titled(recipe []byte) text.Text {
	r, _ := ReadRecipe(recipe)
	if r == nil {
		return text.Text{}
	}
	return r.Title
}
