package programme

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"vekst/value/text"
)

// RuleSet is the rules of one funding period in one version. A call pins the identifier and version it was published
// under, and Digest proves that the pinned text has not changed since.
type RuleSet struct {
	ID        string    // eea-2014-2021
	Version   string    // raised when any value changes
	ValidFrom time.Time // zero where the adopted text has not been seen
	Inherits  string    // identifier of the set whose rules hold where this one is silent
	Name      text.Text
	Amended   []Amendment
	Rules     []Rule // in the order of the regulation's chapters, inherited ones included
	Withdrawn []string
	Sources   []Source
	Digest    string // SHA-256, in hexadecimal, of the file and of the sets it inherits
}

// Amendment is a day on which the regulation itself changed, and the articles touched.
type Amendment struct {
	On       time.Time
	Articles []string
}

// Rule is one rule: what it says, in which article, how sure we are, and the values that programs need of it.
type Rule struct {
	ID      string // C1, L7, G1: the letter is the chapter, the number the place in it
	Article Article
	Mark    Mark
	Scope   string // empty, or the only part of the mechanism for which Mark holds (civil-society-fund)
	Sources []Source
	Text    text.Text
	Values  []Value
	From    string // identifier of the rule set this wording comes from
}

// Article is where a rule stands. Articles are always cited by period and number, since numbers move between periods.
type Article struct {
	Period string // eea-2014-2021; empty where Law is another act
	Number string // 7.6; empty where there is none or it is not known
	Law    string // another act: Regulation (EU) 2023/2831, Article 3(2)
	Mark   Mark   // how sure we are of the number
}

// Type of a value, and with it the unit of its number.
type Type string

// The types of value.
const (
	Money       Type = "money"        // euro cents
	Percent     Type = "percent"      // basis points: 8500 is 85 %
	Days        Type = "days"         // calendar days
	WorkingDays Type = "working-days" // Monday to Friday less the country's holidays
	Months      Type = "months"       // calendar months
	Years       Type = "years"
	Hours       Type = "hours"
	Count       Type = "count"
	Flag        Type = "flag"
	Word        Type = "word" // a keyword programs act on
	Words       Type = "words"
	Day         Type = "day"        // calendar day, midnight UTC
	YearlyDay   Type = "yearly-day" // a day of every year, month-day: 02-15
)

// Tighter says in which direction a narrower level (programme, then call) may move a value.
type Tighter string

// The directions. Without one a value is a parameter that a narrower level sets freely.
const (
	Higher Tighter = "higher" // a minimum: may only be raised
	Lower  Tighter = "lower"  // a maximum: may only be lowered
	Fixed  Tighter = "fixed"  // may not be changed
	Free   Tighter = ""
)

// Value is one value of a rule. Which field holds it follows from its Type.
type Value struct {
	Name    string
	Type    Type
	Number  int64    // money, percent, days, working-days, months, years, hours, count
	Yes     bool     // flag
	Word    string   // word, yearly-day
	Words   []string // words
	Day     time.Time
	Tighter Tighter
	Mark    Mark
	From    time.Time // first day on which it holds; zero is always
	Until   time.Time // last day on which it holds; zero is without end
}

// Override is a narrower level's own value for one value of one rule.
type Override struct {
	Rule, Name string
	Value      Value
}

// Why a bound cannot be given or a value is refused.
var (
	ErrNoRule  = errors.New("programme: no such rule")
	ErrNoValue = errors.New("programme: the rule has no such value")
	ErrDated   = errors.New("programme: the value changes with time; ask for a day")
	ErrLooser  = errors.New("programme: a narrower level may only tighten")
	ErrType    = errors.New("programme: the value is of another type")
)

// Rule returns the rule with an identifier.
func (s RuleSet) Rule(id string) (Rule, bool) {
	i := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return Rule{}, false
	}
	return s.Rules[i], true
}

// Chapter returns the letter of the chapter a rule belongs to: C calls, P promoters and partners, L selection, G small
// grants, F rates, E costs, Y payments, R results, B bilateral fund, I irregularities and records, A state aid and
// procurement, N what is new in a period.
func (r Rule) Chapter() string { return r.ID[:1] }

