package resource

import (
	"slices"
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// DescribePhotograph changes what is written of a photograph.
var DescribePhotograph = action.Define(action.Definition[Picturing, subject, Photograph]{
	Name: "resource.describe_photograph",
	Load: func(tx *action.Tx, in Picturing) (subject, error) { return holdSubject(tx, in.ID) },
	May:  mayPicture(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, in Picturing, s subject) (Photograph, error) {
		in.Credit = in.Credit.Tidied()
		if err := refusal.Of(in.Credit.Complaints()); err != nil {
			return Photograph{}, err
		}
		p, err := s.photograph(tx, in.Photograph)
		if err != nil {
			return p, err
		}
		p.Credit = in.Credit
		if err := updatePhotograph(tx, p); err != nil {
			return p, err
		}
		return p, s.settle(tx, didDescribe, Detail{Photograph: p.ID}, nobody)
	},
})

// photograph is one of the resource's own, removed or not.
func (s *subject) photograph(tx *action.Tx, id string) (Photograph, error) {
	p, err := FindPhotograph(tx, id)
	if err == nil && (p.Resource != s.ID || p.IsGone()) {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return p, err
}

// Ordering names a photograph, and whether it is to be the cover rather than one place nearer to it.
type Ordering struct {
	ID, Photograph string
	Cover          bool
}

// MovePhotograph moves a photograph one place towards the first, or makes it the first, which is the cover.
var MovePhotograph = action.Define(action.Definition[Ordering, subject, struct{}]{
	Name: "resource.move_photograph",
	Load: func(tx *action.Tx, in Ordering) (subject, error) { return holdSubject(tx, in.ID) },
	May:  mayPicture(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, in Ordering, s subject) (struct{}, error) {
		p, err := s.photograph(tx, in.Photograph)
		if err != nil {
			return struct{}{}, err
		}
		all, err := PhotographsOf(tx, s.ID)
		if err != nil {
			return struct{}{}, err
		}
		all = slices.DeleteFunc(all, func(each Photograph) bool { return each.Resource != s.ID })
		at := slices.IndexFunc(all, func(each Photograph) bool { return each.ID == p.ID })
		if at < 0 {
			return struct{}{}, refusal.New(refusal.Missing, "look.refusal.missing")
		}
		to := max(0, at-1)
		if in.Cover {
			to = 0
		}
		all = slices.Insert(slices.Delete(all, at, at+1), to, p)
		for i := range all {
			all[i].Place = int64(i) + 1
			if err := updatePhotograph(tx, all[i]); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, s.settle(tx, didOrder, Detail{Photograph: p.ID}, nobody)
	},
})

// Taking names a photograph to take away, or to put back.
type Taking struct {
	ID, Photograph string
	Back           bool
}

// RemovePhotograph takes a photograph away, or puts back one that was taken away.
var RemovePhotograph = action.Define(action.Definition[Taking, subject, struct{}]{
	Name: "resource.remove_photograph",
	Load: func(tx *action.Tx, in Taking) (subject, error) { return holdSubject(tx, in.ID) },
	May:  mayPicture(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, in Taking, s subject) (struct{}, error) {
		p, err := s.photograph(tx, in.Photograph)
		if err != nil || p.Removed.IsZero() == in.Back {
			return struct{}{}, err
		}
		verb := didTakeAway
		p.Removed = tx.Now()
		if in.Back {
			verb, p.Removed = didPutBack, time.Time{}
		}
		if err := updatePhotograph(tx, p); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, s.settle(tx, verb, Detail{Photograph: p.ID}, nobody)
	},
})
