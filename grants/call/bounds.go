package call

import (
	"strconv"
	"time"

	"vekst/grants/programme"
	"vekst/value/money"
)

// WithinRules is the Bound of the rule set a call pins: the set and its version exist, the grant keeps within the bounds
// of its kind (rule G1), and the call is open long enough (rule C2). A rule that is not confirmed is a default of the
// data files and is named in the sentence, so that whoever knows better changes it there.
func WithinRules(d Definition) []Objection {
	rules, err := programme.Shelved(d.Rules.ID)
	if err != nil {
		return []Objection{object("rules", "There is no rule set %q.", d.Rules.ID)}
	}
	if rules.Version != strconv.Itoa(d.Rules.Version) {
		return []Objection{object("rules", "The rule set %s is in version %s, not %d.", d.Rules.ID, rules.Version, d.Rules.Version)}
	}
	return append(grantBounds(rules, d), openLongEnough(rules, d)...)
}

// grantBounds holds the least and the greatest grant against rule G1. Its amounts are euro.
func grantBounds(rules programme.RuleSet, d Definition) []Objection {
	if !d.Money.Given() || d.Money.Currency != "EUR" {
		return nil
	}
	var objections []Objection
	hold := func(kind Kind, bound, path string, amount int64) {
		v, err := rules.Bound("G1", bound)
		if d.Kind != kind || err != nil {
			return
		}
		own := v
		own.Number = amount
		if v.Tightens(own) != nil {
			objections = append(objections, object(path, "%s EUR is outside rule G1 (%s), which has %s EUR and is %s.",
				money.Plain(amount), bound, money.Plain(v.Number), v.Mark))
		}
	}
	hold(SmallGrant, "small-minimum", "money.min", d.Money.Min)
	hold(SmallGrant, "small-maximum", "money.max", d.Money.Max)
	hold(Project, "project-minimum", "money.min", d.Money.Min)
	return objections
}

// openLongEnough holds the window against rule C2, from the day the call is announced or opens.
func openLongEnough(rules programme.RuleSet, d Definition) []Objection {
	v, err := rules.Bound("C2", "minimum-open")
	if err != nil || d.Window.Closes.IsZero() {
		return nil
	}
	zone := d.Window.Location()
	from := d.Window.Opens.In(zone)
	if !d.Announced.IsZero() && d.Announced.Before(d.Window.Opens) {
		from = time.Date(d.Announced.Year(), d.Announced.Month(), d.Announced.Day(), 0, 0, 0, 0, zone)
	}
	if programme.IsOpenLongEnough(from, d.Window.Closes.In(zone), v.Number) {
		return nil
	}
	return []Objection{object("window.closes", "The call would be open for less than %d months, which rule C2 has (%s).", v.Number, v.Mark)}
}
