package review

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Declaring is an expert's word on conflicts of interest: Interest is NoInterest, or the kind of conflict with words.
type Declaring struct {
	Application string
	Interest    Interest
	Words       string
}

// NoInterest declares that there is no conflict.
const NoInterest Interest = "none"

// Declare is asked of every expert for every application before they can read it (rule L18). A conflict, declared at
// first or found later, shuts the application at once and frees the place for somebody else.
var Declare = action.Define(action.Definition[Declaring, desk, struct{}]{
	Name: "review.declare",
	Load: func(tx *action.Tx, in Declaring) (desk, error) { return sit(tx, in.Application) },
	May:  assessors(),
	When: action.Moment[desk]{Is: "until the expert locks or steps back", Check: func(now time.Time, d desk) error { return d.unlocked(now) }},
	Do: func(tx *action.Tx, in Declaring, d desk) (struct{}, error) {
		tx.About("application", in.Application)
		tx.Note("interest", string(in.Interest))
		if in.Interest == NoInterest {
			return struct{}{}, setDeclared(tx, d.assignment.ID)
		}
		words := strings.TrimSpace(in.Words)
		complaints := complainReason("words", words, true)
		if !slices.Contains(Interests, in.Interest) {
			complaints = append(complaints, refusal.About("interest", "review.refusal.interest"))
		}
		if err := refusal.Of(complaints); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, recuse(tx, d, in.Interest, words)
	},
})

// recuse shuts the application for its expert and tells the operators that a place is free.
func recuse(tx *action.Tx, d desk, interest Interest, words string) error {
	if err := setRecused(tx, d.assignment.ID, interest, words); err != nil {
		return err
	}
	people, err := account.WithRole(tx, account.Operator, d.call.Programme)
	if err != nil {
		return err
	}
	return notice.TellPeople(tx, toldRecused, newsOf(d.call, "/calls/"+d.call.ID+"/assessment", d.submission.Number), people)
}
