package editor

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"vekst/value/text"
)

// unit is the least thing that is filled in by itself: an input, or one language of a text. Name is what it is called in
// the form that a page sends, Place where it is in the file.
type unit struct {
	input
	Name, Place string
}

// units lists what a thing consists of, inline lists included. Base is its place, above that of the page.
func (t tree) units(s shape, base, above string) []unit {
	var all []unit
	for _, i := range s.Inputs {
		place := down(base, i.Key)
		if i.Kind != aText && i.Kind != someProse {
			all = append(all, unit{i, without(place, above), place})
			continue
		}
		for _, l := range text.Languages {
			all = append(all, unit{i, without(down(place, l), above), down(place, l)})
		}
	}
	for _, l := range s.Lists {
		for n := 0; l.Inline && n < t.count(down(base, l.Key)); n++ {
			each := down(base, l.Key, strconv.Itoa(n))
			all = append(all, t.units(t.shapeOf(l.Of, each), each, above)...)
		}
	}
	return all
}

// fill writes what a page sent about a unit into the file. What the page does not speak of stays as it is.
func (t tree) fill(u unit, typed url.Values) {
	switch u.Kind {
	case when:
		if isAsked(u, typed) {
			t.put(u.Place, t.composed(u, typed), false)
		}
		return
	case source:
		if isAsked(u, typed) {
			t.put(u.Place, sourceOf(u, typed), false)
		}
		return
	case required:
		if isAsked(u, typed) {
			t.demand(u, typed)
		}
		return
	}
	if !typed.Has(u.Name) {
		return
	}
	value := strings.TrimSpace(strings.ReplaceAll(typed.Get(u.Name), "\r\n", "\n"))
	switch u.Kind {
	case aText, someProse:
		t.speak(u.Place, value)
	case aTick:
		t.put(u.Place, map[bool]string{true: "true"}[slices.Contains(typed[u.Name], "true")], true)
	case many, places, order:
		t.list(u.Place, slices.DeleteFunc(slices.Clone(typed[u.Name]), func(s string) bool { return s == "" }))
	case words:
		t.list(u.Place, separate(value))
	case anAmount, aCount:
		t.number(u.Place, decimal(value), "")
	case aShare:
		t.number(u.Place, decimal(strings.TrimSpace(strings.TrimSuffix(value, "%"))), " %")
	case one:
		t.choose(u, value)
	case aDay, aMoment:
		t.put(u.Place, value, true)
	default:
		t.put(u.Place, value, false)
	}
}

// speak writes one language of a text. Long texts stand on lines of their own.
func (t tree) speak(place, value string) {
	t.put(place, value, false)
	all := steps(place)
	n := t.at(strings.Join(all[:len(all)-1], "/"))
	if n == nil || n.Kind != yaml.MappingNode {
		return
	}
	length := 0
	for _, each := range n.Content {
		length += len(each.Value)
	}
	if length > 200 || strings.Contains(value, "\n") {
		n.Style = 0
	}
}

// number writes a number as it is written in files. One that only looks different on the page stays as it stands.
func (t tree) number(place, value, unit string) {
	have := decimal(strings.TrimSpace(strings.TrimSuffix(t.value(place), "%")))
	if value == have {
		return
	}
	if value != "" && wellFormed.MatchString(value) {
		value += unit
	}
	t.put(place, value, true)
}

// choose writes one of several words. What a file says by saying nothing is not written: one expects a reason of experts.
func (t tree) choose(u unit, value string) {
	if u.Key == "reason" && value == "true" && t.value(u.Place) == "" {
		return
	}
	plain := value == "true" || value == "false" || wellFormed.MatchString(value)
	if strings.HasSuffix(u.Key, "answer") {
		plain = false
	}
	t.put(u.Place, value, plain)
}

