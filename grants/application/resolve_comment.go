package application

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Resolving names a talk about a question of an application.
type Resolving struct{ Application, Field, Opening string }

// ResolveComment closes a talk: nothing is left to do about it. It stays where it is, and can be reopened.
var ResolveComment = action.Define(action.Definition[Resolving, discussed, struct{}]{
	Name: "application.resolve_comment",
	Load: loadResolving,
	May:  mayDiscuss(),
	When: action.AnyTime[discussed](),
	Do: func(tx *action.Tx, in Resolving, d discussed) (struct{}, error) {
		return struct{}{}, d.turn(tx, true)
	},
})

// ReopenComment opens a talk again that was resolved.
var ReopenComment = action.Define(action.Definition[Resolving, discussed, struct{}]{
	Name: "application.reopen_comment",
	Load: loadResolving,
	May:  mayDiscuss(),
	When: action.AnyTime[discussed](),
	Do: func(tx *action.Tx, in Resolving, d discussed) (struct{}, error) {
		return struct{}{}, d.turn(tx, false)
	},
})

func loadResolving(tx *action.Tx, in Resolving) (discussed, error) {
	if in.Opening == "" {
		return discussed{}, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return loadTalk(tx, in.Application, in.Field, in.Opening)
}

// turn changes whether a talk is resolved. What somebody else has done already is left as they did it.
func (d discussed) turn(tx *action.Tx, resolved bool) error {
	d.about(tx, d.opening.ID)
	if d.opening.IsResolved == resolved {
		return nil
	}
	return turn(tx, d.opening.ID, resolved)
}
