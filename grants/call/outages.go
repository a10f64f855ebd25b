package call

import "time"

// OutageRule says how an outage of the program shortly before the deadline moves it. It is part of the call, so that
// everybody knows it beforehand.
type OutageRule struct {
	None   bool          // outages move nothing
	Within time.Duration // before closing, while an outage counts
	From   time.Duration // the shortest outage that counts
	Round  time.Duration // what was lost is rounded up to a multiple of this
	Least  time.Duration // the least a deadline is moved
	Most   time.Duration // and the most, for one outage
}

// DefaultOutageRule is the rule of a call that says nothing: an outage of a minute or more in the last day gives back what
// was lost, in half hours, an hour at least.
var DefaultOutageRule = OutageRule{Within: 24 * time.Hour, From: time.Minute, Round: 30 * time.Minute, Least: time.Hour, Most: 72 * time.Hour}

// LongestWithin is the longest time before closing that a call file can name.
const LongestWithin = 14 * 24 * time.Hour

// Moved is the deadline after an outage from down to up, and whether it moves. What counts is the time in which people
// could have worked: within the rule's time before closing, not before the call opened, not after it closed. It is given
// back from the deadline on, or from the moment the program was there again, when that is later.
func (r OutageRule) Moved(opens, closes, down, up time.Time) (time.Time, bool) {
	from, until := latest(down, opens, closes.Add(-r.Within)), up
	if closes.Before(until) {
		until = closes
	}
	lost := until.Sub(from)
	if r.None || closes.IsZero() || lost <= 0 || lost < r.From {
		return closes, false
	}
	given := min(max(roundedUp(lost, r.Round), r.Least), r.Most)
	return wholeMinute(latest(closes, up).Add(given)), true
}

func latest(first time.Time, others ...time.Time) time.Time {
	for _, t := range others {
		if t.After(first) {
			first = t
		}
	}
	return first
}

func roundedUp(d, to time.Duration) time.Duration {
	if rest := d % to; rest > 0 {
		return d + to - rest
	}
	return d
}

// wholeMinute is the next whole minute: a deadline nobody can read aloud helps nobody.
func wholeMinute(t time.Time) time.Time {
	if whole := t.Truncate(time.Minute); whole.Before(t) {
		return whole.Add(time.Minute)
	}
	return t
}

// readOutages reads the rule of a file, or the default.
func readOutages(e entry) OutageRule {
	r := DefaultOutageRule
	if !e.written() {
		return r
	}
	k := e.keys("none", "within_hours", "from_minutes", "round_minutes", "least_minutes", "most_hours")
	r.None = k.get("none").yes()
	read := func(key string, most int, unit time.Duration, into *time.Duration) {
		if k.get(key).written() {
			*into = time.Duration(k.get(key).whole(1, most)) * unit
		}
	}
	read("within_hours", int(LongestWithin/time.Hour), time.Hour, &r.Within)
	read("from_minutes", 24*60, time.Minute, &r.From)
	read("round_minutes", 24*60, time.Minute, &r.Round)
	read("least_minutes", 7*24*60, time.Minute, &r.Least)
	read("most_hours", 14*24, time.Hour, &r.Most)
	if r.Least > r.Most {
		e.fault("The least a deadline is moved is more than the most.")
	}
	return r
}
