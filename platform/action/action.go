// Package action is the one door for change. Whoever wants to change something defines an action with its answers: what
// must be loaded, who may, when, and what is done; Run asks them in that order inside one transaction and writes the audit
// entry and the outbox lines with it. Nothing else in the program can write.
package action

import (
	"context"
	"fmt"
	"time"

	"vekst/platform/db"
	"vekst/platform/internal/writer"
	"vekst/platform/refusal"
)

// Definition is one thing people can do. In is what they send, S what the rules look at, Out what comes back. All
// fields but Prepare must be given; "anyone" and "any time" exist, but must be written.
type Definition[In, S, Out any] struct {
	// Name is the feature and the verb: application.submit.
	Name string
	// Prepare does slow reading and checking outside the writer. Do must not trust what it read: it may have changed. The
	// moment is MomentOf its ctx.
	Prepare func(ctx context.Context, r db.Reader, in *In) error
	// Load reads, and locks, what the rules depend on.
	Load func(tx *Tx, in In) (S, error)
	// May lists who may do it; one that fits is enough.
	May Permits[S]
	// When says at which moments it can be done.
	When Moment[S]
	// Do changes things. It may run more than once, so nothing may leave the building from it: see Tx.Tell.
	Do func(tx *Tx, in In, s S) (Out, error)
}

// Permit lets some people do something: Who in words for the permission table, If as the rule.
type Permit[S any] struct {
	Who string
	If  func(actor Actor, s S) bool
}

// Permits are the people who may.
type Permits[S any] []Permit[S]

// Moment says when something can be done: Is in words for the permission table, Check as the rule, which returns a
// refusal of kind Closed.
type Moment[S any] struct {
	Is    string
	Check func(now time.Time, s S) error
}

// Anyone lets everybody, signed in or not.
func Anyone[S any]() Permits[S] {
	return Permits[S]{{Who: "anyone", If: func(Actor, S) bool { return true }}}
}

// SignedIn lets everybody who is signed in.
func SignedIn[S any]() Permits[S] {
	return Permits[S]{{Who: "anyone signed in", If: func(a Actor, _ S) bool { return a.Person() }}}
}

// Program lets only the program itself: its jobs, and the first steps of an installation.
func Program[S any]() Permits[S] {
	return Permits[S]{{Who: "the program itself", If: func(a Actor, _ S) bool { return a.System() }}}
}

// AnyTime is for what no deadline limits.
func AnyTime[S any]() Moment[S] {
	return Moment[S]{Is: "any time", Check: func(time.Time, S) error { return nil }}
}

// Action is a defined action.
type Action[In, S, Out any] struct{ d Definition[In, S, Out] }

// Define checks that every answer is given, remembers the action for the permission table, and returns it. A missing
// answer or a name used twice stops the program at start.
func Define[In, S, Out any](d Definition[In, S, Out]) *Action[In, S, Out] {
	if d.Name == "" || d.Load == nil || len(d.May) == 0 || d.When.Check == nil || d.When.Is == "" || d.Do == nil {
		panic("action: " + d.Name + " has an answer missing")
	}
	entry := Described{Name: d.Name, When: d.When.Is}
	for _, p := range d.May {
		entry.Who = append(entry.Who, p.Who)
	}
	register(entry)
	return &Action[In, S, Out]{d}
}

// Run does the action for actor. The moment is the one in ctx (see At), which is when the request had been received
// completely, or else the door's clock. A refusal leaves nothing behind.
func (a *Action[In, S, Out]) Run(ctx context.Context, door *Door, actor Actor, in In) (Out, error) {
	var out Out
	now := door.moment(ctx)
	ctx = At(ctx, now)
	if a.d.Prepare != nil {
		if err := a.d.Prepare(ctx, door.db.Reader(ctx), &in); err != nil {
			return out, err
		}
	}
	err := door.writer.Write(ctx, func(w *writer.Tx) error {
		tx := &Tx{w: w, now: now, actor: actor, action: a.d.Name}
		s, err := a.d.Load(tx, in)
		if err != nil {
			return err
		}
		if !a.allowed(actor, s) {
			return denied(actor, a.d.Name)
		}
		if err := a.d.When.Check(now, s); err != nil {
			return err
		}
		if out, err = a.d.Do(tx, in, s); err != nil {
			return err
		}
		return tx.seal()
	})
	if err != nil {
		var none Out
		return none, err
	}
	door.wake()
	return out, nil
}

func (a *Action[In, S, Out]) allowed(actor Actor, s S) bool {
	for _, p := range a.d.May {
		if p.If(actor, s) {
			return true
		}
	}
	return false
}

func denied(actor Actor, name string) error {
	if !actor.Person() && !actor.System() {
		return refusal.New(refusal.SignIn, "look.refusal.sign_in")
	}
	r := refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	r.Cause = fmt.Errorf("action: %s is not for this person", name)
	return r
}
