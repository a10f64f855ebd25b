package chosen

import (
	"fmt"
	"strconv"
	"strings"

	"vekst/grants/targeting"
	"vekst/platform/refusal"
	"vekst/platform/web"
	"vekst/value/text"
)

// Rows of the form that are always there, and the most of those left out at once.
const (
	formThresholds = 3
	formTies       = 2
	spareExcluded  = 2
	mostExcluded   = 40
)

// typed is the form of a rule as it was typed.
type typed struct {
	Index, Supersedes, Number, From, PerGroup string
	Title                                     text.Text
	Thresholds                                []typedThreshold
	Excluded                                  []typedExclusion
	Ties                                      []typedOrder
}

// Row is which row of the form it stood in, from 1: rows in between may be empty.
type typedThreshold struct {
	Code, Side, Value string
	Row               int
}

type typedExclusion struct {
	Code, Reason string
	Row          int
}

type typedOrder struct {
	Code, First string
	Row         int
}

// readForm reads what was typed. Rows in which nothing was typed are left out.
func readForm(q *web.Request) typed {
	f := typed{Index: q.Value("index"), Supersedes: q.Value("supersedes"), Number: q.Value("number"), From: q.Value("from"), PerGroup: q.Value("per_group"),
		Title: text.Text{BG: q.Value("title-bg"), NB: q.Value("title-nb"), EN: q.Value("title-en")}}
	for i := range formThresholds {
		n := strconv.Itoa(i + 1)
		if t := (typedThreshold{q.Value("threshold-code-" + n), q.Value("threshold-side-" + n), q.Value("threshold-" + n), i + 1}); t.Code != "" || t.Value != "" {
			f.Thresholds = append(f.Thresholds, t)
		}
	}
	for i := range mostExcluded {
		n := strconv.Itoa(i + 1)
		if e := (typedExclusion{q.Value("excluded-" + n), q.Value("excluded-reason-" + n), i + 1}); e.Code != "" || e.Reason != "" {
			f.Excluded = append(f.Excluded, e)
		}
	}
	for i := range formTies {
		n := strconv.Itoa(i + 1)
		if o := (typedOrder{q.Value("tie-" + n), q.Value("tie-first-" + n), i + 1}); o.Code != "" {
			f.Ties = append(f.Ties, o)
		}
	}
	return f
}

// rule is what was typed as a rule, with a complaint for each number that is none.
func (f typed) rule(language string) (r Rule, complaints []refusal.Complaint) {
	complain := func(field, what string) {
		complaints = append(complaints, refusal.About(field, "chosen.refusal."+what))
	}
	r = Rule{Title: f.Title, From: targeting.End(f.From)}
	var err error
	if r.Number, err = strconv.Atoi(f.Number); err != nil {
		complain("number", "whole")
		r.Number = 1
	}
	if f.PerGroup != "" {
		if r.PerGroup, err = strconv.Atoi(f.PerGroup); err != nil {
			complain("per_group", "whole")
		}
	}
	for i, t := range f.Thresholds {
		x, err := number(t.Value)
		if err != nil || t.Code == "" {
			complain(fmt.Sprintf("threshold-%d", i+1), "threshold_number")
			continue
		}
		threshold := Threshold{Code: t.Code, AtMost: &x}
		if t.Side == "at_least" {
			threshold = Threshold{Code: t.Code, AtLeast: &x}
		}
		r.Thresholds = append(r.Thresholds, threshold)
	}
	for _, e := range f.Excluded {
		r.Excluded = append(r.Excluded, Exclusion{e.Code, said(e.Reason, language)})
	}
	for _, o := range f.Ties {
		r.Ties = append(r.Ties, Order{o.Code, targeting.End(o.First)})
	}
	return r, complaints
}

// whereTyped are complaints about the rows of a rule, with the rows of the form instead, which a script leaves where they are.
func (f typed) whereTyped(complaints []refusal.Complaint) []refusal.Complaint {
	rows := map[string]string{}
	stood := func(name string, i, row int) { rows[fmt.Sprintf("%s-%d", name, i+1)] = fmt.Sprintf("%s-%d", name, row) }
	for i, t := range f.Thresholds {
		stood("threshold", i, t.Row)
	}
	for i, e := range f.Excluded {
		stood("excluded", i, e.Row)
	}
	for i, o := range f.Ties {
		stood("tie", i, o.Row)
	}
	for i, c := range complaints {
		if row, moved := rows[c.Field]; moved {
			complaints[i].Field = row
		}
	}
	return complaints
}

// said is what was typed in one language.
func said(s, language string) (t text.Text) {
	switch language {
	case text.BG:
		t.BG = s
	case text.NB:
		t.NB = s
	default:
		t.EN = s
	}
	return t
}

// number reads a number with a decimal point or comma, and spaces between thousands.
func number(s string) (float64, error) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-", ",", ".").Replace(s)
	return strconv.ParseFloat(s, 64)
}
