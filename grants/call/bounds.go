package call

import (
	"slices"
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
	return slices.Concat(grantBounds(rules, d), budgetBounds(rules, d), openLongEnough(rules, d))
}

// budgetBounds holds the figures of a budget against the rules they name, and work in place of money against rule F3. A
// call has its figures itself, so that it reads the same when rule sets move on, and may only be tighter than the rule.
func budgetBounds(rules programme.RuleSet, d Definition) []Objection {
	path, b := d.budget()
	if b == nil {
		return nil
	}
	var objections []Objection
	hold := func(path string, rule RuleValue, kind programme.Type, number int64) {
		objections = append(objections, held(rules, path, rule, kind, number)...)
	}
	for _, h := range b.Headings {
		switch at := path + ".headings." + h.ID; h.Kind {
		case FlatRate:
			hold(at+".share", h.Rule, programme.Percent, h.Share)
		case UnitCost, LumpSum:
			hold(at+".price", h.Rule, programme.Money, h.Price)
		default:
			hold(at+".ceiling", h.Rule, programme.Percent, h.Ceiling)
		}
	}
	if _, known := rules.Rule(voluntary.Rule); known && b.InKind > 0 {
		hold(path+".in_kind", voluntary, programme.Percent, b.InKind)
	}
	return objections
}

// voluntary is the rule of how much of the co-financing may be voluntary work.
var voluntary = RuleValue{"F3", "volunteer-share"}

// held says what is wrong with a figure beside the value of a rule; nothing when it keeps within it.
func held(rules programme.RuleSet, path string, rule RuleValue, kind programme.Type, number int64) []Objection {
	if rule.Rule == "" {
		return nil
	}
	if _, known := rules.Rule(rule.Rule); !known {
		return []Objection{object(path, "The rule set %s has no rule %s.", rules.ID, rule.Rule)}
	}
	if rule.Name == "" {
		return nil
	}
	v, err := rules.Bound(rule.Rule, rule.Name)
	if err != nil {
		return []Objection{object(path, "Rule %s of %s has no value %q that could stand here.", rule.Rule, rules.ID, rule.Name)}
	}
	own := v
	own.Type, own.Number = kind, number
	if v.Tightens(own) == nil {
		return nil
	}
	return []Objection{object(path, "%s is outside rule %s.%s, which has %s (%s, %s).", money.Plain(number), rule.Rule, rule.Name, money.Plain(v.Number), v.Type, v.Mark)}
}

// budget is the budget of the form and its path in the file; nil where it has none.
func (d Definition) budget() (path string, b *Budget) {
	for _, s := range d.Form.Sections {
		for _, f := range s.Fields {
			if f.Budget != nil {
				return "form." + s.ID + ".fields." + f.ID, f.Budget
			}
		}
	}
	return "", nil
}

// WithinRulesBut is WithinRules for whoever goes on against rules that are not confirmed, having said why. C2 is the only
// one so far.
func WithinRulesBut(despite ...string) Bound {
	return func(d Definition) []Objection {
		return slices.DeleteFunc(WithinRules(d), func(o Objection) bool { return o.Warns && slices.Contains(despite, "C2") })
	}
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
	if err != nil || d.Window.Closes.IsZero() || !d.Kind.Assessed() {
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
	short := object("window.closes", "The call would be open for less than %d months, which rule C2 has (%s).", v.Number, v.Mark)
	short.Warns = v.Mark != programme.Confirmed
	return []Objection{short}
}
