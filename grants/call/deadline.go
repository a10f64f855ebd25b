package call

import (
	"time"

	"vekst/value/period"
)

// DaysUntil counts the midnights between two moments as people in a zone count days: a deadline tonight is 0 days away,
// one tomorrow morning 1, whatever the hour is now.
func DaysUntil(then, now time.Time, zone *time.Location) int {
	a, b := now.In(zone), then.In(zone)
	from := time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, time.UTC)
	until := time.Date(b.Year(), b.Month(), b.Day(), 0, 0, 0, 0, time.UTC)
	return int(until.Sub(from).Hours() / 24)
}

// Passed is the part of a window that has passed at a moment, in basis points; 0 for a window without end.
func Passed(w period.Window, now time.Time) int64 {
	length := int64(w.Closes.Sub(w.Opens) / time.Second)
	if w.Closes.IsZero() || length <= 0 {
		return 0
	}
	return min(max(int64(now.Sub(w.Opens)/time.Second)*10_000/length, 0), 10_000)
}
