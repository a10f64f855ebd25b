package editor

import (
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/programme"
)

// state is what a check says about publication.
type state string

// The states of a check. What a rule that is not confirmed wants is a warning: one goes on with a reason that is kept.
const (
	holds  state = "holds"
	warns  state = "warns"
	blocks state = "blocks"
)

// check is one rule of chapter C as it stands for a draft. Says names its sentence.
type check struct {
	Rule  programme.Rule
	State state
	Says  string
	Args  []any
	Needs []string // the notes by which it can be satisfied
	Why   string   // the reason given for going on, where it warns
}

// isOpen says whether the check stands in the way: it blocks, or warns and nobody has said why one goes on.
func (c check) isOpen() bool { return c.State == blocks || c.State == warns && c.Why == "" }

// Names of notes.
const (
	noteDonors   = "c4-donors"   // the address at eeagrants.org
	noteSite     = "c4-site"     // the address at the programme's site
	noteSent     = "c7-sent"     // the day the English text went to the donors' office
	noteComments = "c7-comments" // what the donors said
	reasonFor    = "reason-"     // and the rule
)

// examine looks at a call by the rules of publication. Notes are what was done about them.
func examine(d call.Definition, rules programme.RuleSet, notes map[string]Note) []check {
	all := []check{
		{Says: "c1"}, minimumOpen(d, rules), {Says: "c3"}, published(notes), content(d), {Says: "c6"}, told(d, rules, notes), {Says: "c8"},
	}
	for i, id := range []string{"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"} {
		all[i].Rule, _ = rules.Rule(id)
		all[i].Rule.ID = id
		if all[i].State == "" {
			all[i].State = holds
		}
		if all[i].State == warns {
			all[i].Why = notes[reasonFor+strings.ToLower(id)].Says
		}
	}
	return all
}

// by is what a shortcoming means under a mark: only what is confirmed stops anybody.
func by(m programme.Mark) state {
	if m == programme.Confirmed {
		return blocks
	}
	return warns
}

// launched is the day the call becomes known, in its zone.
func launched(d call.Definition) time.Time {
	zone := d.Window.Location()
	opens := d.Window.Opens.In(zone)
	if a := d.Announced; !a.IsZero() && a.Before(d.Window.Opens) {
		return time.Date(a.Year(), a.Month(), a.Day(), 0, 0, 0, 0, zone)
	}
	return opens
}

// minimumOpen is rule C2: so many calendar months, counted to the end of shorter months.
func minimumOpen(d call.Definition, rules programme.RuleSet) check {
	v, err := rules.Bound("C2", "minimum-open")
	if err != nil || d.Window.Closes.IsZero() || d.Window.Opens.IsZero() {
		return check{Says: "c2_always"}
	}
	if closes := d.Window.Closes.In(d.Window.Location()); programme.IsOpenLongEnough(launched(d), closes, v.Number) {
		return check{Says: "c2_holds", Args: []any{"Months", v.Number}}
	}
	return check{State: by(v.Mark), Says: "c2_short", Args: []any{"Months", v.Number, "Earliest", programme.EarliestClosing(launched(d), v.Number)}}
}

// published is rule C4: the two addresses at which the call is made known.
func published(notes map[string]Note) check {
	c := check{Says: "c4_holds", Needs: []string{noteDonors, noteSite}}
	if notes[noteDonors].Says == "" || notes[noteSite].Says == "" {
		c.State, c.Says = blocks, "c4_missing"
	}
	return c
}

// content is rule C5. What it surely wants is there when the checker of calls is content, but for what is supported; the
// longer list is not confirmed.
func content(d call.Definition) check {
	if len(d.Purposes) == 0 && d.Description.Empty() {
		return check{State: blocks, Says: "c5_activities"}
	}
	var missing []string
	for _, m := range []struct {
		name string
		is   bool
	}{{"purposes", len(d.Purposes) == 0}, {"money", !d.Money.Given() && d.Kind != call.Concept && d.Kind.Assessed()}, {"activities_end", d.ActivitiesEnd.IsZero() && d.Kind.Assessed()},
		{"decision", d.Decision.IsZero() && d.Kind.Assessed()}, {"after", d.After.Empty()}, {"outcome", d.Outcome == ""}} {
		if m.is {
			missing = append(missing, m.name)
		}
	}
	if missing != nil {
		return check{State: warns, Says: "c5_should", Args: []any{"Missing", missing}}
	}
	return check{Says: "c5_holds"}
}

// told is rule C7: the donors' office has the English text so many days before launch.
func told(d call.Definition, rules programme.RuleSet, notes map[string]Note) check {
	c := check{Needs: []string{noteSent, noteComments}}
	v, err := rules.Bound("C7", "notice")
	sent, unread := time.Parse(time.DateOnly, notes[noteSent].Says)
	switch {
	case err != nil:
		c.Says = "c7_none"
	case unread != nil:
		c.State, c.Says, c.Args = warns, "c7_missing", []any{"Days", v.Number}
	default:
		launch := launched(d)
		days := int64(time.Date(launch.Year(), launch.Month(), launch.Day(), 0, 0, 0, 0, time.UTC).Sub(sent).Hours() / 24)
		if days < v.Number {
			c.State, c.Says, c.Args = warns, "c7_short", []any{"Sent", sent, "Before", days, "Days", v.Number}
		} else {
			c.Says, c.Args = "c7_holds", []any{"Sent", sent, "Before", days}
		}
	}
	return c
}

// goesOn lists the rules that are gone against with a reason, as publishing wants them.
func goesOn(notes map[string]Note) []string {
	if notes[reasonFor+"c2"].Says != "" {
		return []string{"C2"}
	}
	return nil
}
