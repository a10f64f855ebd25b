package call

import (
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/period"
)

// Archived is the state of calls that have left the lists, besides those a window has.
const Archived period.State = "archived"

// Archiving takes a call out of the lists, or Back into them.
type Archiving struct {
	Call string
	Back bool
}

// Archive takes a closed call out of the lists. Its page, its files and its results stay where they were.
var Archive = action.Define(action.Definition[Archiving, Published, struct{}]{
	Name: "call.archive",
	Load: func(tx *action.Tx, in Archiving) (Published, error) {
		if _, err := lastVersion(tx, in.Call, tx.ForUpdate()); err != nil {
			return Published{}, err
		}
		return Find(tx, in.Call)
	},
	May: action.Permits[Published]{
		{Who: "operators of the programme", If: func(a action.Actor, p Published) bool { return a.Has(account.Operator, p.Programme) }},
		{Who: "administrators", If: func(a action.Actor, p Published) bool { return a.Has(account.Administrator, p.Programme) }},
	},
	When: action.Moment[Published]{Is: "once the call has closed", Check: func(now time.Time, p Published) error {
		if p.Window.At(now) != period.Closed {
			return refusal.New(refusal.Closed, "call.archive.not_closed")
		}
		return nil
	}},
	Do: func(tx *action.Tx, in Archiving, p Published) (struct{}, error) {
		tx.About("call", p.ID)
		at := tx.Now()
		if in.Back {
			tx.Note("back", "true")
			at = time.Time{}
		}
		_, err := tx.Exec(`UPDATE calls SET archived = $1 WHERE id = $2`, db.At(at), p.ID)
		return struct{}{}, err
	},
})
