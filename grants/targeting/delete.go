package targeting

import "vekst/platform/action"

// Delete forgets a draft with its history. What was published of it stays.
var Delete = action.Define(action.Definition[string, Draft, struct{}]{
	Name: "targeting.delete",
	Load: holdDraft,
	May:  makers[Draft](),
	When: action.AnyTime[Draft](),
	Do: func(tx *action.Tx, id string, _ Draft) (struct{}, error) {
		tx.About("index draft", id)
		return struct{}{}, eraseDraft(tx, id)
	},
})
