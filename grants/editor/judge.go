package editor

import (
	"vekst/grants/call"
	"vekst/platform/web"
)

// said is a fault at the place it belongs to, in the language of the request.
type said struct {
	Place, Sentence string
	IsEnglish       bool // it has no sentence in the language of the request
	IsMissing       bool // it only says that something is not written yet
}

// judged is a draft as the checker sees it.
type judged struct {
	tree
	call   call.Definition
	faults []said
}

// judge reads a draft and puts every fault where it belongs.
func judge(q *web.Request, t tree, file string, notes map[string]Note) judged {
	d, faults := call.Read([]byte(file), call.WithinRulesBut(goesOn(notes)...))
	j, w := judged{tree: t, call: d}, t.where()
	for _, f := range faults {
		s := said{Place: w.place(f.Path), Sentence: f.Say(q.T), IsMissing: f.Missing()}
		s.IsEnglish = q.Lang != "en" && s.Sentence == f.Sentence
		j.faults = append(j.faults, s)
	}
	return j
}

// at are the faults at a place or below it.
func (j judged) at(place string) []said {
	var all []said
	for _, f := range j.faults {
		if within(f.Place, place) {
			all = append(all, f)
		}
	}
	return all
}

// of are the faults of a part of the call.
func (j judged) of(p part) []said {
	var all []said
	for _, f := range j.faults {
		if partOf(f.Place).Name == p.Name {
			all = append(all, f)
		}
	}
	return all
}
