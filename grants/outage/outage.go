// Package outage is about the times at which nobody could reach the program. It measures them itself (platform/pulse),
// publishes every one of them, and moves the deadlines that an outage fell shortly before, by the rule each call has told
// beforehand (call.OutageRule). No person decides anything in it.
package outage

import "time"

// Outage is a time at which no process of the program was alive, or the database took no writes.
type Outage struct {
	ID       string
	Down, Up time.Time
}

// Length is how long it lasted.
func (o Outage) Length() time.Duration { return o.Up.Sub(o.Down) }
