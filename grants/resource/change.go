package resource

import (
	"context"

	"vekst/grants/municipality"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Changing is what is to be written of a resource, by somebody who saw a version of it.
type Changing struct {
	ID           string
	Version      int64
	Entry        Entry
	municipality municipality.Municipality
}

// Change writes something else of a resource. Who proposed it may as long as it is not confirmed; a returned one is proposed
// anew by it.
var Change = action.Define(action.Definition[Changing, subject, Resource]{
	Name: "resource.change",
	Prepare: func(_ context.Context, r db.Reader, in *Changing) error {
		it, err := Find(r, in.ID)
		if err != nil {
			return err
		}
		if in.municipality, err = knownMunicipality(r, it.Municipality); err != nil {
			return err
		}
		in.Entry = in.Entry.Tidied()
		return nil // what is wrong is said once it is clear that they may change it
	},
	Load: func(tx *action.Tx, in Changing) (subject, error) { return holdSubject(tx, in.ID) },
	May: append(officials(), action.Permit[subject]{Who: "who proposed it, until it is confirmed", If: func(a action.Actor, s subject) bool {
		return s.isFrom(a) && (s.State == Proposed || s.State == Returned)
	}}),
	When: action.AnyTime[subject](),
	Do:   change,
})

func change(tx *action.Tx, in Changing, s subject) (Resource, error) {
	if err := s.stands(); err != nil {
		return Resource{}, err
	}
	if s.Version != in.Version {
		return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.changed")
	}
	if err := refusal.Of(in.Entry.Complaints(in.municipality)); err != nil {
		return Resource{}, err
	}
	if !s.isOfficial(tx.Actor()) && KindOf(in.Entry.Kind).Sensitive && in.Entry.Blur == 0 {
		in.Entry.Blur = usualBlur
	}
	isAnew := s.State == Returned && s.isFrom(tx.Actor())
	if same(s.Entry, in.Entry) && !isAnew {
		tx.About("resource", s.ID)
		return s.Resource, nil
	}
	s.Entry, s.Class = in.Entry, KindOf(in.Entry.Kind).Class
	if isAnew {
		s.State, s.Reason = Proposed, ""
	}
	if err := s.record(tx, didChange, Detail{}); err != nil {
		return Resource{}, err
	}
	if err := update(tx, s.Resource, findable(s.Resource, in.municipality)); err != nil || !isAnew {
		return s.Resource, err
	}
	return s.Resource, tellOfficials(tx, s)
}

// stands refuses to change what was merged into another, or is retired.
func (s subject) stands() error {
	if s.State == Merged || s.State == Retired {
		return refusal.New(refusal.Conflict, "resource.refusal.gone")
	}
	return nil
}