var wellFormed = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// decimal turns a number as people type it (12 500,50) into one as files have it (12500.50). What is no number stays as it
// was typed, to be said so.
func decimal(typed string) string {
	bare := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(typed)
	comma, point := strings.LastIndexByte(bare, ','), strings.LastIndexByte(bare, '.')
	switch {
	case comma > point && point >= 0:
		bare = strings.ReplaceAll(bare, ".", "")
	case point > comma && comma >= 0:
		bare = strings.ReplaceAll(bare, ",", "")
	}
	bare = strings.Replace(bare, ",", ".", 1)
	if wellFormed.MatchString(bare) {
		return bare
	}
	return typed
}

// separate splits words at commas and ends of lines.
func separate(typed string) []string {
	var all []string
	for _, w := range strings.FieldsFunc(typed, func(r rune) bool { return r == ',' || r == '\n' || r == ';' }) {
		if w = strings.TrimSpace(w); w != "" {
			all = append(all, w)
		}
	}
	return all
}

// tidy sets right what follows from a change: what belongs to another kind of field goes, names that were made by the
// program follow the English words, and everything has a mark.
func (t tree) tidy(before tree, u []unit) {
	for _, each := range u {
		if (each.Input() == "field_kind" || each.Input() == "column_kind") && before.value(each.Place) != t.value(each.Place) {
			t.turn(strings.TrimSuffix(each.Place, "/kind"))
		}
		if each.Input() == "heading_kind" && before.value(each.Place) != t.value(each.Place) {
			t.recount(strings.TrimSuffix(each.Place, "/kind"))
		}
	}
	for _, each := range u {
		if each.Key == "id" && each.Kind == aWord {
			t.follow(before, each.Place)
		}
	}
	t.mark()
}

// Input is the name by which an input has its words.
func (u unit) Input() string { return u.input.Name }

// turn makes a field one of its new kind.
func (t tree) turn(place string) {
	n, kind := t.at(place), t.value(down(place, "kind"))
	if n == nil || n.Kind != yaml.MappingNode || !slices.Contains(fieldKinds, kind) {
		return
	}
	keep := []string{"id", "kind", "label", "help", "example", "why", "required", "when", "check", "blind", "public"}
	for _, i := range limits[kind] {
		keep = append(keep, steps(i.Key)[0])
	}
	for _, l := range fieldShape(kind).Lists {
		keep = append(keep, l.Key)
	}
	for i := len(n.Content) - 2; i >= 0; i -= 2 {
		if !slices.Contains(keep, n.Content[i].Value) {
			n.Content = slices.Delete(n.Content, i, i+2)
		}
	}
	t.complete(place, kind)
}

// recount drops what a kind of cost said about another way of being counted.
func (t tree) recount(place string) {
	keep := map[string]bool{"id": true, "rule": true}
	for _, i := range headingShape(t.value(down(place, "kind"))).Inputs {
		keep[steps(i.Key)[0]] = true
	}
	for _, key := range []string{"price", "unit", "share", "of", "ceiling"} {
		if !keep[key] {
			t.remove(down(place, key))
		}
	}
}

// complete adds what a field of a kind cannot do without, where it is not there.
func (t tree) complete(place, kind string) {
	var read yaml.Node
	if err := yaml.Unmarshal([]byte(details[kind]), &read); err != nil || len(read.Content) == 0 {
		return
	}
	needed := read.Content[0]
	for i := 0; i+1 < len(needed.Content); i += 2 {
		if key := needed.Content[i].Value; key != "required" && key != "least" && t.at(down(place, key)) == nil {
			insertKey(t.at(place), key, needed.Content[i+1])
		}
	}
	if kind == "budget" {
		t.recall(place, "budget")
	}
}

var (
	made      = regexp.MustCompile(`^(section|question|ask|gate|group|criterion|option|heading|purpose|points)_[0-9]+$`)
	unwritten = regexp.MustCompile(`[^a-z0-9]+`)
)

// follow gives a thing whose name the program made a name after its English words, until somebody gives it another; and
// carries a new name to everything that speaks of the thing.
func (t tree) follow(before tree, place string) {
	thing := strings.TrimSuffix(place, "/id")
	id, was := t.value(place), before.value(place)
	if id == was && made.MatchString(id) && t.value(down(thing, "kind")) != "budget" {
		for _, key := range []string{"title", "label", "text"} {
			if words := t.value(down(thing, key, text.EN)); words != "" {
				id = slug(words, id)
			}
		}
	}
	if id == was || was == "" || id == "" {
		return
	}
	t.put(place, was, false)
	t.recall(thing, id)
}

