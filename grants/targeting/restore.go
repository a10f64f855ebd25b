package targeting

import (
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Revision is a draft as it was after a save.
type Revision struct {
	Rev  int64
	Plan string
	Files
	At time.Time
	By string
}

// Restoring names what a draft is brought back to: Rev is the revision it is at now, To the one it was.
type Restoring struct {
	Draft   string
	Rev, To int64
}

type restoring struct {
	draft Draft
	to    Revision
}

// Restore brings an earlier revision back as the newest, so that this too can be undone.
var Restore = action.Define(action.Definition[Restoring, restoring, Draft]{
	Name: "targeting.restore",
	Load: func(tx *action.Tx, in Restoring) (restoring, error) {
		d, err := holdDraft(tx, in.Draft)
		if err != nil {
			return restoring{}, err
		}
		to, err := revisionOf(tx, in.Draft, in.To)
		return restoring{d, to}, err
	},
	May:  makers[restoring](),
	When: action.AnyTime[restoring](),
	Do: func(tx *action.Tx, in Restoring, s restoring) (Draft, error) {
		d := s.draft
		if d.Rev != in.Rev {
			return d, refusal.New(refusal.Conflict, "targeting.refusal.saved_meanwhile")
		}
		d.Files, d.Plan, d.Title = s.to.Files, s.to.Plan, titled(s.to.Recipe)
		if p, ok := d.plan(); ok {
			d.Title = p.Title
		}
		err := next(tx, &d)
		return d, err
	},
})
