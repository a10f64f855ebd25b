package editor

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// where leads from the paths of faults to places.
type where struct {
	places map[string]string // by path
	paths  map[string]string // by place
}

// where names every node as the checker does: elements by their id, by their number from 1 where they have none, and with
// a stroke behind where an id is used twice.
func (t tree) where() where {
	w := where{map[string]string{}, map[string]string{}}
	w.walk(t.root(), "", "")
	return w
}

func (w where) walk(n *yaml.Node, path, place string) {
	w.places[path], w.paths[place] = place, path
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			w.walk(n.Content[i+1], joined(path, key), down(place, key))
		}
	case yaml.SequenceNode:
		for i, each := range n.Content {
			name := joined(path, elementName(each, i))
			for w.taken(name) {
				name += "'"
			}
			w.walk(each, name, down(place, strconv.Itoa(i)))
		}
	}
}

func (w where) taken(path string) bool { _, ok := w.places[path]; return ok }

func joined(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func elementName(n *yaml.Node, i int) string {
	if n.Kind == yaml.MappingNode {
		if at := keyIndex(n, "id"); at >= 0 && n.Content[at+1].Value != "" {
			return n.Content[at+1].Value
		}
	}
	return strconv.Itoa(i + 1)
}

// place is where a fault at a path belongs: the nearest node that is there, and the keys below it that are not.
func (w where) place(path string) string {
	for above := path; ; above = above[:max(0, strings.LastIndexByte(above, '.'))] {
		if place, ok := w.places[above]; ok {
			rest := strings.Trim(strings.TrimPrefix(path, above), ".")
			if rest == "" || above == "" && path == "" {
				return place
			}
			return down(place, strings.Split(rest, ".")...)
		}
		if above == "" {
			return ""
		}
	}
}

// within says whether a place is at another or below it.
func within(place, above string) bool {
	return above == "" || place == above || strings.HasPrefix(place, above+"/")
}

// without is a place seen from one above it.
func without(place, above string) string {
	return strings.TrimPrefix(strings.TrimPrefix(place, above), "/")
}

// sameShape says whether the list at a place has the same elements in the same order in two trees.
func sameShape(a, b tree, place string) bool {
	before, after := a.names(place), b.names(place)
	for i := range before {
		if len(after) != len(before) || !sameName(before, after, i) {
			return false
		}
	}
	return len(before) == len(after)
}

// sameThing says whether the same thing stands at a place in two trees: every element on the way is the same.
func sameThing(a, b tree, place string) bool {
	all := steps(place)
	for n := range all {
		if !isElement(all[n]) {
			continue
		}
		list := strings.Join(all[:n], "/")
		before, after := a.names(list), b.names(list)
		i, _ := strconv.Atoi(all[n])
		if i >= len(before) || i >= len(after) || !sameName(before, after, i) {
			return false
		}
	}
	return true
}

// sameName says whether the element at a position is the same in two lists of names: it has its name, or a new one that
// was not there before, while its old one is gone.
func sameName(before, after []string, i int) bool {
	return before[i] == after[i] || len(before) == len(after) && !slices.Contains(after, before[i]) && !slices.Contains(before, after[i])
}

func (t tree) names(place string) []string {
	var all []string
	for i := range t.count(place) {
		all = append(all, elementName(t.at(down(place, strconv.Itoa(i))), i))
	}
	return all
}
