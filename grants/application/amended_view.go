package application

import (
	"slices"
	"strings"

	"vekst/grants/call"
	"vekst/platform/lang"
	"vekst/platform/web"
)

// amendment is what the page of an application says about changes of its call.
type amendment struct {
	Versions  string // where all changes are told
	Questions []amendedQuestion
	Unasked   []unaskedLine
	IsBehind  bool // what was submitted answers an earlier version
}

// IsThere says whether there is anything to say.
func (a amendment) IsThere() bool { return a.IsBehind || len(a.Questions) > 0 || len(a.Unasked) > 0 }

// amendedQuestion is a question that has changed since people last saw it.
type amendedQuestion struct{ Label, Link string }

// unaskedLine is an answer that is no longer asked, with its text to copy.
type unaskedLine struct {
	Path string
	AnsweredLabel
	Values []AnsweredLine
	When   string
	File   string // where its file can still be read
}

// amendment gathers what the page of an application says about changes of its call.
func (o opened) amendment(q *web.Request) (amendment, error) {
	a := amendment{Versions: q.Link("/calls/" + o.Call + "/versions")}
	current, err := call.CurrentVersion(q.Reader(), o.Call)
	if err != nil {
		return a, err
	}
	a.IsBehind = o.State == Submitted && o.CallVersion < current
	changed, err := amended(q.Reader(), o.ID)
	if err != nil {
		return a, err
	}
	for _, c := range changed {
		if f, ok := o.call.Form.Field(c.Field); ok && o.State == Draft {
			a.Questions = append(a.Questions, amendedQuestion{f.Label.In(q.Lang), "/applications/" + o.ID + "/sections/" + sectionOf(o.call.Form, f.ID) + "#" + f.ID})
		}
	}
	kept, err := UnaskedOf(q.Reader(), o.ID)
	for _, u := range kept {
		line, err := o.unasked(q, u)
		if err != nil {
			return a, err
		}
		a.Unasked = append(a.Unasked, line)
	}
	return a, err
}

// unasked is an answer as the version of the call that asked it reads it.
func (o opened) unasked(q *web.Request, u Unasked) (unaskedLine, error) {
	d, err := definition(q.Reader(), o.Call, u.Version)
	if err != nil {
		return unaskedLine{}, err
	}
	l := unaskedLine{Path: u.Path, AnsweredLabel: labelAt(d.Definition, u.Path, q.Lang), When: lang.DateTime(q.Lang, u.At.In(d.Window.Location()))}
	f, _ := simpleAt(d.Form, u.Path)
	l.Values = saidThen(d.Definition, f, u.Value, q.Lang)
	if parts := strings.Split(u.Path, "/"); len(parts) == 3 && parts[2] == "name" {
		if top, _ := d.Form.Field(parts[0]); top.Kind == call.File {
			l.File = FileLink(o.ID, parts[0], parts[1])
		}
	}
	return l, nil
}

// saidThen is what was typed, with the labels of options and the names of places in place of their codes.
func saidThen(d call.Definition, f call.Field, value, language string) []AnsweredLine {
	w := arranger{d, language, document{}}
	switch f.Kind {
	case call.Choice, call.Choices, call.Municipality, call.Settlements:
		var all []AnsweredLine
		for _, code := range codesOf(value) {
			all = append(all, w.line(f, quoted(code)))
		}
		return all
	case call.Declaration:
		return []AnsweredLine{{Word: "application.yes"}}
	}
	return []AnsweredLine{{Value: value}}
}

// flags are the changed questions of a section, by field, with what has changed in words. They are shown once, to those
// who write; See takes them off.
func (o opened) flags(q *web.Request, s call.Section) (map[string][]string, error) {
	changed, err := amended(q.Reader(), o.ID)
	flags := map[string][]string{}
	for _, c := range changed {
		if !slices.ContainsFunc(s.Fields, func(f call.Field) bool { return f.ID == c.Field }) || err != nil {
			continue
		}
		var all []call.Difference
		all, err = call.Between(q.Reader(), o.Call, c.Since, o.CallVersion)
		flags[c.Field] = []string{}
		for _, d := range all {
			if d.Field == c.Field && d.Change != call.Moved {
				flags[c.Field] = append(flags[c.Field], d.Says(q.Site.Catalog, q.Lang).Sentence)
			}
		}
	}
	return flags, err
}

// unaskedSentences are what a page that still shows a question that is no longer asked says beside it.
func unaskedSentences(q *web.Request, application string) (map[string]string, error) {
	kept, err := UnaskedOf(q.Reader(), application)
	all := map[string]string{}
	for _, u := range kept {
		all[u.Path] = q.T("application.unasked.sentence")
	}
	return all, err
}
