package outage

import (
	"context"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/pulse"
	"vekst/platform/refusal"
)

// program is who moves deadlines for outages.
var program = action.System("outage")

// Judge returns what follows from a gap in the pulse: it is recorded, and moves the deadline of every call whose rule says
// so, once. It may be repeated, also by another process at the same time.
func Judge(door *action.Door) func(ctx context.Context, g pulse.Gap) error {
	return func(ctx context.Context, g pulse.Gap) error {
		o := Outage{g.ID, g.Down, g.Up}
		if _, err := record.Run(ctx, door, program, o); err != nil {
			return err
		}
		near, err := call.ClosingIn(door.Reader(ctx), o.Down, o.Up.Add(call.LongestWithin))
		if err != nil {
			return err
		}
		done, err := call.OfOutage(door.Reader(ctx), o.ID)
		for _, id := range near {
			if _, before := done[id]; !before && err == nil {
				err = move(ctx, door, id, o)
			}
		}
		return err
	}
}

// move moves the deadline of one call, if its rule says so. A deadline the call cannot have, after the last day of its
// activities say, is left as it is.
func move(ctx context.Context, door *action.Door, id string, o Outage) error {
	c, err := call.Find(door.Reader(ctx), id)
	if err != nil {
		return err
	}
	to, moved := c.Outages.Moved(c.Window.Opens, c.Window.Closes, o.Down, o.Up)
	if !moved {
		return nil
	}
	_, err = call.Extend.Run(ctx, door, program, call.Extending{Call: id, Closes: to, Outage: o.ID})
	if db.IsDuplicate(err) || refusal.KindOf(err) == refusal.Invalid {
		return nil
	}
	return err
}
