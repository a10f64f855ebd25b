package demo

import (
	"vekst/platform/action"
)

// finish says that a demonstration is filled, where its clock begins, and which draft the walk leads to.
var finish = action.Define(action.Definition[string, string, struct{}]{
	Name: "demo.finish",
	Load: func(_ *action.Tx, draft string) (string, error) { return draft, nil },
	May:  action.Program[string](),
	When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, draft string) (struct{}, error) {
		tx.About("clock", "demo")
		if err := keepThing(tx, theDraft, draft); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, keepMoment(tx, Start)
	},
})

// theDraft is the application the walk goes on with.
const theDraft = "draft"
