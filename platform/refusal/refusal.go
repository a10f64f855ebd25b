// Package refusal says why something was not done: one of a few kinds for the program, a key with arguments for the
// sentence a person reads, and complaints by field. It never holds the sentence itself.
package refusal

import (
	"errors"
	"fmt"
)

// Kind is what sort of no it is. The web turns it into a status, the command line into an exit code.
type Kind string

// The kinds. Everything else is an internal error, logged and never shown.
const (
	Invalid   Kind = "invalid"   // what was sent needs correcting; see Complaints
	Forbidden Kind = "forbidden" // this person may not
	SignIn    Kind = "sign-in"   // nobody is signed in
	Closed    Kind = "closed"    // not at this moment
	Missing   Kind = "missing"   // there is no such thing, or not for this person
	Conflict  Kind = "conflict"  // somebody else was first
	TooMany   Kind = "too-many"  // too often
	TooLarge  Kind = "too-large" // more than is taken at once
)

// Refusal is an error with a kind and a sentence key such as "application.window.closed".
type Refusal struct {
	Kind       Kind
	Key        string
	Args       map[string]any
	Complaints []Complaint
	Cause      error
}

// Complaint is one thing to correct. Field is the name of the form field it belongs to, empty for the whole form.
type Complaint struct {
	Field string
	Key   string
	Args  map[string]any
}

func (r *Refusal) Error() string {
	s := string(r.Kind) + ": " + r.Key
	for _, c := range r.Complaints {
		s += fmt.Sprintf(" [%s: %s]", c.Field, c.Key)
	}
	if r.Cause != nil {
		s += ": " + r.Cause.Error()
	}
	return s
}

func (r *Refusal) Unwrap() error { return r.Cause }

// New makes a refusal of a kind; args are pairs of a name and a value for the sentence.
func New(kind Kind, key string, args ...any) *Refusal {
	return &Refusal{Kind: kind, Key: key, Args: pairs(args)}
}

// Of collects complaints into one refusal, or returns nil when there are none.
func Of(complaints []Complaint) error {
	if len(complaints) == 0 {
		return nil
	}
	return &Refusal{Kind: Invalid, Key: "look.refusal.invalid", Complaints: complaints}
}

// About makes a complaint about a field; args as in New.
func About(field, key string, args ...any) Complaint {
	return Complaint{Field: field, Key: key, Args: pairs(args)}
}

// KindOf returns the kind of err, or "" if it is not a refusal.
func KindOf(err error) Kind {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Kind
	}
	return ""
}

// Complaints returns the complaints in err if it is a refusal of kind Invalid that has some.
func Complaints(err error) []Complaint {
	var r *Refusal
	if errors.As(err, &r) && r.Kind == Invalid {
		return r.Complaints
	}
	return nil
}

func pairs(args []any) map[string]any {
	if len(args) == 0 {
		return nil
	}
	m := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i].(string)] = args[i+1]
	}
	return m
}
