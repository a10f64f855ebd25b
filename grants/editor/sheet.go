package editor

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/municipality"
	"vekst/grants/programme"
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

// options are the words to choose from. One that is not among them, because a file says so, is shown too.
func (k desk) options(i input, place, value string) []option {
	all := []option{}
	if i.Name == "reason" && value == "" {
		value = "true"
	}
	if !i.Need && i.Name != "reason" || value == "" {
		all = append(all, option{"", k.q.T("editor.choose"), value == ""})
	}
	for _, o := range k.words(i, place) {
		o.IsChosen = o.Value == value
		all = append(all, o)
	}
	for _, o := range all {
		if o.IsChosen {
			return all
		}
	}
	return append(all, option{value, value, true})
}

// words are the words an input offers.
func (k desk) words(i input, place string) []option {
	switch i.Name {
	case "rules":
		return k.ruleSets()
	case "programme":
		return []option{{k.draft.Programme, k.draft.Programme, false}}
	case "path":
		return k.paths()
	case "source":
		var all []option
		for n := range k.j.count("sources") {
			each := down("sources", strconv.Itoa(n))
			all = append(all, option{k.j.value(down(each, "id")), k.j.value(down(each, "id")) + " · " + k.j.value(down(each, "title")), false})
		}
		return all
	case "by_partner", "each_partner":
		return k.fields("partner")
	case "by_activity":
		return k.fields("table")
	case "refusing_answer":
		return k.refusing(place)
	case "zone":
		return []option{{"Europe/Sofia", k.q.T("editor.option.zone.sofia"), false}, {"Europe/Oslo", k.q.T("editor.option.zone.oslo"), false}}
	}
	var all []option
	for _, w := range i.Words {
		all = append(all, option{w, k.word(i.Name, w), false})
	}
	return all
}

func (k desk) ruleSets() []option {
	var all []option
	for _, id := range programme.RuleSets() {
		if set, err := programme.Shelved(id); err == nil {
			all = append(all, option{id + "@" + set.Version, set.Name.In(k.q.Lang) + " (" + id + "@" + set.Version + ")", false})
		}
	}
	return all
}

// paths are the parts of the file that a mark can stand for: the main ones, and those that have marks already.
func (k desk) paths() []option {
	var all []option
	seen := map[string]bool{}
	for _, p := range marked {
		if k.j.at2(p) {
			all, seen[p] = append(all, option{p, k.q.T("editor.path." + p), false}), true
		}
	}
	for n := range k.j.count("marks") {
		if p := k.j.value(down("marks", strconv.Itoa(n), "path")); p != "" && !seen[p] {
			all, seen[p] = append(all, option{p, p, false}), true
		}
	}
	return all
}

func (j judged) at2(place string) bool { return j.tree.at(place) != nil }

// refusing are the answers to a question of the screener.
func (k desk) refusing(place string) []option {
	all := steps(place)
	question := strings.Join(all[:2], "/")
	var options []option
	switch k.j.value(down(question, "kind")) {
	case "choice":
		for _, c := range k.j.choices(down(question, "options")) {
			options = append(options, option{c.ID, labelled(c.Label.In(k.q.Lang), c.ID), false})
		}
	case "yes-no", "":
		for _, w := range []string{"yes", "no", "unknown"} {
			options = append(options, option{w, k.q.T("call.screener." + w), false})
		}
	}
	return options
}

// several are words of which some are chosen.
func (k desk) several(i input, place string) []option {
	have := map[string]bool{}
	for _, v := range k.j.values(place) {
		have[v] = true
	}
	var all []option
	add := func(value, label string) {
		all = append(all, option{value, label, have[value]})
		delete(have, value)
	}
	switch {
	case i.Kind == places:
		for _, m := range municipalities(k.q.Lang) {
			add(m.Value, m.Label)
		}
	case i.Name == "ceiling_of" || i.Name == "flat_of":
		for _, c := range k.j.choices(headingsOf(place)) {
			add(c.ID, labelled(c.Label.In(k.q.Lang), c.ID))
		}
	default:
		for _, w := range i.Words {
			add(w, k.word(i.Name, w))
		}
	}
	for _, v := range k.j.values(place) {
		if have[v] {
			add(v, v)
		}
	}
	return all
}

