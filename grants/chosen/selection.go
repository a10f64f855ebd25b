package chosen

import (
	"time"

	"vekst/grants/targeting"
	"vekst/value/text"
)

// Stage is how far a selection is.
type Stage string

// Stages. What was sent back is kept with the reason.
const (
	Proposed Stage = "proposed"
	Final    Stage = "published"
	SentBack Stage = "sent_back"
)

// Selection is a rule that was followed with a published index, and what came of it.
type Selection struct {
	ID                     string
	Number                 int // in the order of publication, from 1; 0 until then
	Index                  string
	Title                  text.Text
	Stage                  Stage
	Units, ChosenUnits     int
	Program, SHA256        string
	Supersedes             string // the selection whose place it takes
	ProposedBy, DecidedBy  string
	ProposedAt, DecidedAt  time.Time
	Reason                 string // why it was sent back
	AuditID                string // of the confirmation
	RuleFile, Table, Whole []byte // empty in lists
}

// Files are those of the selection alone.
func (s Selection) Files() []targeting.File {
	return []targeting.File{{Name: ruleName, Bytes: s.RuleFile}, {Name: tableName, Bytes: s.Table}, {Name: wholeName, Bytes: s.Whole}}
}
