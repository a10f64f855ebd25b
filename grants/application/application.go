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
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/value/period"
	"vekst/value/text"
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

// overseers read what was submitted, never drafts.
var overseers = []string{account.Operator, account.Auditor, account.Observer}

// Edits says whether the actor writes for the organisation of the application.
func (a Application) Edits(actor action.Actor) bool {
	return organisation.MaySpeak(actor, a.Organisation)
}

// Reads says whether the actor may see the draft.
func (a Application) Reads(actor action.Actor) bool {
	return organisation.MayRead(actor, a.Organisation)
}

// Oversees says whether the actor may see what was submitted, on behalf of the programme.
func (a Application) Oversees(actor action.Actor) bool {
	return a.Version > 0 && actor.HasAny(a.Programme, overseers...)
}

// IsOpen says whether the draft can be written in, as far as the application itself is concerned.
func (a Application) IsOpen() bool { return a.State == Draft }

// knows says whether a form has a place for an answer at path.
func knows(form call.Form, path string) bool {
	id, rest, deep := strings.Cut(path, "/")
	f, ok := form.Field(id)
	if !ok {
		return false
	}
	row, column, inRow := strings.Cut(rest, "/")
	switch f.Kind {
	case call.Organisation, call.Indicator:
		return deep && !inRow && hasColumn(f, rest)
	case call.BudgetTable:
		return deep && (inRow && isRow(row) && hasColumn(f, column) || !inRow && pays(f, rest))
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

// complain finds what keeps an answer from being kept at all.
func complain(form call.Form, path, value string) []refusal.Complaint {
	switch {
	case !knows(form, path):
		return []refusal.Complaint{refusal.About(path, "application.save.no_field")}
	case !utf8.ValidString(value):
		return []refusal.Complaint{refusal.About(path, "application.save.illegible")}
	case len(value) > ValueLimit && utf8.RuneCountInString(value) > ValueLimit:
		return []refusal.Complaint{refusal.About(path, "application.save.too_long", "Written", inAll(whole(utf8.RuneCountInString(value))),
			"Limit", inAll(whole(ValueLimit)))}
	}
	return nil
}

// open refuses what can only be done while the call is open.
func open(w period.Window, now time.Time) error {
	switch w.At(now) {
	case period.Coming:
		return refusal.New(refusal.Closed, "application.window.coming", "Opens", inAll(moment(w.Opens, w)))
	case period.Closed:
		return refusal.New(refusal.Closed, "application.window.closed", "Closes", inAll(moment(w.Closes, w)), "Now", inAll(moment(now, w)))
	}
	return nil
}

// inAll is something written in each of the three languages; a sentence takes the one it is in. Refusals need it because
// they are made where nobody knows who will read them.
func inAll(write func(lang string) string) text.Text {
	return text.Text{BG: write(text.BG), NB: write(text.NB), EN: write(text.EN)}
}

func moment(t time.Time, w period.Window) func(string) string {
	return func(l string) string { return lang.Exact(l, t.In(w.Location())) }
}

func whole(n int) func(string) string {
	return func(l string) string { return lang.Number(l, int64(n)) }
}

// titlePath is the field that names an application, where a form has one.
const titlePath = "title"