// slots are the tie-breakers in their order, with two places more.
func (k desk) slots(place string) [][]option {
	var all [][]option
	have := k.j.values(place)
	for n := range len(have) + 2 {
		chosen := ""
		if n < len(have) {
			chosen = have[n]
		}
		slot := []option{{"", k.q.T("editor.breaker.none"), chosen == ""}}
		isThere := chosen == ""
		for _, o := range k.breakers() {
			o.IsChosen = o.Value == chosen
			isThere = isThere || o.IsChosen
			slot = append(slot, o)
		}
		if !isThere {
			slot = append(slot, option{chosen, chosen, true})
		}
		all = append(all, slot)
	}
	return all
}

// breakers are what can decide between equal scores.
func (k desk) breakers() []option {
	var all []option
	add := func(value, key, name string) {
		all = append(all, option{value, k.q.T("editor.breaker."+key, "Name", name), false})
	}
	for g := range k.j.count("criteria/groups") {
		group := down("criteria/groups", strconv.Itoa(g))
		add("group "+k.j.value(down(group, "id")), "group", k.title(group))
		for c := range k.j.count(down(group, "criteria")) {
			each := down(group, "criteria", strconv.Itoa(c))
			add("criterion "+k.j.value(down(each, "id")), "criterion", k.title(each))
		}
	}
	for _, o := range k.j.formOperands() {
		if o.Part == "" && (o.Type == "number" || o.Type == "amount" || o.Type == "date") && o.Expr == o.Field {
			add("field "+o.Field, "larger", k.called(o))
			add("field "+o.Field+" smaller", "smaller", k.called(o))
		}
	}
	return append(all, option{"draw", k.q.T("editor.breaker.draw"), false})
}

// fields are the fields of a kind, to refer to.
func (k desk) fields(kind string) []option {
	var all []option
	for s := range k.j.count("form") {
		list := down("form", strconv.Itoa(s), "fields")
		for f := range k.j.count(list) {
			if each := down(list, strconv.Itoa(f)); k.j.value(down(each, "kind")) == kind {
				all = append(all, option{k.j.value(down(each, "id")), k.title(each), false})
			}
		}
	}
	return all
}

// headingsOf is the list of kinds of cost that a place in one of them belongs to.
func headingsOf(place string) string {
	heading := elementOf(place)
	return strings.Join(steps(heading)[:len(steps(heading))-1], "/")
}

// word is what a word of the file is called on the page.
func (k desk) word(name, w string) string {
	switch name {
	case "countries", "partner_countries":
		return k.q.T("call.country." + w)
	case "legal_kinds":
		return k.q.T("call.legal." + w)
	case "call_kind":
		return k.q.T("call.kind." + w)
	case "donor":
		return k.q.T("call.donor." + w)
	case "mark":
		return k.q.T("look.mark." + w)
	case "same_as":
		return k.q.T("organisation.fact." + strings.TrimPrefix(w, "organisation."))
	case "currency", "experts":
		return w
	case "column_kind":
		name = "field_kind"
	}
	return k.q.T("editor.option." + name + "." + w)
}

