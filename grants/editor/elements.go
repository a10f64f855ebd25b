package editor

import (
	"strconv"
)

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
