package editor

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"vekst/value/text"
)

// tree is the file of a call as its nodes. Changing nodes keeps comments and order, so that what the screen writes and
// what a person wrote live in one file.
//
// A place is the way to a node by keys and by positions in lists, from 0: form/2/fields/0/label/bg. A path is the same way
// as the checker of calls writes it, by the names of elements: form.work.fields.title.label.
type tree struct{ document *yaml.Node }

// errNotACall is what grow returns for a text that is no mapping of keys and values.
var errNotACall = errors.New("editor: the text is not the file of a call")

// grow reads the text of a call. Anything that is keys and values will do: what is wrong with them, the checker says.
func grow(file string) (tree, error) {
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(file), &document); err != nil {
		return tree{}, errors.Join(errNotACall, err)
	}
	if len(document.Content) != 1 || document.Content[0].Kind != yaml.MappingNode || hasAlias(&document) || isDeep(&document, deepest) {
		return tree{}, errNotACall
	}
	return tree{&document}, nil
}

func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || slices.ContainsFunc(n.Content, hasAlias)
}

// deepest is how many levels a file can have; a call needs eight.
const deepest = 40

func isDeep(n *yaml.Node, left int) bool {
	return left == 0 || slices.ContainsFunc(n.Content, func(below *yaml.Node) bool { return isDeep(below, left-1) })
}

// file writes the tree as text.
func (t tree) file() (string, error) {
	var b bytes.Buffer
	e := yaml.NewEncoder(&b)
	e.SetIndent(2)
	if err := e.Encode(t.document); err != nil {
		return "", err
	}
	return spaced(b.String()), e.Close()
}

// spaced puts an empty line before every part at the top of a file that has lines of its own, as people write them.
func spaced(file string) string {
	lines := strings.Split(file, "\n")
	var out []string
	for i, line := range lines {
		isPart := i+1 < len(lines) && line != "" && !strings.ContainsAny(line[:1], " -#") && strings.HasPrefix(lines[i+1], " ")
		if isPart && i > 0 {
			at := len(out)
			for at > 0 && strings.HasPrefix(out[at-1], "#") {
				at--
			}
			if at > 0 && out[at-1] != "" {
				out = slices.Insert(out, at, "")
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

func (t tree) root() *yaml.Node { return t.document.Content[0] }

// steps are the keys and positions of a place.
func steps(place string) []string {
	if place == "" {
		return nil
	}
	return strings.Split(place, "/")
}

// down puts a step after a place.
func down(place string, more ...string) string {
	return strings.Join(append(steps(place), more...), "/")
}

// at is the node at a place, nil if there is none.
func (t tree) at(place string) *yaml.Node {
	n := t.root()
	for _, step := range steps(place) {
		if n = child(n, step); n == nil {
			return nil
		}
	}
	return n
}

// child is the node one step below a node.
func child(n *yaml.Node, step string) *yaml.Node {
	switch n.Kind {
	case yaml.MappingNode:
		if i := keyIndex(n, step); i >= 0 {
			return n.Content[i+1]
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) && strconv.Itoa(i) == step {
			return n.Content[i]
		}
	}
	return nil
}

func keyIndex(n *yaml.Node, key string) int {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return i
		}
	}
	return -1
}

// value is the scalar at a place, "" where there is none.
func (t tree) value(place string) string { return scalar(t.at(place)) }

func scalar(n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return ""
	}
	return n.Value
}

// count is the number of elements of the list at a place.
func (t tree) count(place string) int {
	n := t.at(place)
	if n == nil || n.Kind != yaml.SequenceNode {
		return 0
	}
	return len(n.Content)
}

// values are the scalars of the list at a place.
func (t tree) values(place string) []string {
	var all []string
	for i := range t.count(place) {
		all = append(all, t.value(down(place, strconv.Itoa(i))))
	}
	return all
}

// text is the text in three languages at a place.
func (t tree) text(place string) text.Text {
	return text.Text{BG: t.value(down(place, text.BG)), NB: t.value(down(place, text.NB)), EN: t.value(down(place, text.EN))}
}

// keyOrder is the order in which keys are written when a key is new: as in docs/call-format.md.
var keyOrder = []string{"format", "id", "code", "number", "kind", "title", "label", "text", "summary", "description", "help", "example", "why", "same_as", "from", "programme",
	"area", "outcome", "rules", "purposes", "after", "announced", "window", "opens", "closes", "zone", "outages", "decision", "money", "currency", "budget",
	"min", "max", "rate", "activities_end", "territory", "whole", "municipalities", "target_area", "applicants", "countries", "kinds",
	"natural_persons", "per_applicant", "per_municipality", "sign_off", "partners", "donor", "when", "required", "blind", "public", "decimals", "least", "most",
	"unit", "earliest", "latest", "min_rows", "max_rows", "types", "max_size", "max_count", "lines", "grant", "options", "columns", "headings",
	"funding", "ceiling", "share", "of", "check", "must", "sentence", "refusals", "answer", "because", "rejecting", "pass", "form", "fields",
	"screener", "gates", "total", "weight", "threshold", "bonus", "points", "reason", "groups", "criteria", "assessment", "experts", "divergence",
	"tie", "ranking", "tie_breakers", "marginal", "partial_min", "places", "reserve", "appeal_days", "sources", "marks"}

// put writes a scalar at a place, and removes the place, with what becomes empty above it, when the value is empty. Plain
// says that the value is a number, a day, true or false, and is written without quotes.
func (t tree) put(place, value string, plain bool) {
	if value == "" {
		t.remove(place)
		return
	}
	n := t.make(place)
	if n == nil {
		return
	}
	if n.Kind == yaml.ScalarNode && n.Value == value && n.Tag != "!!null" {
		return
	}
	setScalar(n, value, plain)
}

func setScalar(n *yaml.Node, value string, plain bool) {
	n.Kind, n.Value, n.Content, n.Style, n.Tag = yaml.ScalarNode, value, nil, 0, "!!str"
	if plain {
		var read yaml.Node
		if err := yaml.Unmarshal([]byte(value), &read); err == nil && len(read.Content) == 1 && read.Content[0].Kind == yaml.ScalarNode {
			n.Tag = read.Content[0].Tag
		}
	}
}

// list writes a list of words at a place, or removes it when there are none.
func (t tree) list(place string, words []string) {
	if slices.Equal(t.values(place), words) {
		return
	}
	if len(words) == 0 {
		t.remove(place)
		return
	}
	n := t.make(place)
	if n == nil {
		return
	}
	style := yaml.FlowStyle
	if n.Kind == yaml.SequenceNode {
		style = n.Style
	}
	n.Kind, n.Tag, n.Value, n.Style, n.Content = yaml.SequenceNode, "!!seq", "", style, nil
	for _, w := range words {
		e := &yaml.Node{}
		setScalar(e, w, false)
		n.Content = append(n.Content, e)
	}
}

// make is the node at a place, made if it is not there. Lists are not made longer: nil when the place is beyond one.
func (t tree) make(place string) *yaml.Node {
	n := t.root()
	all := steps(place)
	for i, step := range all {
		next := child(n, step)
		if next == nil {
			if n.Kind == yaml.SequenceNode {
				return nil
			}
			next = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
			if i == len(all)-1 {
				next = &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}
			} else if text.Is(all[i+1]) {
				next.Style = yaml.FlowStyle
			}
			insertKey(n, step, next)
		}
		n = next
	}
	return n
}

