package call

import (
	"time"
	"unicode/utf8"

	"vekst/platform/refusal"
	"vekst/value/period"
	"vekst/value/text"
)

// reasonLength is the greatest length of a reason, in characters.
const reasonLength = 1000

// explained wants a reason in all three languages: whoever is bound by a change is told why in their own.
func explained(reason text.Text) []refusal.Complaint {
	var complaints []refusal.Complaint
	for _, each := range []struct{ field, says string }{{"reason_bg", reason.BG}, {"reason_nb", reason.NB}, {"reason_en", reason.EN}} {
		n := utf8.RuneCountInString(each.says)
		switch {
		case n == 0:
			complaints = append(complaints, refusal.About(each.field, "call.amend.reason."+each.field))
		case n > reasonLength:
			complaints = append(complaints, refusal.About(each.field, "call.amend.reason_long", "Most", reasonLength, "Count", n))
		}
	}
	return complaints
}

// amends finds what a new version may not change of a call that has opened. Before that everything may change but what
// it is called. Whoever applies must be able to rely on: its code and the numbers given out, the currency, the opening,
// and that the deadline never comes nearer (window is as it stands, extensions included).
func amends(old, d Definition, window period.Window, now time.Time) []refusal.Complaint {
	var complaints []refusal.Complaint
	fixed := func(key string, same bool) {
		if !same {
			complaints = append(complaints, refusal.About("text", "call.amend.fixed."+key))
		}
	}
	fixed("programme", old.Programme == d.Programme)
	if window.At(now) == period.Coming {
		return complaints
	}
	fixed("code", old.Code == d.Code)
	fixed("number", old.Number == d.Number)
	fixed("kind", old.Kind == d.Kind)
	fixed("currency", old.Money.Currency == d.Money.Currency)
	fixed("opens", old.Window.Opens.Equal(d.Window.Opens))
	fixed("closes", !closesAfter(old, d, window).Before(window.Closes) || window.Closes.IsZero())
	return complaints
}

// closesAfter is the deadline once d is published: a version that says what the one before it said leaves an extension
// in force; one that says otherwise is taken at its word.
func closesAfter(old, d Definition, window period.Window) time.Time {
	if d.Window.Closes.Equal(old.Window.Closes) {
		return window.Closes
	}
	return d.Window.Closes
}
