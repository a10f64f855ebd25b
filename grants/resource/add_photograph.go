package resource

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Picturing says that a photograph that was kept shows a resource.
type Picturing struct {
	ID, Photograph string
	Credit         Credit
}

// maySee may add and change photographs.
func mayPicture() action.Permits[subject] {
	return append(officials(), action.Permit[subject]{Who: "who proposed it, until it is confirmed", If: func(a action.Actor, s subject) bool {
		return s.isFrom(a) && (s.State == Proposed || s.State == Returned)
	}})
}

// AddPhotograph puts a photograph beside a resource, with its author and licence. Said twice it is there once.
var AddPhotograph = action.Define(action.Definition[Picturing, subject, Photograph]{
	Name: "resource.add_photograph",
	Load: func(tx *action.Tx, in Picturing) (subject, error) { return holdSubject(tx, in.ID) },
	May:  mayPicture(),
	When: action.AnyTime[subject](),
	Do:   addPhotograph,
})

func addPhotograph(tx *action.Tx, in Picturing, s subject) (Photograph, error) {
	in.Credit = in.Credit.Tidied()
	if err := refusal.Of(in.Credit.Complaints()); err != nil {
		return Photograph{}, err
	}
	p, err := FindPhotograph(tx, in.Photograph)
	if err != nil {
		return p, err
	}
	tx.About("resource", s.ID)
	if p.Resource == s.ID {
		tx.Note("again", "1")
		return p, nil
	}
	if p.Resource != "" || p.By != tx.Actor().ID {
		return p, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err := s.stands(); err != nil {
		return p, err
	}
	all, err := PhotographsOf(tx, s.ID)
	if err != nil {
		return p, err
	}
	if len(all) >= photographsEach {
		return p, refusal.Of([]refusal.Complaint{refusal.About("photo", "resource.photo.refusal.enough", "Count", len(all))})
	}
	p.Resource, p.Credit, p.Place = s.ID, in.Credit, 1
	for _, each := range all {
		p.Place = max(p.Place, each.Place+1)
	}
	if err := updatePhotograph(tx, p); err != nil {
		return p, err
	}
	return p, s.settle(tx, didPicture, Detail{Photograph: p.ID}, nobody)
}
