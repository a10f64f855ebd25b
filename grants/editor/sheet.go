package editor

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/platform/web"
	"vekst/value/text"
)

// asked is an input as a page shows it.
type asked struct {
	Name, Kind, Label, Help string
	Value                   string
	Texts                   []spoken // of a text, one a language
	Options                 []option
	Slots                   [][]option // of tie-breakers
	Rows                    int        // lines high, 0 for one
	Need                    bool
	Said                    []said
	When                    *chooser
	Mode                    string // of required: never, always, if
	Suffix                  string // € or %
}

// Described lists what describes the input, for those who listen.
func (a asked) Described() string {
	if a.Help != "" {
		return a.Name + "-e " + a.Name + "-h"
	}
	return a.Name + "-e"
}

// IsWrong says whether something is wrong with what is written; that something is not written yet is no reproach.
func (a asked) IsWrong() bool { return isWrong(a.Said) }

func isWrong(all []said) bool {
	return slices.ContainsFunc(all, func(s said) bool { return !s.IsMissing })
}

// IsDay and IsMoment say whether a browser's calendar can show what is there; otherwise it is shown as typed.
func (a asked) IsDay() bool { return a.is(time.DateOnly) }

// IsMoment is IsDay for a day with an hour.
func (a asked) IsMoment() bool { return a.is("2006-01-02T15:04") }

func (a asked) is(form string) bool {
	_, err := time.Parse(form, a.Value)
	return a.Value == "" || err == nil
}

type spoken struct {
	Lang, Name, Value string
	IsMissing         bool // written in another language, and not in this one
}

type option struct {
	Value, Label string
	IsChosen     bool
}

// chooser is a condition as a page shows it.
type chooser struct {
	Name, Was string
	IsChosen  bool // it can be shown as choices
	Any       bool
	Clauses   []clauseView
}

type clauseView struct {
	Name, To string
	Of, Is   []option
	Options  []option // what there is to choose from
	Type     string
	Place    int
}

// listView is a list of things as a page shows it.
type listView struct {
	Key, Name string
	Inline    bool
	Elements  []element
	Kinds     []option // what can be added, where there are several kinds
	Said      []said
}

type element struct {
	Place, Title, Meta, Link string
	Number                   int
	Faults                   int
	IsFirst, IsLast          bool
	Inputs, More             []asked
	Said                     []said
}

// desk makes the inputs of a page.
type desk struct {
	q     *web.Request
	j     judged
	draft Draft
	above string // the place of the page
}

// ask makes the inputs of a thing, and those few need apart.
func (k desk) ask(s shape, base string) (inputs, more []asked) {
	for _, i := range s.Inputs {
		a := k.one(i, base)
		if i.More {
			more = append(more, a)
		} else {
			inputs = append(inputs, a)
		}
	}
	return inputs, more
}

func (k desk) one(i input, base string) asked {
	place := down(base, i.Key)
	a := asked{Name: without(place, k.above), Kind: string(i.Kind), Label: k.q.T("editor.input." + i.Name), Help: k.help(i.Name), Need: i.Need || i.Kind == required, Said: k.j.at(place)}
	a.Need = a.Need || slices.ContainsFunc(a.Said, func(s said) bool { return s.IsMissing })
	switch i.Kind {
	case aText, someProse:
		k.text(&a, place)
	case anAmount, aShare, aCount:
		a.Value = k.shown(strings.TrimSpace(strings.TrimSuffix(k.j.value(place), "%")))
		if i.Kind == aShare {
			a.Suffix = "%"
		}
	case one:
		a.Value = k.j.value(place)
		a.Options = k.options(i, place, a.Value)
	case many, places:
		a.Options = k.several(i, place)
	case order:
		a.Slots = k.slots(place)
	case words:
		a.Value = strings.Join(k.j.values(place), ", ")
	case when:
		a.When = k.chooser(a.Name, place, k.j.value(place))
	case source:
		k.source(&a, place)
	case required:
		k.demanded(&a, place)
	default:
		a.Value = k.j.value(place)
	}
	return a
}

// help is the help of an input, "" where it needs none.
func (k desk) help(name string) string {
	key := "editor.about." + name
	if !k.q.Site.Catalog.Has(key) {
		return ""
	}
	return k.q.T(key)
}

func (k desk) text(a *asked, place string) {
	t := k.j.text(place)
	longest := 0
	for _, l := range text.Languages {
		value := k.j.value(down(place, l))
		longest = max(longest, utf8.RuneCountInString(value))
		a.Texts = append(a.Texts, spoken{l, a.Name + "/" + l, value, value == "" && !t.Empty()})
	}
	if a.Kind == string(someProse) {
		a.Rows = min(8, max(3, longest/45+1))
	}
}

// shown writes a number the way people of the language write it.
func (k desk) shown(value string) string {
	if k.q.Lang != text.EN && wellFormed.MatchString(value) {
		return strings.Replace(value, ".", ",", 1)
	}
	return value
}

func (k desk) demanded(a *asked, place string) {
	condition := k.j.value(place)
	switch condition {
	case "", "false":
		a.Mode, condition = "never", ""
	case "true":
		a.Mode, condition = "always", ""
	default:
		a.Mode = "if"
	}
	for _, m := range []string{"never", "always", "if"} {
		a.Options = append(a.Options, option{m, k.q.T("editor.option.required." + m), m == a.Mode})
	}
	a.When = k.chooser(a.Name, place, condition)
}

// others are the faults at a place that belong to none of its inputs.
func (k desk) others(place string, inputs []asked, s shape) []said {
	var all []said
	for _, f := range k.j.at(place) {
		rest := without(f.Place, k.above)
		known := false
		for _, a := range inputs {
			known = known || within(rest, a.Name)
		}
		for _, l := range s.Lists {
			known = known || within(f.Place, down(place, l.Key))
		}
		if !known {
			all = append(all, f)
		}
	}
	return all
}
