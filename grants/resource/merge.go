package resource

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Merging says that a resource is the same as another, in which it lives on.
type Merging struct{ ID, Into string }

// pair is what the rules of a merger look at.
type pair struct{ from, into subject }

// Merge lets a resource live on in another: its address leads there, what was added to it stands beside the other, and both
// histories stay. Whoever merges decides on both.
var Merge = action.Define(action.Definition[Merging, pair, Resource]{
	Name: "resource.merge",
	Load: func(tx *action.Tx, in Merging) (pair, error) {
		first, second := in.ID, in.Into
		if second < first { // held in one order, so that two mergers cannot wait for each other
			first, second = second, first
		}
		a, err := holdSubject(tx, first)
		if err != nil {
			return pair{}, err
		}
		b, err := holdSubject(tx, second)
		if first != in.ID {
			a, b = b, a
		}
		return pair{a, b}, err
	},
	May: action.Permits[pair]{
		{Who: "an owner or editor of the municipality of both, or an operator of the programme", If: func(a action.Actor, p pair) bool {
			return a.Person() && p.from.isOfficial(a) && p.into.isOfficial(a)
		}},
		{Who: "the program itself", If: func(a action.Actor, _ pair) bool { return a.System() }},
	},
	When: action.AnyTime[pair](),
	Do:   merge,
})

func merge(tx *action.Tx, _ Merging, p pair) (Resource, error) {
	if p.from.ID == p.into.ID {
		return Resource{}, refusal.Of([]refusal.Complaint{refusal.About("into", "resource.refusal.itself")})
	}
	if p.from.stands() != nil || p.into.stands() != nil || p.into.State == Returned {
		return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.gone")
	}
	p.from.State, p.from.Into, p.from.Decided = Merged, p.into.ID, tx.Now()
	if err := leadOn(tx, p.from.ID, p.into.ID); err != nil {
		return Resource{}, err
	}
	p.into.keepShape(p.from.Entry)
	p.into.noted = true // the entry is about the one that goes
	tx.Note("into", p.into.ID)
	if err := p.into.settle(tx, didMerge, Detail{Other: p.from.ID}, nobody); err != nil {
		return Resource{}, err
	}
	if err := p.from.settle(tx, didBecome, Detail{Other: p.into.ID}, toldMerged); err != nil {
		return Resource{}, err
	}
	return p.into.Resource, nil
}

// keepShape takes over the path or the area of what is merged into a resource that has none; and with it that it is sensitive.
func (s *subject) keepShape(from Entry) {
	if s.Place.Shape == "" && from.Place.Shape != "" {
		s.Place, s.Blur = from.Place, max(s.Blur, from.Blur)
	}
}
