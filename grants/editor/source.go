package editor

import (
	"net/url"
	"strconv"
	"strings"

	"vekst/value/text"
)

// sourceOf is what a page sent of where a value comes from: what was chosen, or the expression where that was changed.
func sourceOf(u unit, typed url.Values) string {
	was := strings.TrimSpace(typed.Get(u.Name + "~was"))
	if by := strings.TrimSpace(typed.Get(u.Name + "~cel")); typed.Has(u.Name+"~cel") && by != was {
		return by
	}
	if !typed.Has(u.Name + "~of") {
		return was
	}
	return typed.Get(u.Name + "~of")
}

// sources are what a value of a kind can come from: other questions, sums of columns, counts of rows, sums of the budget.
func (t tree) sources(isAmount bool) []operand {
	var all []operand
	for _, o := range t.formOperands() {
		if isAmount && o.Type == "amount" || !isAmount && (o.Type == "number" || o.Type == "rows") {
			all = append(all, o)
		}
	}
	for s := range t.count("form") {
		fields := down("form", strconv.Itoa(s), "fields")
		for f := range t.count(fields) {
			all = append(all, t.sums(down(fields, strconv.Itoa(f)), isAmount)...)
		}
	}
	return all
}

// sums are the columns of a table that can be added up.
func (t tree) sums(table string, isAmount bool) []operand {
	if t.value(down(table, "kind")) != "table" {
		return nil
	}
	want := map[bool]string{true: "money", false: "number"}[isAmount]
	id, list := t.value(down(table, "id")), down(table, "columns")
	var all []operand
	for c := range t.count(list) {
		column := down(list, strconv.Itoa(c))
		if name := t.value(down(column, "id")); t.value(down(column, "kind")) == want && id != "" && name != "" {
			all = append(all, operand{Expr: "sum(" + id + ".map(r, r." + name + "))", Field: id, Label: t.text(down(table, "label")), Part: "sum", Extra: t.text(down(column, "label"))})
		}
	}
	return all
}

// source offers what a value can come from. What is written by hand stands among it as it is.
func (k desk) source(a *asked, place string) {
	a.Value = k.j.value(place)
	field := strings.Join(steps(place)[:4], "/") // form, section, fields, field
	own := k.j.value(down(field, "id"))
	isThere := a.Value == ""
	a.Options = append(a.Options, option{"", k.q.T("editor.source.typed"), a.Value == ""})
	for _, o := range k.j.sources(k.j.value(down(field, "kind")) == "money") {
		if o.Expr == own || o.Expr == own+"."+steps(place)[len(steps(place))-1] {
			continue
		}
		isThere = isThere || o.Expr == a.Value
		a.Options = append(a.Options, option{o.Expr, k.sourceCalled(o), o.Expr == a.Value})
	}
	if !isThere {
		a.Options = append(a.Options, option{a.Value, k.q.T("editor.source.by_hand", "Formula", a.Value), true})
	}
}

func (k desk) sourceCalled(o operand) string {
	if o.Part != "sum" {
		return k.called(o)
	}
	column := labelled(o.Extra.In(k.q.Lang), o.Expr)
	o.Extra, o.Part = text.Text{}, ""
	return k.q.T("editor.source.sum", "Column", column, "Table", k.called(o))
}
