package call

import (
	"time"

	"vekst/value/text"
)

// Form is what a call asks. Its methods are pure and may be used by many at once.
type Form struct {
	Sections []Section

	plan *plan
}

// Section is one page of the form.
type Section struct {
	ID          string
	Title, Help text.Text
	When        Condition // shown only when true
	Fields      []Field
}

// FieldKind says how a field is answered.
type FieldKind string

// The kinds of field. How each is written as Answers is told there.
const (
	Short        FieldKind = "short"        // one line of text
	Long         FieldKind = "long"         // several paragraphs, with a counter
	Number       FieldKind = "number"       // whole, or with Decimals
	Amount       FieldKind = "money"        // an amount in the currency of the call
	Date         FieldKind = "date"         // a day
	Choice       FieldKind = "choice"       // one of Options
	Choices      FieldKind = "choices"      // some of Options
	Declaration  FieldKind = "declaration"  // confirmed or not
	File         FieldKind = "file"         // one or more files
	Table        FieldKind = "table"        // rows of Columns
	BudgetTable  FieldKind = "budget"       // lines of cost and who pays; its id is always budget
	Organisation FieldKind = "organisation" // who applies: OrganisationParts
	Partner      FieldKind = "partner"      // rows of OrganisationParts and a role
	Municipality FieldKind = "municipality" // one of the call's territory
	Settlements  FieldKind = "settlements"  // a set of settlements, the target area
	Indicator    FieldKind = "indicator"    // a baseline and a target
	RowOf        FieldKind = "row"          // the id of a row of Field.Of; only a column of a budget
)

// Field is one question of the form.
type Field struct {
	ID                        string // a word of small letters, digits and underscores; the name conditions use
	Kind                      FieldKind
	Label, Help, Example, Why text.Text
	Line                      int // where in the file

	SameAs string // the fact of an organisation's profile that it asks: organisation.address; only a text or a number

	From Formula // where its value comes from when nobody types it; only of a number, an amount or a part of an indicator

	Required     bool
	RequiredWhen Condition
	When         Condition // shown only when true
	Checks       []Check
	Blind        bool // hidden from experts
	Public       bool // published with the results

	MaxLength int // of a text, in characters

	Decimals    int    // of a number
	Least, Most *int64 // of a number, in units of its last decimal; of money, in cents; nil means no limit
	Unit        text.Text

	Earliest, Latest time.Time // of a date, UTC midnight; zero means no limit
	ByActivitiesEnd  bool      // Latest is the call's last day of activities

	Options []Option // of a choice

	Files FileRule

	ByPartner string // of a declaration: the partner field whose every row gives one of its own, "" for the applicant's

	Of string // of a row: the id of the field whose rows it is one of

	Columns          []Field // of a table, of simple kinds; also of the kinds with fixed parts
	MinRows, MaxRows int

	Budget *Budget
}

// Option is one answer of a choice.
type Option struct {
	ID          string
	Label, Help text.Text
}

// Check is a condition an answer must meet, with the sentence people read when it does not.
type Check struct {
	Must     Condition
	Sentence text.Text
}

// FileRule says which files a field takes.
type FileRule struct {
	Types    []string // endings without the point: pdf, jpg
	MaxBytes int64    // of one file
	MaxCount int
}

// Answers are what an applicant has typed, by path. A path is the id of a field; field/part for an organisation, an
// indicator, the grant and the other funding of a budget; field/row/column for tables, partners, files and budget
// lines, where row is any id (rows are ordered by it, or by Place where the column PlaceColumn has one). Several choices or settlements are joined with commas. A
// confirmed declaration is "yes"; one that each partner gives is a row by the id of the partner's, with the columns by, organisation
// and at (a moment). Files have the columns name and size (bytes).
type Answers map[string]string

// Complaint is one thing that stands in the way of submitting. Path is the path of the answer, as in Answers. Either Key
// names a sentence in this feature's words (call.complaint.too_long) with its Args, or Sentence is the call's own.
type Complaint struct {
	Path     string
	Key      string
	Args     map[string]any
	Sentence text.Text
}
