package call

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"vekst/value/money"
	"vekst/value/text"
)

// reader gathers the faults of one file and remembers where each path is written.
type reader struct {
	faults Faults
	at     map[string]*yaml.Node
	lines  []string
}

// fault notes a fault at a path, or at the nearest path above it that is written in the file.
func (r *reader) fault(path, sentence string, args ...any) {
	node, found := r.at[path]
	for above := path; !found && above != ""; {
		above = above[:max(0, strings.LastIndexByte(above, '.'))]
		node, found = r.at[above]
	}
	line, column := 1, 1
	if found && node.Line > 0 {
		line, column = node.Line, node.Column
	}
	r.put(line, column, path, sentence, args...)
}

// put notes a fault at a place in the file.
func (r *reader) put(line, column int, path, sentence string, args ...any) {
	r.faults = append(r.faults, Fault{Line: line, Column: column, Path: path, Sentence: fmt.Sprintf(sentence, args...), Pattern: sentence, With: args})
}

// objected notes what a Bound has against the call.
func (r *reader) objected(o Objection) {
	if len(o.With) == 0 {
		r.fault(o.Path, "%s", o.Sentence)
		return
	}
	r.fault(o.Path, o.Sentence, o.With...)
	r.faults[len(r.faults)-1].warns = o.Warns
}

// has says whether something is written at a path.
func (r *reader) has(path string) bool { return r.at[path] != nil }

// entry is one value of the file. An entry whose node is nil is not written; reading it gives the zero value.
type entry struct {
	r    *reader
	node *yaml.Node
	path string
}

func (r *reader) entry(node *yaml.Node, path string) entry {
	if node != nil && node.Kind == yaml.AliasNode {
		r.at[path] = node
		r.fault(path, "Anchors and aliases (& and *) are not used in call files. Write the value out here.")
		return entry{r: r, path: path}
	}
	if node != nil && node.Tag == "!!null" {
		node = nil
	}
	if node != nil {
		r.at[path] = node
	}
	return entry{r, node, path}
}

func (e entry) written() bool { return e.node != nil }

func (e entry) fault(sentence string, args ...any) { e.r.fault(e.path, sentence, args...) }

// line is where the entry is written, 0 if it is not.
func (e entry) line() int {
	if e.node == nil {
		return 0
	}
	return e.node.Line
}

// keys is a mapping of the file: the entries below the keys that are known there.
type keys struct {
	entry
	below map[string]entry
}

// keys reads a mapping that may have only the known keys.
func (e entry) keys(known ...string) keys {
	k := keys{e, map[string]entry{}}
	if e.node == nil {
		return k
	}
	if e.node.Kind != yaml.MappingNode {
		e.fault("Here should be keys and values (%s).", strings.Join(known, ", "))
		return k
	}
	for i := 0; i+1 < len(e.node.Content); i += 2 {
		k.add(e.node.Content[i], e.node.Content[i+1], known)
	}
	return k
}

