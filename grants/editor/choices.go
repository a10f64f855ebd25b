package editor

import (
	"strconv"
	"strings"

	"vekst/grants/municipality"
	"vekst/grants/programme"
)

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
