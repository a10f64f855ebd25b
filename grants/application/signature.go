package application

import (
	"bytes"
	"encoding/hex"
	"errors"
	"time"

	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Where an organisation has decided so, or a call wants it, a certifier signs an application before it can be submitted.
// What is signed is the canonical document, by its SHA-256: a signature counts for those very answers, and for no others.

// Round is one time somebody asked for a signature, and what came of it.
type Round struct {
	Application string
	N           int64 // from 1, 0 for none
	State       RoundState
	Asked       time.Time
	AskedBy     string
	At          time.Time // when it was signed or sent back
	By          string
	Hash        string // of the document that was signed, hexadecimal
	Content     []byte
}

// RoundState is where a round stands.
type RoundState string

// The states of a round.
const (
	SignatureAsked    RoundState = "asked"
	SignatureGiven    RoundState = "signed"
	SignatureReturned RoundState = "returned"
)

// Holds says whether the round has a signature under a document.
func (r Round) Holds(hash string) bool {
	return r.State == SignatureGiven && r.Hash == hash && hash != ""
}

// needsSignature says whether an application is signed before it is submitted.
func needsSignature(r db.Reader, d call.Definition, org string) (bool, error) {
	if d.Applicants.SignOff {
		return true, nil
	}
	return organisation.SignsOff(r, org)
}

// signed refuses a document nobody has signed, where one must be.
func (f frozen) signed(r db.Reader, a Application) error {
	needed, err := needsSignature(r, f.call.Definition, a.Organisation)
	if err != nil || !needed {
		return err
	}
	last, err := LastRound(r, a.ID)
	switch {
	case err != nil || last.Holds(f.sum()):
		return err
	case last.State == SignatureGiven:
		return refusal.New(refusal.Conflict, "application.sign.void")
	}
	return refusal.New(refusal.Conflict, "application.sign.missing")
}

// sum is the hash of the document, "" where there is none.
func (f frozen) sum() string {
	if f.content == nil {
		return ""
	}
	return hex.EncodeToString(f.hash[:])
}

// ready refuses a draft that is not as it was examined, or not complete.
func (f frozen) ready(t timed) error {
	switch {
	case t.isStale():
		return refusal.New(refusal.Conflict, "application.submit.amended")
	case f.rev != t.Rev || f.content == nil && f.complaints == 0:
		return errChanged
	case f.complaints > 0:
		return refusal.New(refusal.Invalid, "application.submit.complaints", "Count", f.complaints)
	}
	return nil
}

// unchanging makes a refusal of what changed while it was looked at.
func unchanging(err error) error {
	if errors.Is(err, errChanged) {
		return refusal.New(refusal.Conflict, "application.submit.changing")
	}
	return err
}

// certifiersOnly lets those who sign for the organisation.
func certifiersOnly() action.Permits[timed] {
	return action.Permits[timed]{{Who: "certifiers of the organisation", If: func(a action.Actor, t timed) bool { return t.Signs(a) }}}
}

// Signs says whether the actor signs for the organisation of the application.
func (a Application) Signs(actor action.Actor) bool {
	return organisation.MaySign(actor, a.Organisation)
}

// differing lists the questions answered differently in two documents, in the order of the form.
func differing(f call.Form, a, b []byte) []call.Field {
	before, err := parse(a)
	after, failed := parse(b)
	if err != nil || failed != nil {
		return nil
	}
	var all []call.Field
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			if !bytes.Equal(before.Answers[field.ID], after.Answers[field.ID]) {
				all = append(all, field)
			}
		}
	}
	return all
}

// valuesOf is the answers by path.
func valuesOf(all map[string]Answer) call.Answers {
	answers := make(call.Answers, len(all))
	for path, a := range all {
		answers[path] = a.Value
	}
	return answers
}
