package programme

import "time"

// EarliestClosing is the earliest day on which a call published on a day may close: months calendar months later, or the
// last day of that month where it is shorter (rule C2). Only the calendar day of published counts, in its own location.
func EarliestClosing(published time.Time, months int64) time.Time {
	year, month, day := published.Date()
	first := time.Date(year, month+time.Month(months), 1, 0, 0, 0, 0, published.Location())
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day, last)-1)
}

// IsOpenLongEnough says whether a call that is published and closes on these days is open for the least number of months
// (rule C2). Both are taken as calendar days in their own location, which must be the call's.
func IsOpenLongEnough(published, closes time.Time, months int64) bool {
	return !closes.Before(EarliestClosing(published, months))
}