func labelled(label, id string) string {
	if label == "" {
		return id
	}
	return label
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

// chooser shows a condition as choices, with one line to add.
func (k desk) chooser(name, place, condition string) *chooser {
	about := k.j.about(place)
	c := &chooser{Name: name, Was: condition}
	clauses, anyOf, ok := chosen(condition, about)
	c.IsChosen, c.Any = ok, anyOf
	if !ok {
		return c
	}
	for i, each := range append(clauses, clause{}) {
		c.Clauses = append(c.Clauses, k.clause(name, i, each, about))
	}
	return c
}

func (k desk) clause(name string, i int, c clause, about []operand) clauseView {
	v := clauseView{Name: name + "~" + strconv.Itoa(i), To: c.To, Place: i + 1, Type: "text"}
	v.Of = append(v.Of, option{"", k.q.T("editor.condition.nothing"), c.Of == ""})
	for _, o := range about {
		v.Of = append(v.Of, option{o.Expr, k.called(o), o.Expr == c.Of})
		if o.Expr == c.Of {
			v.Type = o.Type
			for _, each := range o.Options {
				v.Options = append(v.Options, option{each.ID, labelled(each.Label.In(k.q.Lang), each.ID), each.ID == c.To})
			}
		}
	}
	for _, w := range comparisons {
		v.Is = append(v.Is, option{w, k.q.T("editor.condition." + w), w == c.Is})
	}
	if v.Type == "number" || v.Type == "amount" || v.Type == "rows" {
		v.To = k.shown(v.To)
	}
	return v
}

// called is what an operand is called on the page.
func (k desk) called(o operand) string {
	label := labelled(o.Label.In(k.q.Lang), o.Field)
	if r := []rune(label); len(r) > 60 {
		label = string(r[:59]) + "…"
	}
	if extra := o.Extra.In(k.q.Lang); extra != "" {
		return label + ": " + extra
	}
	if o.Part != "" {
		return label + ": " + k.q.T("editor.part_of."+o.Part)
	}
	return label
}

// list shows a list: inline ones with their inputs, the others with a link each.
func (k desk) list(l series, base string) listView {
	place := down(base, l.Key)
	v := listView{Key: without(place, k.above), Name: l.Name, Inline: l.Inline}
	for _, f := range k.j.faults {
		if f.Place == place {
			v.Said = append(v.Said, f)
		}
	}
	n := k.j.count(place)
	for i := range n {
		v.Elements = append(v.Elements, k.element(l, down(place, strconv.Itoa(i)), i, n))
	}
	switch l.Of {
	case "field":
		v.Kinds = k.kinds(fieldKinds)
	case "column":
		v.Kinds = k.kinds(columnKinds)
	}
	return v
}

func (k desk) kinds(words []string) []option {
	var all []option
	for _, w := range words {
		all = append(all, option{w, k.q.T("editor.option.field_kind." + w), w == "short"})
	}
	return all
}

func (k desk) element(l series, place string, i, n int) element {
	e := element{Place: without(place, k.above), Number: i + 1, IsFirst: i == 0, IsLast: i == n-1, Title: k.title(place), Faults: len(k.j.at(place))}
	s := k.j.shapeOf(l.Of, place)
	if l.Inline {
		e.Inputs, e.More = k.ask(s, place)
		e.Said = k.others(place, append(e.Inputs, e.More...), s)
		return e
	}
	e.Link = "/editor/" + k.draft.ID + "/edit/" + place
	e.Meta = k.meta(l.Of, place)
	return e
}

// title is what a thing is called: its text in the language of the page, or its name.
func (k desk) title(place string) string {
	for _, key := range []string{"title", "label", "text"} {
		if t := k.j.text(down(place, key)); !t.Empty() {
			if says := t.In(k.q.Lang); says != "" {
				return says
			}
		}
	}
	return k.q.T("editor.untitled")
}

// meta says in a few words what a thing is.
func (k desk) meta(of, place string) string {
	switch of {
	case "field", "column":
		return k.fieldMeta(place)
	case "section":
		return k.q.T("editor.meta.fields", "Count", k.j.count(down(place, "fields")))
	case "group":
		return k.q.T("editor.meta.criteria", "Count", k.j.count(down(place, "criteria")))
	case "criterion":
		return k.q.T("editor.meta.points", "Points", k.shown(k.j.value(down(place, "max"))))
	}
	return ""
}

func (k desk) fieldMeta(place string) string {
	kind := k.j.value(down(place, "kind"))
	says := kind
	for _, w := range fieldKinds {
		if w == kind {
			says = k.q.T("editor.option.field_kind." + w)
		}
	}
	switch k.j.value(down(place, "required")) {
	case "", "false":
		says += " · " + k.q.T("editor.option.required.never")
	case "true":
		says += " · " + k.q.T("editor.option.required.always")
	default:
		says += " · " + k.q.T("editor.option.required.if")
	}
	if k.j.value(down(place, "when")) != "" {
		says += " · " + k.q.T("editor.meta.sometimes")
	}
	return says
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

// municipalities are all there are, by name.
func municipalities(language string) []option {
	register, err := municipality.Places()
	if err != nil {
		return nil
	}
	all := register.Municipalities()
	if municipality.Alphabetically(all, language) != nil {
		return nil
	}
	options := make([]option, len(all))
	for i, m := range all {
		options[i] = option{Value: m.Code, Label: register.Label(m.Code, language)}
	}
	return options
}
