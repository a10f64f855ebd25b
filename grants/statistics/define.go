package statistics

import (
	"regexp"
	"slices"
	"unicode/utf8"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Defining is an indicator as somebody writes it; IsNew that there must be none with its code yet. Least and Most are as
// they were typed.
type Defining struct {
	Indicator
	LeastTyped, MostTyped string
	IsNew                 bool
}

// Define makes an indicator, or changes what is said of one. Its figures stay.
var Define = action.Define(action.Definition[Defining, Indicator, Indicator]{
	Name: "statistics.define",
	Load: func(tx *action.Tx, in Defining) (Indicator, error) {
		if _, err := hold(tx); err != nil {
			return Indicator{}, err
		}
		all, err := Indicators(tx)
		i, ok := named(all, in.Code)
		if err == nil && !ok && !in.IsNew {
			err = refusal.New(refusal.Missing, "look.refusal.missing")
		}
		return i, err
	},
	May:  keepers[Indicator](),
	When: action.AnyTime[Indicator](),
	Do:   define,
})

var isIndicatorCode = regexp.MustCompile(`^[a-z][a-z0-9_]{1,39}$`)

func define(tx *action.Tx, in Defining, have Indicator) (Indicator, error) {
	i := in.Indicator
	complaints := undefined(&i, in)
	switch {
	case in.IsNew && !isIndicatorCode.MatchString(i.Code):
		complaints = append([]refusal.Complaint{refusal.About("code", "statistics.refusal.code")}, complaints...)
	case in.IsNew && isAmbiguous(i.Code):
		complaints = append([]refusal.Complaint{refusal.About("code", "statistics.refusal.code_means")}, complaints...)
	case in.IsNew && have.Code != "":
		complaints = append([]refusal.Complaint{refusal.About("code", "statistics.refusal.code_taken")}, complaints...)
	}
	if err := refusal.Of(complaints); err != nil {
		return i, err
	}
	if err := inRange(tx, i); err != nil {
		return i, err
	}
	i.Part, i.Of, i.IsShipped = have.Part, have.Of, false
	tx.About("indicator", i.Code)
	if err := saveIndicator(tx, i); err != nil {
		return i, err
	}
	return i, raise(tx)
}

// isAmbiguous says whether a column that is called by a code would be taken for something else: the code of a municipality, or
// another indicator in a year.
func isAmbiguous(code string) bool {
	said := plainHead(code)
	for _, names := range heads {
		if slices.Contains(names, said) {
			return true
		}
	}
	return yearBehind.MatchString(said) || code == "imports" || code == "define"
}

// inRange refuses a range in which figures that stand already do not lie.
func inRange(r db.Reader, i Indicator) error {
	all, err := Figures(r)
	if err != nil {
		return err
	}
	outside := 0
	for _, f := range all {
		if f.Field == i.Code && (!i.Fits(f.Value) || i.Whole && !f.Value.IsWhole()) {
			outside++
		}
	}
	if outside > 0 {
		return refusal.Of([]refusal.Complaint{refusal.About("least", "statistics.refusal.outside", "Count", outside)})
	}
	return nil
}

// Lengths of what is written of an indicator, in characters.
const (
	nameLimit       = 120
	definitionLimit = 1000
)

// undefined finds what is missing or wrong, in the order of the form.
func undefined(i *Indicator, in Defining) []refusal.Complaint {
	var all []refusal.Complaint
	if !slices.Contains(Themes, i.Theme) {
		all = append(all, refusal.About("theme", "statistics.refusal.theme"))
	}
	all = append(all, threefold("name", i.Name, nameLimit)...)
	all = append(all, threefold("definition", i.Definition, definitionLimit)...)
	if !slices.Contains(Units, i.Unit) {
		all = append(all, refusal.About("unit", "statistics.refusal.unit"))
	}
	if !slices.Contains(Directions, i.Better) {
		all = append(all, refusal.About("better", "statistics.refusal.better"))
	}
	all = append(all, limits(i, in)...)
	all = append(all, threefold("publisher", i.Publisher, nameLimit)...)
	if i.Address != "" && !isAddress(i.Address) {
		all = append(all, refusal.About("address", "statistics.refusal.address"))
	}
	for field, s := range map[string]string{"dataset": i.Dataset, "address": i.Address, "licence": i.Licence} {
		if utf8.RuneCountInString(s) > 300 {
			all = append(all, refusal.About(field, "statistics.refusal.long", "Limit", 300))
		}
	}
	if i.Licence == "" {
		all = append(all, refusal.About("licence", "statistics.refusal.licence"))
	}
	return all
}

// limits reads the ends of the range as they were typed.
func limits(i *Indicator, in Defining) (all []refusal.Complaint) {
	for _, end := range []struct{ field, typed string }{{"least", in.LeastTyped}, {"most", in.MostTyped}} {
		d, err := typedLimit(end.typed)
		if err != nil {
			all = append(all, refusal.About(end.field, "statistics.refusal.limit"))
		}
		if end.field == "least" {
			i.Least = d
		} else {
			i.Most = d
		}
	}
	if i.Least != nil && i.Most != nil && *i.Least > *i.Most {
		all = append(all, refusal.About("most", "statistics.refusal.limits"))
	}
	return all
}

// threefold wants a text in all three languages.
func threefold(field string, t text.Text, most int) (all []refusal.Complaint) {
	for _, l := range text.Languages {
		said := map[string]string{text.BG: t.BG, text.NB: t.NB, text.EN: t.EN}[l]
		switch n := utf8.RuneCountInString(said); {
		case n == 0:
			all = append(all, refusal.About(field+"_"+l, "statistics.refusal.in."+l))
		case n > most:
			all = append(all, refusal.About(field+"_"+l, "statistics.refusal.long", "Limit", most))
		}
	}
	return all
}