// Bound returns a value that holds on every day. ErrDated means that the value changed at some time; use BoundOn.
func (s RuleSet) Bound(id, name string) (Value, error) {
	found, err := s.values(id, name)
	if err != nil {
		return Value{}, err
	}
	if len(found) > 1 || !found[0].From.IsZero() || !found[0].Until.IsZero() {
		return Value{}, fmt.Errorf("%s.%s: %w", id, name, ErrDated)
	}
	return found[0], nil
}

// BoundOn returns the value that holds on a day.
func (s RuleSet) BoundOn(id, name string, day time.Time) (Value, error) {
	found, err := s.values(id, name)
	if err != nil {
		return Value{}, err
	}
	for _, v := range found {
		if v.Holds(day) {
			return v, nil
		}
	}
	return Value{}, fmt.Errorf("%s.%s on %s: %w", id, name, day.Format(time.DateOnly), ErrNoValue)
}

func (s RuleSet) values(id, name string) ([]Value, error) {
	rule, ok := s.Rule(id)
	if !ok {
		return nil, fmt.Errorf("%s: %w", id, ErrNoRule)
	}
	var found []Value
	for _, v := range rule.Values {
		if v.Name == name {
			found = append(found, v)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s.%s: %w", id, name, ErrNoValue)
	}
	return found, nil
}

// Holds says whether the value is in force on a day, first and last day included.
func (v Value) Holds(day time.Time) bool {
	return !day.Before(v.From) && (v.Until.IsZero() || day.Before(v.Until.AddDate(0, 0, 1)))
}

// Tightens says whether a narrower level may put its own value in place of v: nil if it may, ErrType or ErrLooser if not.
// An equal value always may.
func (v Value) Tightens(own Value) error {
	if v.Type != own.Type {
		return ErrType
	}
	if v.Tighter == Free || v.same(own) {
		return nil
	}
	higher, comparable := v.compare(own)
	if !comparable || v.Tighter == Fixed || (v.Tighter == Higher) != higher {
		return ErrLooser
	}
	return nil
}

// compare tells whether own is higher than v, where the two can be ordered. Yes counts as higher than no.
func (v Value) compare(own Value) (higher, comparable bool) {
	switch v.Type {
	case Flag:
		return own.Yes, true
	case Day:
		return own.Day.After(v.Day), true
	case Word, Words, YearlyDay:
		return false, false
	}
	return own.Number > v.Number, true
}

func (v Value) same(own Value) bool {
	return v.Number == own.Number && v.Yes == own.Yes && v.Word == own.Word && v.Day.Equal(own.Day) &&
		slices.Equal(v.Words, own.Words)
}

// Narrow returns the rules as a narrower level lives by them, or every override that may not stand: an unknown rule or
// value, another type, or a looser value.
func (s RuleSet) Narrow(overrides []Override) (RuleSet, error) {
	var refused []error
	s.Rules = slices.Clone(s.Rules)
	for _, o := range overrides {
		if err := s.narrow(o); err != nil {
			refused = append(refused, err)
		}
	}
	return s, errors.Join(refused...)
}

func (s RuleSet) narrow(o Override) error {
	bound, err := s.Bound(o.Rule, o.Name)
	if err != nil {
		return err
	}
	if err := bound.Tightens(o.Value); err != nil {
		return fmt.Errorf("%s.%s: %w", o.Rule, o.Name, err)
	}
	at := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.ID == o.Rule })
	values := slices.Clone(s.Rules[at].Values)
	for i := range values {
		if values[i].Name == o.Name {
			o.Value.Name, o.Value.Tighter = o.Name, bound.Tighter
			values[i] = o.Value
		}
	}
	s.Rules[at].Values = values
	return nil
}

// Unchecked lists what must be read in the regulation before it is relied on: rule identifiers, or rule.value, that are
// unconfirmed.
func (s RuleSet) Unchecked() []string {
	var open []string
	for _, r := range s.Rules {
		if r.Mark == Unconfirmed {
			open = append(open, r.ID)
			continue
		}
		for _, v := range r.Values {
			if name := r.ID + "." + v.Name; v.Mark == Unconfirmed && !slices.Contains(open, name) {
				open = append(open, name)
			}
		}
	}
	return open
}

// Cite writes an article the way it must be cited, period and number together: "eea-2014-2021, 7.6". It is empty where no
// article is known.
func (a Article) Cite() string {
	if a.Law != "" {
		return a.Law
	}
	if a.Number == "" {
		return ""
	}
	return strings.Join([]string{a.Period, a.Number}, ", ")
}
