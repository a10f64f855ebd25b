// Package period says when something is open.
package period

import (
	"sync"
	"time"
)

// Window is the time between an opening and a closing moment, both included: a request received exactly at Closes is
// in time, one received a millisecond later is not ("until and including", rule C3). Times are UTC; Zone is the IANA
// name of the zone in which people read them. A zero Closes means without end.
type Window struct {
	Opens, Closes time.Time
	Zone          string
}

// State of a window at a moment.
type State string

// The three states.
const (
	Coming State = "coming"
	Open   State = "open"
	Closed State = "closed"
)

// At tells the state of the window at the moment now. Moments are compared in whole milliseconds.
func (w Window) At(now time.Time) State {
	now = now.Truncate(time.Millisecond)
	switch {
	case now.Before(w.Opens):
		return Coming
	case !w.Closes.IsZero() && now.After(w.Closes):
		return Closed
	}
	return Open
}

// Location returns the zone of the window, UTC if the name is unknown on this machine.
func (w Window) Location() *time.Location {
	if l, ok := zones.Load(w.Zone); ok {
		return l.(*time.Location)
	}
	l, err := time.LoadLocation(w.Zone)
	if err != nil {
		return time.UTC
	}
	zones.Store(w.Zone, l)
	return l
}

// zones keeps the zones that were asked for: reading one takes as long as writing a line of a page.
var zones sync.Map