// insertKey puts a new key where the order of keys wants it.
func insertKey(n *yaml.Node, key string, value *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		n.Kind, n.Tag, n.Value, n.Style, n.Content = yaml.MappingNode, "!!map", "", 0, nil
	}
	name := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}
	at, rank := len(n.Content), keyRank(n, key)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if keyRank(n, n.Content[i].Value) > rank {
			at = i
			break
		}
	}
	n.Content = slices.Insert(n.Content, at, name, value)
}

// keyRank is where a key stands among others. The languages of a text have an order of their own, and the criteria of a
// call come after its gates though those of a group come last.
func keyRank(n *yaml.Node, key string) int {
	if i := slices.Index(text.Languages, key); i >= 0 {
		return i
	}
	if key == "kind" && keyIndex(n, "format") < 0 {
		return slices.Index(keyOrder, "id")
	}
	if i := slices.Index(keyOrder, key); i >= 0 {
		return i
	}
	return len(keyOrder)
}

// remove takes away what is at a place, and what becomes empty above it.
func (t tree) remove(place string) {
	all := steps(place)
	if len(all) == 0 {
		return
	}
	above := strings.Join(all[:len(all)-1], "/")
	n := t.at(above)
	if n == nil || !cut(n, all[len(all)-1]) {
		return
	}
	if len(n.Content) == 0 && above != "" && !isElement(all[len(all)-2]) {
		t.remove(above)
	}
}

func isElement(step string) bool {
	_, err := strconv.Atoi(step)
	return err == nil
}

