package editor

import (
	"strconv"
	"strings"

	"vekst/grants/call"
	"vekst/platform/web"
)

// preview is the form of a draft as an applicant reads it, made from all that can be read: a fault takes nothing else
// away. What is wrong is said where it stands, with the way to where it is mended.
type preview struct {
	Faults    int
	Elsewhere []elsewhere
	Form      []mend // faults of the form as a whole
	Sections  []seenSection
}

// elsewhere is a part of the call besides the form, and how many faults it has.
type elsewhere struct {
	Name, Link string
	Faults     int
}

// mend is a fault and the page on which it is mended.
type mend struct {
	said
	Link, Of string
}

type seenSection struct {
	Number, Title, Help string
	Conditional         bool
	Mends               []mend
	Fields              []seenField
}

type seenField struct {
	call.BlankField
	Name  string // for the browser
	Box   string // how it is drawn; "" where it cannot be known
	Mends []mend
}

// preview reads the draft and draws its form.
func (d Draft) preview(q *web.Request) (*preview, error) {
	t, err := grow(d.File)
	if err != nil {
		return nil, err
	}
	j, err := d.judge(q, t, d.File)
	if err != nil {
		return nil, err
	}
	k := desk{q, j, d, ""}
	p := &preview{Faults: len(j.faults)}
	for _, part := range parts {
		if n := len(j.of(part)); n > 0 && part.Name != "form" {
			p.Elsewhere = append(p.Elsewhere, elsewhere{q.T("editor.part." + part.Name + ".title"), "/editor/" + d.ID + "/part/" + part.Name, n})
		}
	}
	formPart, _ := partNamed("form")
	for _, f := range j.of(formPart) {
		if !under(f.Place, "form", j.count("form")) {
			p.Form = append(p.Form, k.mend(f))
		}
	}
	for i := range j.count("form") {
		p.Sections = append(p.Sections, k.seenSection(i))
	}
	return p, nil
}

// under says whether a place is at or below one of the first n elements of a list.
func under(place, list string, n int) bool {
	rest, below := strings.CutPrefix(place, list+"/")
	i, err := strconv.Atoi(strings.Split(rest, "/")[0])
	return below && err == nil && i < n
}

// seenSection is the section at a position. What the checker read of it stands at the same position, since it reads every
// element of a list, whatever is wrong with it.
func (k desk) seenSection(i int) seenSection {
	place := down("form", strconv.Itoa(i))
	fields := down(place, "fields")
	n := k.j.count(fields)
	s := seenSection{Number: strconv.Itoa(i + 1), Title: k.title(place), Help: k.j.text(down(place, "help")).In(k.q.Lang), Conditional: k.j.value(down(place, "when")) != ""}
	for _, f := range k.j.at(place) {
		if !under(f.Place, fields, n) {
			s.Mends = append(s.Mends, k.mend(f))
		}
	}
	var read []call.Field
	if all := k.j.call.Form.Sections; i < len(all) {
		read = all[i].Fields
	}
	for at := range n {
		var f call.Field
		if at < len(read) {
			f = read[at]
		}
		s.Fields = append(s.Fields, k.seenField(down(fields, strconv.Itoa(at)), f))
	}
	return s
}

func (k desk) seenField(place string, f call.Field) seenField {
	s := seenField{BlankField: call.BlankQuestion(k.q, k.j.call, f), Name: "see-" + strings.ReplaceAll(place, "/", "-"), Box: box(f)}
	s.Label = k.title(place)
	for _, fault := range k.j.at(place) {
		s.Mends = append(s.Mends, k.mend(fault))
	}
	return s
}

// box is how a question is drawn.
func box(f call.Field) string {
	switch f.Kind {
	case call.Long:
		return "long"
	case call.Choice, call.Choices, call.Declaration:
		return "choices"
	case call.File:
		return "file"
	case call.Table, call.BudgetTable, call.Organisation, call.Partner:
		return "rows"
	case call.Short, call.Number, call.Amount, call.Date, call.Municipality, call.Settlements, call.Indicator:
		if f.Computed("") {
			return "computed"
		}
		return "short"
	}
	return "" // the file has a word that is no kind, or none
}

// mend leads from a fault to the nearest page above it, and there to its input.
func (k desk) mend(f said) mend {
	all := steps(f.Place)
	for n := len(all); n > 0; n-- {
		place := strings.Join(all[:n], "/")
		if _, l, ok := k.j.shapeAt(place); ok && !l.Inline {
			return mend{f, "/editor/" + k.draft.ID + "/edit/" + place + k.input(f.Place, place), k.title(place)}
		}
	}
	p := partOf(f.Place)
	return mend{f, "/editor/" + k.draft.ID + "/part/" + p.Name, k.q.T("editor.part." + p.Name + ".title")}
}

// input is the address within a page of the input in which a fault is mended, "" where there is none of that name.
func (k desk) input(fault, page string) string {
	s, _, _ := k.j.shapeAt(page)
	name := without(fault, page)
	for _, i := range s.Inputs {
		if name != "" && within(name, i.Key) {
			return "#" + i.Key
		}
	}
	return ""
}
