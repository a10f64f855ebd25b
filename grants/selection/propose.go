package selection

import (
	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/platform/action"
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
	return notice.TellPeople(tx, toldProposed, notice.News{Link: "/calls/" + t.call.ID + "/ranking",
		About: notice.Subject{Kind: "call", ID: t.call.ID, Title: t.call.Title}}, people)
}
