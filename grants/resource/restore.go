package resource

import (
	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Restoring is a version whose words are to stand again.
type Restoring struct {
	ID      string
	Version int64
}

// Restore writes of a resource what an earlier version said. Ratings and notes stay as they are.
var Restore = action.Define(action.Definition[Restoring, subject, Resource]{
	Name: "resource.restore",
	Load: func(tx *action.Tx, in Restoring) (subject, error) { return holdSubject(tx, in.ID) },
	May:  officials(),
	When: action.AnyTime[subject](),
	Do: func(tx *action.Tx, in Restoring, s subject) (Resource, error) {
		if err := s.stands(); err != nil {
			return Resource{}, err
		}
		v, err := findVersion(tx, s.ID, in.Version)
		if err != nil {
			return Resource{}, err
		}
		if same(v.Entry, s.Entry) {
			return Resource{}, refusal.New(refusal.Conflict, "resource.refusal.same")
		}
		s.Entry, s.Class = v.Entry, KindOf(v.Entry.Kind).Class
		return s.Resource, s.settle(tx, didRestore, Detail{Number: v.Number}, nobody)
	},
})
