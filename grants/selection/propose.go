package selection

import (
	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/mail"
)

// Propose proposes to decide as the frozen list says. Somebody else confirms.
var Propose = action.Define(action.Definition[string, table, struct{}]{
	Name: "selection.propose",
	Load: lay,
	May:  operators(),
	When: in("once the list is frozen", Frozen),
	Do: func(tx *action.Tx, callID string, t table) (struct{}, error) {
		tx.About("call", callID)
		tx.Note("ranking-sha256", t.list.Hash)
		if err := setProposed(tx, t.list.ID); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, tellCommittee(tx, t)
	},
})

func tellCommittee(tx *action.Tx, t table) error {
	people, err := account.WithRole(tx, account.Committee, t.call.Programme)
	if err != nil {
		return err
	}
	for _, p := range people {
		if err := tx.Tell(mail.Kind, mail.Letter{To: p.Email, Name: p.Name, Lang: p.Lang, Key: "selection.letter.proposed",
			Args: map[string]string{"Call": t.call.Title.In(p.Lang), "Link": "/calls/" + t.call.ID + "/ranking"}}); err != nil {
			return err
		}
	}
	return nil
}
