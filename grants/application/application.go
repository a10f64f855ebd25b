// Package application is what an organisation sends in answer to a call: a draft that is saved as it is typed, and, once
// submitted, versions that nobody can change.
//
// A draft is one row per answer, by the paths of call.Answers. Every save raises the revision of the application, and the
// answer keeps the revision it was saved with; whoever saves says which revision they had seen, so that two people who
// write in the same field are told, and two who write in different fields never notice.
//
// Submitting freezes the answers as one canonical document (call.Examination.Document). Its SHA-256, the moment at which
// the request had been received completely, and the number are facts of the audit entry, and so of the sealed log: that is
// what the receipt shows and anyone can verify. Until the call closes an application can be withdrawn, or opened again and
// submitted anew; the number stays. While it is open again, the version submitted before still counts: whoever forgets to
// submit the second time has not lost the first.
package application

import (
	"strings"
	"time"

	"vekst/grants/call"
)

// State is where an application stands.
type State string

// The states. A draft can have a standing version, when it was submitted and then opened again.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Withdrawn State = "withdrawn"
)

// Application is one application as it stands.
type Application struct {
	ID           string
	Programme    string
	Call         string
	CallVersion  int64
	Organisation string
	Title        string // what the applicant calls it; "" until they have said
	Lang         string // the language it is written in
	State        State
	Number       string // "" until first submitted
	Version      int64  // the last one submitted, 0 for none
	Standing     int64  // the version that counts, 0 for none
	Rev          int64  // raised by every save
	Created      time.Time
	CreatedBy    string
	Saved        time.Time
	partners     string // the organisations that take part, besides the applicant
}

// Answer is one answer of a draft.
type Answer struct {
	Path, Value string
	Rev         int64
	At          time.Time
	By          string // the person
}

// Submission is a version that was submitted. Its content never changes.
type Submission struct {
	Application  string
	Call         string
	CallVersion  int64
	Programme    string
	Organisation string
	Number       string
	Version      int64
	Lang         string
	Title        string
	Received     time.Time // the moment of the complete request, UTC
	Hash         string    // SHA-256 of Content, hexadecimal
	Content      []byte    // the canonical document
	Requested    int64     // cents
	Municipality string    // code, "" where the form does not ask
	AuditID      string    // by which the receipt finds its place in the log
}

// Limits of what a draft takes in. They keep the server well; the limits of a call are complaints, not refusals.
const (
	ValueLimit   = 200_000 // characters of one answer
	AnswersLimit = 4_000   // answers of one draft
	rowLimit     = 24      // characters of the id of a row
)

// knows says whether a form has a place for an answer at path.
func knows(form call.Form, path string) bool {
	id, rest, deep := strings.Cut(path, "/")
	f, ok := form.Field(id)
	if !ok {
		return false
	}
	if f.Computed(rest) {
		return false
	}
	row, column, inRow := strings.Cut(rest, "/")
	if f.ByEachPartner() {
		return inRow && isRow(row) && hasColumn(f, column)
	}
	switch f.Kind {
	case call.Organisation, call.Indicator:
		return deep && !inRow && hasColumn(f, rest)
	case call.BudgetTable:
		return deep && (inRow && isRow(row) && (hasColumn(f, column) || column == call.PlaceColumn) || !inRow && pays(f, rest))
	case call.Table, call.Partner, call.File:
		return inRow && isRow(row) && hasColumn(f, column)
	}
	return !deep
}

func hasColumn(f call.Field, id string) bool {
	for _, c := range f.Columns {
		if c.ID == id {
			return true
		}
	}
	return false
}

// pays says whether id is the grant or another source of a budget.
func pays(f call.Field, id string) bool {
	if id == "grant" {
		return f.Budget.Grant == call.GrantEntered
	}
	for _, s := range f.Budget.Funding {
		if s.ID == id {
			return true
		}
	}
	return false
}

func isRow(id string) bool {
	return id != "" && len(id) <= rowLimit && strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// titlePath is the field that names an application, where a form has one.
const titlePath = "title"
