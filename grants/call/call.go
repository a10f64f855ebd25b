// Package call is about calls for proposals: what a programme offers, to whom, until when, what it asks and how it will
// judge the answers.
//
// A call is a file. An official writes it (docs/call-format.md), `vekst check call FILE` names every fault in it with its
// line, and Read turns it into a Definition, which never changes afterwards: whoever applies is bound to the very bytes
// that were published, by their SHA-256. The parts of a Definition are facts (when, how much, where, who), each with a
// mark that tells how sure we are of it; a form; a screener, which tells people in a minute whether they can apply;
// gates, which an officer checks; and a grid, by which experts score.
//
// The conditions in a call are written in CEL (cel.dev). They are checked against the form when the file is read, have
// no side effects and a known greatest cost, so a call can neither ask for a field that is not there nor keep the
// machine busy.
package call

import (
	"time"

	"vekst/value/money"
	"vekst/value/period"
	"vekst/value/text"
)

// Definition is one call as its file says it. Read makes it; it is never changed and may be used by many at once.
type Definition struct {
	ID     string // a slug, the address of the call: job-creation-2022
	Code   string // the programme's code of the procedure: BGLD-1.004
	Number string // the pattern of application numbers, one run of zeros in braces: BGLD-1.004-{0000}
	Kind   Kind

	Title, Summary, Description text.Text

	Programme string  // id of the programme
	Area      string  // id of the programme area, may be empty
	Outcome   string  // id of the outcome, may be empty
	Rules     RuleSet // the pinned version of the rules of the period

	Purposes []Purpose // what the money is for
	After    text.Text // what happens when the call has closed

	Announced time.Time     // the day it was made known, UTC midnight; zero if not said
	Window    period.Window // opens and closes, UTC, both included; Zone is the zone of the file
	Decision  time.Time     // the day by which a decision is expected, UTC midnight; zero if not said

	Money         Money
	ActivitiesEnd time.Time // the last day of any activity, UTC midnight; zero if not limited
	Territory     Territory
	Applicants    Applicants
	Partners      Partners

	Form       Form
	FilesTotal int64 // bytes of all files of an application together
	Screener   []Question
	Gates      []Gate
	Grid       Grid

	Assessment Assessment
	Ranking    Ranking
	Outages    OutageRule
	Questions  QuestionRule

	Sources []Source
	Marks   []Mark

	bytes     []byte
	hash      string
	screening *screening
}

// QuestionRule says how questions about a call can be asked: until so many days before its deadline, and whether one must
// be signed in.
type QuestionRule struct {
	UntilDays int
	Account   bool
}

// DefaultQuestionRule is that of a call that says nothing.
var DefaultQuestionRule = QuestionRule{UntilDays: 7}

// Kind says what is asked for, and so which path an application takes.
type Kind string

// The kinds of call.
const (
	Concept    Kind = "concept"     // concept notes; no money is asked for
	SmallGrant Kind = "small-grant" // a small grants scheme
	Project    Kind = "project"     // ordinary project grants
	Bilateral  Kind = "bilateral"   // initiatives of the fund for bilateral relations
	// Contribution asks people for what they know: a survey, a correction. It gives no money, and nobody is assessed.
	Contribution Kind = "contribution"
)

// Kinds lists the kinds of call, in the order in which they are offered.
var Kinds = []Kind{SmallGrant, Project, Concept, Bilateral, Contribution}

// Assessed says whether what is submitted to a call of this kind is scored and ranked.
func (k Kind) Assessed() bool { return k != Contribution }

// RuleSet names one version of the rules of a period, written eea-2014-2021@1.
type RuleSet struct {
	ID      string
	Version int
}

// Purpose is one thing the money is for.
type Purpose struct {
	ID    string
	Title text.Text
}

// Money says what there is and how much one may ask for. Cents of Currency; Rate in basis points of the eligible cost
// (10 000 is 100 %). A call without money (a concept call) has zeros.
type Money struct {
	Currency         string
	Budget, Min, Max int64
	Rate             int64
}

// Given says whether the call gives money.
func (m Money) Given() bool { return m.Budget > 0 }

// Amount is cents in the currency of the call.
func (m Money) Amount(cents int64) money.Amount {
	return money.Amount{Cents: cents, Currency: m.Currency}
}

// Territory says where. Municipalities are codes of the National Statistical Institute (VAR09); when Whole, the call is
// for the whole country and there are none.
type Territory struct {
	Whole          bool
	Municipalities []string
	MaxInhabitants int64 // of a target area, a set of settlements; 0 means no limit
}

// Has says whether the municipality with this code is in the territory.
func (t Territory) Has(municipality string) bool {
	if t.Whole {
		return municipality != ""
	}
	for _, code := range t.Municipalities {
		if code == municipality {
			return true
		}
	}
	return false
}

// Applicants says who may apply. Countries are ISO 3166 codes of two letters; Kinds are legal forms of LegalKinds.
// A limit of 0 means no limit.
type Applicants struct {
	Countries       []string
	Kinds           []string
	NaturalPersons  bool
	PerApplicant    int  // greatest number of applications of one applicant
	PerMunicipality int  // greatest number of applications for one municipality
	SignOff         bool // somebody of the applicant signs the application before it is submitted
}

// LegalKinds are the kinds of organisation a call can name.
var LegalKinds = []string{"municipality", "public-body", "company", "ngo", "cooperative", "university", "association-of-municipalities", "other"}

// Partners says who may take part besides the applicant.
type Partners struct {
	Donor     DonorPolicy
	Countries []string // where partners may be from; empty means anywhere
	Max       int      // 0 means no limit
}

// DonorPolicy says whether a partner from Norway, Iceland or Liechtenstein is wanted.
type DonorPolicy string

// The policies for a partner from a donor country (rule P4).
const (
	DonorNone     DonorPolicy = "none"
	DonorOptional DonorPolicy = "optional"
	DonorRequired DonorPolicy = "required"
)

// Certainty is how sure we are of a fact.
type Certainty string

// The certainties, from the surest. Invented facts are ours, for demonstration, and every screen says so.
const (
	Confirmed   Certainty = "confirmed"   // read in the law or in a source of the period
	Programme   Certainty = "programme"   // read in an agreement, call or answer of one programme
	Unconfirmed Certainty = "unconfirmed" // believed, shown by no source
	Invented    Certainty = "invented"
)

// Mark tells how sure we are of the part of the file at Path (money.budget, form) and of everything below it that has
// no mark of its own. Source is the id of a Source; Note says what was invented, or why it is uncertain.
type Mark struct {
	Path      string
	Certainty Certainty
	Source    string
	Note      text.Text
}

// Source is a document that facts were read in.
type Source struct {
	ID, Title, URL string
}
