package editor

import (
	"strconv"
)

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