func (k keys) add(name, value *yaml.Node, known []string) {
	path := join(k.path, name.Value)
	switch _, twice := k.below[name.Value]; {
	case !slices.Contains(known, name.Value):
		k.r.put(name.Line, name.Column, path, "%q is not a key that can stand here.%s", name.Value, suggestion(name.Value, known))
	case twice:
		k.r.put(name.Line, name.Column, path, "%q is written twice.", name.Value)
	default:
		k.below[name.Value] = k.r.entry(value, path)
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// get is the entry at a key that may be missing.
func (k keys) get(key string) entry {
	if e, ok := k.below[key]; ok {
		return e
	}
	return entry{r: k.r, path: join(k.path, key)}
}

// need is the entry at a key that must be there.
func (k keys) need(key string) entry {
	e := k.get(key)
	if !e.written() && k.node != nil && k.node.Kind == yaml.MappingNode {
		e.fault("%q is missing.", key)
	}
	return e
}

// list reads a sequence. Entries that have an id are named by it in paths, others by their number from 1.
func (e entry) list() []entry {
	if e.node == nil {
		return nil
	}
	if e.node.Kind != yaml.SequenceNode {
		e.fault("Here should be a list: one or more lines that begin with a dash.")
		return nil
	}
	var entries []entry
	for i, node := range e.node.Content {
		each := e.r.entry(node, e.r.free(join(e.path, elementName(node, i)), node))
		if !each.written() {
			e.fault("Number %d of this list is empty.", i+1)
			continue
		}
		entries = append(entries, each)
	}
	return entries
}

// elementName is how an element of a list is called in paths.
func elementName(node *yaml.Node, i int) string {
	if node.Kind == yaml.MappingNode {
		for j := 0; j+1 < len(node.Content); j += 2 {
			if node.Content[j].Value == "id" && node.Content[j+1].Value != "" {
				return node.Content[j+1].Value
			}
		}
	}
	return strconv.Itoa(i + 1)
}

// free makes a path that is already taken (two elements with one id) different.
func (r *reader) free(path string, node *yaml.Node) string {
	for r.at[path] != nil && r.at[path] != node {
		path += "'"
	}
	return path
}

// string reads one value as written.
func (e entry) string() string {
	if e.node == nil {
		return ""
	}
	if e.node.Kind != yaml.ScalarNode {
		e.fault("Here should be one value, not a list or keys.")
		return ""
	}
	return strings.TrimSpace(e.node.Value)
}

// strings reads a list of values.
func (e entry) strings() []string {
	var all []string
	for _, each := range e.list() {
		s := each.string()
		if slices.Contains(all, s) {
			each.fault("%q stands in the list twice.", s)
		}
		all = append(all, s)
	}
	return all
}

// like reads a value that must have a certain form.
func (e entry) like(form *regexp.Regexp, what string) string {
	s := e.string()
	if e.node != nil && s != "" && !form.MatchString(s) {
		e.fault("%q is not %s.", s, described(what))
	}
	if e.node != nil && s == "" && e.node.Kind == yaml.ScalarNode {
		e.fault("Here should be %s.", described(what))
	}
	return s
}

// one reads a value that must be one of several words.
func one[W ~string](e entry, words ...W) W {
	s := e.string()
	known := make([]string, len(words))
	for i, w := range words {
		known[i] = string(w)
	}
	if s != "" && !slices.Contains(known, s) {
		e.fault("%q is not one of: %s.%s", s, strings.Join(known, ", "), suggestion(s, known))
	}
	return W(s)
}

// yes reads true or false.
func (e entry) yes() bool {
	switch s := e.string(); s {
	case "true":
		return true
	case "", "false":
	default:
		e.fault("%q should be true or false.", s)
	}
	return false
}

// whole reads a whole number from least to most.
func (e entry) whole(least, most int) int {
	s := e.string()
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		e.fault("%q should be a whole number from %d to %d.", s, least, most)
		return 0
	}
	return n
}

var decimalForm = regexp.MustCompile(`^-?[0-9]{1,12}(\.[0-9]{1,4})?$`)

// scaled reads a decimal number as units of its last decimal: "12.5" with two decimals is 1250.
func (e entry) scaled(decimals int, what string) int64 {
	s := e.string()
	if s == "" {
		return 0
	}
	whole, fraction, _ := strings.Cut(s, ".")
	if !decimalForm.MatchString(s) || len(fraction) > decimals {
		e.fault("%q is not %s.", s, described(what))
		return 0
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil || n > math.MaxInt64/1000 {
		e.fault("%q is too large.", s)
		return 0
	}
	return n
}

// cents reads an amount, written with a point: 3523000 or 4999.50.
func (e entry) cents() int64 {
	n := e.scaled(2, "an amount, written like 3523000 or 4999.50")
	if n < 0 || n > money.Max {
		e.fault("%q should be from 0 to %s.", e.string(), money.Plain(money.Max))
		return 0
	}
	return n
}

// share reads a percentage as basis points: 85 and 85 % are 8500. Most is in percent.
func (e entry) share(most int64) int64 {
	if e.node == nil {
		return 0
	}
	plain := *e.node
	plain.Value = strings.TrimSpace(strings.TrimSuffix(plain.Value, "%"))
	n := entry{e.r, &plain, e.path}.scaled(2, "a percentage, written like 85 or 7.5 %")
	if n < 0 || n > most*100 {
		e.fault("%q should be from 0 to %d %%.", e.string(), most)
		return 0
	}
	return n
}

// points reads points as hundredths.
func (e entry) points() int64 {
	n := e.scaled(2, "a number of points, written like 20 or 2.5")
	if n < 0 || n > 100_000_00 {
		e.fault("%q should be from 0 to 100000 points.", e.string())
		return 0
	}
	return n
}

// day reads a date as UTC midnight.
func (e entry) day() time.Time {
	s := e.string()
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1990 || t.Year() > 2100 {
		e.fault("%q is not a date, written like 2024-04-30.", s)
		return time.Time{}
	}
	return t
}

// moment reads a local time in a zone and gives it in UTC.
func (e entry) moment(zone *time.Location) time.Time {
	s := e.string()
	if s == "" {
		return time.Time{}
	}
	const form = "2006-01-02T15:04"
	t, err := time.ParseInLocation(form, s, zone)
	if err != nil || t.Year() < 1990 || t.Year() > 2100 {
		e.fault("%q is not a time of day on a date, written like 2022-10-07T17:00.", s)
		return time.Time{}
	}
	if t.Format(form) != s {
		e.fault("There is no %s in %s: the clocks go forward over it.", s, zone)
	}
	return t.UTC()
}

// text reads what people see: it must be there in all three languages.
func (e entry) text() text.Text {
	k := e.keys(text.Languages...)
	t := text.Text{BG: k.get(text.BG).string(), NB: k.get(text.NB).string(), EN: k.get(text.EN).string()}
	if missing := t.Missing(); e.node != nil && e.node.Kind == yaml.MappingNode && len(missing) > 0 {
		e.fault("People see this text, and it is missing in: %s.", strings.Join(missing, ", "))
	}
	return t
}

// condition reads a CEL expression and where each of its lines stands. It is compiled when the form is known.
func (e entry) condition() Condition {
	s := e.string()
	if s == "" {
		return Condition{}
	}
	c := Condition{Text: s, Line: e.node.Line, Column: e.node.Column, path: e.path}
	switch e.node.Style {
	case yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle:
		c.Column++
	case yaml.LiteralStyle, yaml.FoldedStyle:
		c.Line++
		c.Column = e.r.indentation(c.Line)
	}
	return c
}

// indentation is the column, from 1, at which a line begins.
func (r *reader) indentation(line int) int {
	if line < 1 || line > len(r.lines) {
		return 1
	}
	return len(r.lines[line-1]) - len(strings.TrimLeft(r.lines[line-1], " ")) + 1
}
