package resource

import (
	"slices"
	"time"
	"unicode/utf8"

	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/id"
	"vekst/value/text"
)

// nobody is told of a change.
var nobody notice.Kind

// Adding is evidence, an idea, or what was done with a resource.
type Adding struct{ ID, Sort, Words, Lang, Link string }

// notesHourly is how many notes somebody who is no official may add in an hour.
const notesHourly = 40

// Add puts a note beside a confirmed resource: evidence with its address, an idea, what was done.
var Add = action.Define(action.Definition[Adding, subject, Note]{
	Name: "resource.add",
	Load: func(tx *action.Tx, in Adding) (subject, error) { return holdSubject(tx, in.ID) },
	May: append(officials(), action.Permit[subject]{Who: "anyone signed in, once it is confirmed; who proposed it before", If: func(a action.Actor, s subject) bool {
		return a.Person() && (s.State == Confirmed || s.isFrom(a))
	}}),
	When: action.AnyTime[subject](),
	Do:   add,
})

func add(tx *action.Tx, in Adding, s subject) (Note, error) {
	in.Words, in.Link = tidy(in.Words), line(in.Link)
	if err := refusal.Of(complainNote(in)); err != nil {
		return Note{}, err
	}
	if err := s.stands(); err != nil {
		return Note{}, err
	}
	if !s.isOfficial(tx.Actor()) {
		n, err := countNotes(tx, tx.Actor().ID, tx.Now().Add(-time.Hour))
		if err != nil {
			return Note{}, err
		}
		if n >= notesHourly {
			return Note{}, refusal.New(refusal.TooMany, "resource.refusal.too_many", "Limit", notesHourly)
		}
	}
	n := Note{ID: id.New(), Resource: s.ID, Sort: in.Sort, Words: in.Words, Lang: in.Lang, Link: in.Link, By: tx.Actor().ID, Speaks: s.speaks(tx.Actor()), At: tx.Now()}
	if err := insertNote(tx, n); err != nil {
		return n, err
	}
	return n, s.settle(tx, didAdd, Detail{Note: n.ID, Sort: n.Sort}, nobody)
}

func complainNote(in Adding) []refusal.Complaint {
	var all []refusal.Complaint
	if !slices.Contains(Sorts, in.Sort) || !text.Is(in.Lang) {
		all = append(all, refusal.About("sort", "resource.refusal.choice"))
	}
	switch n := utf8.RuneCountInString(in.Words); {
	case n < 3:
		all = append(all, refusal.About("words", "resource.refusal.words"))
	case n > wordsLimit:
		all = append(all, refusal.About("words", "resource.refusal.long", "Count", n, "Limit", wordsLimit))
	}
	if in.Link == "" && in.Sort == Evidence {
		all = append(all, refusal.About("link", "resource.refusal.no_link"))
	} else if in.Link != "" && !isAddress(in.Link) {
		all = append(all, refusal.About("link", "resource.refusal.link"))
	}
	return all
}

// Removing is a note to take away.
type Removing struct{ ID, Note string }

// Remove takes a note away that does not belong there. That it was there stays in the history.
var Remove = action.Define(action.Definition[Removing, subject, struct{}]{
	Name: "resource.remove",
	Load: func(tx *action.Tx, in Removing) (subject, error) { return holdSubject(tx, in.ID) },
	May:  officials(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, in Removing, s subject) (struct{}, error) {
		n, err := findNote(tx, in.Note)
		if err != nil {
			return struct{}{}, err
		}
		if n.Resource != s.ID {
			return struct{}{}, refusal.New(refusal.Missing, "look.refusal.missing")
		}
		if err := removeNote(tx, n.ID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, s.settle(tx, didRemove, Detail{Note: n.ID, Sort: n.Sort}, nobody)
	},
})