// slug is a name after English words: “Jobs at the start” is jobs_at_the.
func slug(words, otherwise string) string {
	parts := strings.FieldsFunc(unwritten.ReplaceAllString(strings.ToLower(words), " "), func(r rune) bool { return r == ' ' })
	name := strings.Join(parts[:min(len(parts), 3)], "_")
	name = strings.TrimRight(name[:min(len(name), 30)], "_")
	if name == "" || name[0] < 'a' || name[0] > 'z' || slices.Contains(reservedNames, name) {
		return otherwise
	}
	return name
}

// reservedNames mean something else in conditions.
var reservedNames = []string{"now", "call", "answered", "euro", "date", "sum", "size", "has", "all", "exists", "map", "filter", "int", "string", "list",
	"type", "true", "false", "null", "in", "as", "if", "for", "budget"}

// recall gives a thing another id, free where it stands, and tells the marks, the conditions and the tie-breakers.
func (t tree) recall(thing, id string) {
	all := steps(thing)
	above := strings.Join(all[:len(all)-1], "/")
	was := t.value(down(thing, "id"))
	if was == id {
		return
	}
	taken := t.ids(above)
	isField := len(all) > 1 && all[len(all)-2] == "fields"
	if isField {
		taken = t.fieldIDs()
	}
	paths := t.where()
	path := paths.paths[thing]
	t.put(down(thing, "id"), free(id, taken), false)
	t.retell(path, t.where().paths[thing])
	if isField || all[0] == "screener" && len(all) == 2 {
		t.reword(all[0] == "screener", was, t.value(down(thing, "id")))
	}
	t.rebreak(all, was, t.value(down(thing, "id")))
}

// retell lets marks follow a path that has changed.
func (t tree) retell(was, is string) {
	for i := range t.count("marks") {
		place := down("marks", strconv.Itoa(i), "path")
		if rest, ok := strings.CutPrefix(t.value(place), was); ok && (rest == "" || rest[0] == '.') && was != "" {
			t.put(place, is+rest, false)
		}
	}
}

// rebreak lets tie-breakers follow a name.
func (t tree) rebreak(all []string, was, is string) {
	kind := map[string]string{"fields": "field", "groups": "group", "criteria": "criterion"}[all[max(0, len(all)-2)]]
	if kind == "" {
		return
	}
	list := t.values("ranking/tie_breakers")
	for i, b := range list {
		if parts := strings.Fields(b); len(parts) > 1 && parts[0] == kind && parts[1] == was {
			parts[1] = is
			list[i] = strings.Join(parts, " ")
		}
	}
	t.list("ranking/tie_breakers", list)
}

// marked are the parts of a file that must say how sure we are of them.
var marked = []string{"purposes", "announced", "window", "decision", "money", "activities_end", "territory", "applicants", "partners",
	"form", "screener", "gates", "criteria", "assessment", "ranking"}

// mark marks what is new as unconfirmed, and drops the marks of what is no longer there.
func (t tree) mark() {
	paths := t.where()
	for i := t.count("marks") - 1; i >= 0; i-- {
		path := t.value(down("marks", strconv.Itoa(i), "path"))
		if _, there := paths.places[path]; path != "" && !there {
			t.remove(down("marks", strconv.Itoa(i)))
		}
	}
	var have []string
	for i := range t.count("marks") {
		have = append(have, t.value(down("marks", strconv.Itoa(i), "path")))
	}
	for _, part := range marked {
		if t.at(part) == nil || slices.ContainsFunc(have, func(h string) bool { return h == part || strings.HasPrefix(h, part+".") }) {
			continue
		}
		_, _ = t.add("marks", "{path: "+part+", mark: unconfirmed}")
	}
}
