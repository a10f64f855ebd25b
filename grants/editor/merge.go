package editor

import (
	"net/url"
	"strconv"

	"gopkg.in/yaml.v3"
)

// clash is a unit that somebody else changed too, and what it says there now.
type clash struct {
	unit
	Theirs string
}

// merged is what came of a page that was sent: the new tree, and the clashes that keep it from being saved.
type merged struct {
	tree
	clashes []clash
	apart   bool // the page has changed so much that its parts cannot be matched
}

// merge writes what a page sent into the draft as it stands. Where the page was made on an older text, only what was
// changed on the page is written; what somebody else has changed too is a clash, and the page's own stands in the tree
// that is given back, so that nothing typed is lost.
func merge(now, base tree, s shape, place string, typed url.Values) merged {
	mine := tree{clone(base.document)}
	units := base.units(s, place, place)
	for _, u := range units {
		mine.fill(u, typed)
	}
	if apart(now, base, s, place) {
		mine.tidy(base, units)
		return merged{tree: mine, apart: true}
	}
	m := merged{tree: tree{clone(now.document)}}
	for _, u := range units {
		was, is, theirs := base.look(u), mine.look(u), now.look(u)
		if is == was {
			continue
		}
		if !sameThing(base, now, elementOf(u.Place)) {
			mine.tidy(base, units)
			return merged{tree: mine, apart: true}
		}
		if theirs != was && theirs != is {
			m.clashes = append(m.clashes, clash{u, now.show(u)})
		}
		m.fill(u, typed)
	}
	m.tidy(now, units)
	return m
}

// apart says whether the lists a page is about are no longer the same.
func apart(now, base tree, s shape, place string) bool {
	if !sameThing(base, now, place) {
		return true
	}
	for _, l := range s.Lists {
		if !l.Inline {
			continue
		}
		list := down(place, l.Key)
		if !sameShape(now, base, list) {
			return true
		}
		for i := range base.count(list) {
			each := down(list, strconv.Itoa(i))
			if now.value(down(each, "kind")) != base.value(down(each, "kind")) {
				return true
			}
		}
	}
	return now.value(down(place, "kind")) != base.value(down(place, "kind"))
}

// look is what stands at a unit, as something to compare.
func (t tree) look(u unit) string {
	n := t.at(u.Place)
	if n == nil {
		return ""
	}
	if n.Kind == yaml.ScalarNode {
		return scalar(n)
	}
	data, _ := yaml.Marshal(n)
	return string(data)
}

// show is what stands at a unit, for a person.
func (t tree) show(u unit) string {
	if u.Kind == many || u.Kind == places || u.Kind == words || u.Kind == order {
		all := ""
		for i, w := range t.values(u.Place) {
			if i > 0 {
				all += ", "
			}
			all += w
		}
		return all
	}
	return t.value(u.Place)
}
