package demo

import (
	"context"
	"sync"
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// Clock is the clock of the demonstration. It runs as fast as any, from a moment that can be moved forward. It stands
// still while the program does not run, so that nobody comes back to a call that closed in the meantime.
type Clock struct {
	mu    sync.RWMutex
	at    time.Time // the moment of the demonstration
	since time.Time // when it was that moment, by the machine's clock
}

// NewClock returns a clock that stands at Start and runs from now on.
func NewClock() *Clock { return &Clock{at: Start, since: time.Now()} }

// Now is the moment of the demonstration, UTC.
func (c *Clock) Now() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.at.Add(time.Since(c.since)).UTC()
}

// forward moves the clock, never back.
func (c *Clock) forward(to time.Time) {
	if now := c.Now(); to.After(now) {
		c.mu.Lock()
		c.at, c.since = to, time.Now()
		c.mu.Unlock()
	}
}

// Restore lets the clock go on from where it was when the program last stopped: the moment it was moved to, or the last
// thing that happened, whichever is later.
func (c *Clock) Restore(ctx context.Context, door *action.Door) error {
	last, err := lastMoment(door.Reader(ctx))
	if err == nil {
		c.forward(last)
	}
	return err
}

// Latest is as far as the clock can be moved: everything the programme knows of has happened by then.
var Latest = time.Date(2030, 12, 31, 0, 0, 0, 0, time.UTC)

// MoveClock keeps the moment to which the clock is moved, for the next start. The clock itself is moved by Move. It can be
// done in a demonstration only: elsewhere there is neither an address for it nor a table.
var MoveClock = action.Define(action.Definition[time.Time, time.Time, struct{}]{
	Name: "demo.move_clock",
	Load: func(_ *action.Tx, to time.Time) (time.Time, error) { return to, nil },
	May:  action.Permits[time.Time]{{Who: "anyone, in the demonstration", If: func(action.Actor, time.Time) bool { return true }}},
	When: action.Moment[time.Time]{Is: "forward only", Check: ahead},
	Do: func(tx *action.Tx, _ time.Time, to time.Time) (struct{}, error) {
		tx.About("clock", "demo")
		tx.Note("to", to.UTC().Format(time.RFC3339))
		return struct{}{}, keepMoment(tx, to)
	},
})

func ahead(now, to time.Time) error {
	switch {
	case !to.After(now):
		return refusal.New(refusal.Closed, "demo.clock.back")
	case to.After(Latest):
		return refusal.New(refusal.Closed, "demo.clock.far")
	}
	return nil
}

// Move moves the clock for actor. What has become due is done within seconds, when the outbox next looks.
func (c *Clock) Move(ctx context.Context, door *action.Door, actor action.Actor, to time.Time) error {
	if _, err := MoveClock.Run(ctx, door, actor, to); err != nil {
		return err
	}
	c.forward(to)
	return nil
}
