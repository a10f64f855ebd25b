package follow

import (
	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
)

// Start lets whoever asks follow a call, also again after they had stopped.
var Start = action.Define(action.Definition[string, call.Published, struct{}]{
	Name: "follow.start",
	Load: func(tx *action.Tx, id string) (call.Published, error) { return call.Find(tx, id) },
	May:  action.SignedIn[call.Published](),
	When: action.AnyTime[call.Published](),
	Do: func(tx *action.Tx, id string, _ call.Published) (struct{}, error) {
		tx.About("call", id)
		_, err := tx.Exec(`INSERT INTO follows (person, call, at, by_draft, stopped) VALUES ($1, $2, $3, 0, 0)
			ON CONFLICT (person, call) DO UPDATE SET stopped = 0`, tx.Actor().ID, id, db.At(tx.Now()))
		return struct{}{}, err
	},
})

// Stop lets whoever asks follow a call no longer. It stays so, also when they write another application.
var Stop = action.Define(action.Definition[string, call.Published, struct{}]{
	Name: "follow.stop",
	Load: func(tx *action.Tx, id string) (call.Published, error) { return call.Find(tx, id) },
	May:  action.SignedIn[call.Published](),
	When: action.AnyTime[call.Published](),
	Do: func(tx *action.Tx, id string, _ call.Published) (struct{}, error) {
		tx.About("call", id)
		_, err := tx.Exec(`UPDATE follows SET stopped = $1 WHERE person = $2 AND call = $3 AND stopped = 0`, db.At(tx.Now()), tx.Actor().ID, id)
		return struct{}{}, err
	},
})

// ByDraft lets people follow a call because an application to it was begun. Those who have stopped stay away. What changes
// while they write, application tells them itself, at once.
func ByDraft(tx *action.Tx, callID string, people ...string) error {
	for _, p := range people {
		err := tx.Later(`INSERT INTO follows (person, call, at, by_draft, stopped) VALUES ($1, $2, $3, 1, 0)
			ON CONFLICT (person, call) DO UPDATE SET by_draft = 1`,
			p, callID, db.At(tx.Now()))
		if err != nil {
			return err
		}
	}
	return nil
}
