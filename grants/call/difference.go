package call

import (
	"vekst/value/text"
)

// Difference is one thing that two versions of a call say differently. It is told in words by Says, and nothing of it is
// a sentence: whoever reads it chooses the language.
type Difference struct {
	Part   Part
	Field  string // id of the field of the form it is about; "" for everything else
	Change Change
	What   string    // what was changed: closes, budget, label; of a thing added, removed or moved, its noun: field
	Name   text.Text // of what it is about or belongs to: the label of a field, the title of a criterion; may be empty
	Before any       // nil where it was not said; of a thing that was removed, its name
	After  any       // nil where it is no longer said; of a thing that came or moved, its name
}

// Part is the part of a call a difference belongs to, in the order people read it.
type Part string

// The parts.
const (
	PartTexts    Part = "texts"
	PartWindow   Part = "window"
	PartMoney    Part = "money"
	PartWho      Part = "who"
	PartForm     Part = "form"
	PartScreener Part = "screener"
	PartJudging  Part = "judging"
	PartSources  Part = "sources"
)

// Parts lists the parts in the order in which differences are told.
var Parts = []Part{PartWindow, PartMoney, PartWho, PartForm, PartJudging, PartScreener, PartTexts, PartSources}

// Change is what happened to a thing.
type Change string

// The changes. Given and Dropped are of a fact that stood alone; Added and Removed of a thing among others.
const (
	Changed Change = "changed"
	Given   Change = "given"
	Dropped Change = "dropped"
	Added   Change = "added"
	Removed Change = "removed"
	Moved   Change = "moved"
)

// Differences tells everything that after says differently from before, part by part. None means that only the file
// changed, in what nobody reads: comments, order of keys.
func Differences(before, after Definition) []Difference {
	c := &comparison{}
	c.facts(before, after)
	c.form(before, after)
	c.judging(before, after)
	var ordered []Difference
	for _, p := range Parts {
		for _, d := range c.found {
			if d.Part == p {
				ordered = append(ordered, d)
			}
		}
	}
	return ordered
}

// comparison gathers differences.
type comparison struct {
	found []Difference
	part  Part
	field string
	name  text.Text
}

// about says what the next differences are about.
func (c *comparison) about(p Part, field string, name text.Text) {
	c.part, c.field, c.name = p, field, name
}

// value compares one value of a kind that Says can write. Nil is a value that is not there.
func (c *comparison) value(what string, before, after any) {
	if before == after {
		return
	}
	change := Changed
	switch {
	case before == nil:
		change = Given
	case after == nil:
		change = Dropped
	}
	c.found = append(c.found, Difference{c.part, c.field, change, what, c.name, before, after})
}

// text compares what people wrote; an empty one is not there.
func (c *comparison) text(what string, before, after text.Text) {
	c.value(what, unless(before.Empty(), any(before)), unless(after.Empty(), any(after)))
}

// thing tells that a thing among others came, went or moved.
func (c *comparison) thing(change Change, noun string, name text.Text) {
	d := Difference{Part: c.part, Field: c.field, Change: change, What: noun, Name: c.name, After: name}
	if change == Removed {
		d.Before, d.After = name, nil
	}
	c.found = append(c.found, d)
}

// unless is a value, or nil where it is not there.
func unless(missing bool, value any) any {
	if missing {
		return nil
	}
	return value
}

// matched compares two lists of things with ids: what is only in one came or went, the rest is compared by both. Without a
// noun only what is in both is compared.
func matched[T any](c *comparison, noun string, before, after []T, id func(T) string, name func(T) text.Text, both func(a, b T)) {
	old := map[string]T{}
	for _, b := range before {
		old[id(b)] = b
	}
	now := map[string]bool{}
	for _, a := range after {
		now[id(a)] = true
	}
	for _, b := range before {
		if !now[id(b)] && noun != "" {
			c.thing(Removed, noun, name(b))
		}
	}
	for _, a := range after {
		if b, ok := old[id(a)]; ok {
			both(b, a)
		} else if noun != "" {
			c.thing(Added, noun, name(a))
		}
	}
}

// moves lists the ids that stand in another order than before, the fewest that explain it: all but a longest common run.
func moves(before, after []string) map[string]bool {
	place := map[string]int{}
	for i, id := range before {
		place[id] = i
	}
	var kept []string
	for _, id := range after {
		if _, ok := place[id]; ok {
			kept = append(kept, id)
		}
	}
	length, from := make([]int, len(kept)), make([]int, len(kept))
	best := -1
	for i, id := range kept {
		length[i], from[i] = 1, -1
		for j := range i {
			if place[kept[j]] < place[id] && length[j]+1 > length[i] {
				length[i], from[i] = length[j]+1, j
			}
		}
		if best < 0 || length[i] > length[best] {
			best = i
		}
	}
	moved := map[string]bool{}
	for _, id := range kept {
		moved[id] = true
	}
	for i := best; i >= 0; i = from[i] {
		delete(moved, kept[i])
	}
	return moved
}