// cut removes one step below a node.
func cut(n *yaml.Node, step string) bool {
	switch n.Kind {
	case yaml.MappingNode:
		if i := keyIndex(n, step); i >= 0 {
			n.Content = slices.Delete(n.Content, i, i+2)
			return true
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(n.Content) {
			n.Content = slices.Delete(n.Content, i, i+1)
			return true
		}
	}
	return false
}

// add puts an element, written as YAML, at the end of the list at a place, and gives its place.
func (t tree) add(place, element string) (string, error) {
	var read yaml.Node
	if err := yaml.Unmarshal([]byte(element), &read); err != nil {
		return "", err
	}
	n := t.make(place)
	if n == nil {
		return "", errNotACall
	}
	if n.Kind != yaml.SequenceNode {
		n.Kind, n.Tag, n.Value, n.Style, n.Content = yaml.SequenceNode, "!!seq", "", 0, nil
	}
	if len(n.Content) == 0 {
		n.Style = 0
	}
	n.Content = append(n.Content, read.Content[0])
	return down(place, strconv.Itoa(len(n.Content)-1)), nil
}

// move carries the element at a place by steps up (less than 0) or down its list.
func (t tree) move(place string, by int) bool {
	above, i, n := t.element(place)
	if n == nil || i+by < 0 || i+by >= len(n.Content) {
		return false
	}
	n = t.at(above)
	n.Content[i], n.Content[i+by] = n.Content[i+by], n.Content[i]
	return true
}

// carry puts the field at a place at the end of another section, and gives its new place.
func (t tree) carry(place string, section int) (string, bool) {
	_, i, n := t.element(place)
	to := down("form", strconv.Itoa(section))
	all := steps(place)
	if n == nil || len(all) != 4 || all[0] != "form" || all[1] == strconv.Itoa(section) || t.at(to) == nil {
		return "", false
	}
	field := n.Content[i]
	n.Content = slices.Delete(n.Content, i, i+1)
	list := t.make(down(to, "fields"))
	if list == nil {
		return "", false
	}
	if list.Kind != yaml.SequenceNode {
		list.Kind, list.Tag, list.Value, list.Content = yaml.SequenceNode, "!!seq", "", nil
	}
	if len(list.Content) == 0 {
		list.Style = 0
	}
	list.Content = append(list.Content, field)
	if len(n.Content) == 0 {
		t.remove(strings.Join(all[:3], "/"))
	}
	return down(to, "fields", strconv.Itoa(len(list.Content)-1)), true
}

// copy puts a copy of the element at a place after it, under names that are not taken.
func (t tree) copy(place string) bool {
	_, i, n := t.element(place)
	if n == nil {
		return false
	}
	double := clone(n.Content[i])
	t.rename(place, double)
	n.Content = slices.Insert(n.Content, i+1, double)
	return true
}

// element finds the list an element stands in and its position there; a nil list when the place is no element.
func (t tree) element(place string) (above string, position int, list *yaml.Node) {
	all := steps(place)
	if len(all) < 2 {
		return "", 0, nil
	}
	above = strings.Join(all[:len(all)-1], "/")
	position, err := strconv.Atoi(all[len(all)-1])
	list = t.at(above)
	if err != nil || list == nil || list.Kind != yaml.SequenceNode || position < 0 || position >= len(list.Content) {
		return "", 0, nil
	}
	return above, position, list
}

func clone(n *yaml.Node) *yaml.Node {
	c := *n
	c.Content = nil
	for _, each := range n.Content {
		c.Content = append(c.Content, clone(each))
	}
	return &c
}

// rename gives a copied element an id that is free where it stands; the fields of a copied section too, since the id of a
// field is used once in a form.
func (t tree) rename(place string, double *yaml.Node) {
	above := steps(place)[:len(steps(place))-1]
	last := above[len(above)-1]
	switch last {
	case "form":
		setID(double, t.ids(strings.Join(above, "/")))
		if fields := child(double, "fields"); fields != nil {
			taken := t.fieldIDs()
			for _, f := range fields.Content {
				taken = append(taken, setID(f, taken))
			}
		}
	case "fields":
		setID(double, t.fieldIDs())
	default:
		setID(double, t.ids(strings.Join(above, "/")))
	}
}

// setID changes the id of a node to one that is free: jobs, jobs_2, jobs_3.
func setID(n *yaml.Node, taken []string) string {
	id := child(n, "id")
	if id == nil || id.Kind != yaml.ScalarNode {
		return ""
	}
	id.Value = free(id.Value, taken)
	return id.Value
}

func free(id string, taken []string) string {
	base := strings.TrimRight(strings.TrimRight(id, "0123456789"), "_")
	if base == "" {
		base = id
	}
	for n := 2; slices.Contains(taken, id); n++ {
		id = base + "_" + strconv.Itoa(n)
	}
	return id
}

// ids are the ids of the elements of the list at a place.
func (t tree) ids(place string) []string {
	var all []string
	for i := range t.count(place) {
		all = append(all, t.value(down(place, strconv.Itoa(i), "id")))
	}
	return all
}

// fieldIDs are the ids of all fields of the form.
func (t tree) fieldIDs() []string {
	var all []string
	for i := range t.count("form") {
		all = append(all, t.ids(down("form", strconv.Itoa(i), "fields"))...)
	}
	return all
}
