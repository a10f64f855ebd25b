package outage

import (
	"time"

	"vekst/platform/action"
)

// record puts an outage on the public log. It may be repeated.
var record = action.Define(action.Definition[Outage, Outage, struct{}]{
	Name: "outage.record",
	Load: func(_ *action.Tx, o Outage) (Outage, error) { return o, nil },
	May:  action.Program[Outage](),
	When: action.AnyTime[Outage](),
	Do: func(tx *action.Tx, _ Outage, o Outage) (struct{}, error) {
		tx.About("outage", o.ID)
		tx.Note("down", o.Down.UTC().Format(time.RFC3339))
		tx.Note("up", o.Up.UTC().Format(time.RFC3339))
		return struct{}{}, insert(tx, o)
	},
})
