package chosen

import (
	"fmt"
	"math"
	"unicode/utf8"

	"vekst/grants/targeting"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Limits of a rule.
const (
	mostTitle      = 200
	mostReason     = 1000
	mostThresholds = 10
	mostTies       = 5
)

// Check refuses a rule that cannot be followed with an index, with a complaint for each thing that is wrong.
func (r Rule) Check(index *targeting.Result) error {
	c := checking{rule: r, index: index}
	c.whole()
	for i, t := range r.Thresholds {
		c.threshold(fmt.Sprintf("threshold-%d", i+1), t)
	}
	c.exclusions()
	for i, o := range r.Ties {
		if field := fmt.Sprintf("tie-%d", i+1); c.known(field, o.Code) && o.First != targeting.Lowest && o.First != targeting.Highest {
			c.complain(field, "end")
		}
	}
	return refusal.Of(c.complaints)
}

type checking struct {
	rule       Rule
	index      *targeting.Result
	complaints []refusal.Complaint
}

func (c *checking) complain(field, what string, args ...any) {
	c.complaints = append(c.complaints, refusal.About(field, "chosen.refusal."+what, args...))
}

func (c *checking) whole() {
	r := c.rule
	for _, language := range r.Title.Missing() {
		c.complain("title-"+language, "title")
	}
	if tooLong(r.Title, mostTitle) {
		c.complain("title-"+text.BG, "title_long", "Limit", mostTitle)
	}
	if r.Number < 1 || r.Number >= len(c.index.Units) {
		c.complain("number", "number", "Most", len(c.index.Units)-1)
	}
	if r.From != targeting.Lowest && r.From != targeting.Highest {
		c.complain("from", "end")
	}
	switch {
	case r.PerGroup < 0:
		c.complain("per_group", "per_group")
	case r.PerGroup > 0 && c.index.Recipe.Group == "":
		c.complain("per_group", "no_groups")
	}
	if len(r.Thresholds) > mostThresholds {
		c.complain("threshold-1", "many_thresholds", "Limit", mostThresholds)
	}
	if len(r.Ties) > mostTies {
		c.complain("tie-1", "many_ties", "Limit", mostTies)
	}
}

func (c *checking) threshold(field string, t Threshold) {
	if !c.known(field, t.Code) {
		return
	}
	for _, x := range []*float64{t.AtLeast, t.AtMost} {
		if x != nil && (math.IsNaN(*x) || math.IsInf(*x, 0)) {
			c.complain(field, "threshold_number")
			return
		}
	}
	if (t.AtLeast == nil) == (t.AtMost == nil) {
		c.complain(field, "threshold_number")
	}
}

// known says whether anything in the index has a code.
func (c *checking) known(field, code string) bool {
	_, known := c.index.Figure(code, 0)
	if !known {
		c.complain(field, "unknown_figure", "Code", code)
	}
	return known
}

func (c *checking) exclusions() {
	seen := map[string]bool{}
	for i, e := range c.rule.Excluded {
		field := fmt.Sprintf("excluded-%d", i+1)
		switch {
		case seen[e.Code]:
			c.complain(field, "excluded_twice", "Code", e.Code)
		case !c.isUnit(e.Code):
			c.complain(field, "excluded_unknown", "Code", e.Code)
		case e.Reason.Empty():
			c.complain(field, "excluded_reason", "Code", e.Code)
		case tooLong(e.Reason, mostReason):
			c.complain(field, "excluded_long", "Limit", mostReason)
		}
		seen[e.Code] = true
	}
}

func (c *checking) isUnit(code string) bool {
	for _, u := range c.index.Table.Units {
		if u.Code == code {
			return true
		}
	}
	return false
}

func tooLong(t text.Text, limit int) bool {
	return utf8.RuneCountInString(t.BG) > limit || utf8.RuneCountInString(t.NB) > limit || utf8.RuneCountInString(t.EN) > limit
}
