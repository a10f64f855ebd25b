package application

import (
	"vekst/platform/web"
)

// state is what the script is told about a page after saves: which questions are shown and what is wrong with answers.
type state struct {
	Shown      map[string]bool              `json:"shown"`
	Complaints map[string]string            `json:"complaints"`
	Figures    map[string]map[string]string `json:"figures"` // what is computed: what it says, and its formula
}

func (h *house) sectionState(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	answers, x, err := o.read(q)
	if err != nil {
		return nil, err
	}
	s := state{Shown: map[string]bool{}, Complaints: map[string]string{}}
	for _, section := range o.call.Form.Sections {
		if section.ID != q.PathValue("section") {
			continue
		}
		s.Figures = (&asker{q: q, a: o.Application, call: o.call, x: x, answers: answers, now: o.now}).figures(section)
		for _, f := range section.Fields {
			s.Shown[f.ID] = x.Visible(f.ID)
		}
		complaints, err := o.complaints(q, x)
		if err != nil {
			return nil, err
		}
		for _, c := range complaints {
			if within(section, c.Path) && !isMissing(c) && s.Complaints[c.Path] == "" {
				s.Complaints[c.Path] = sentence(q, c)
			}
		}
	}
	kept, err := unaskedSentences(q, o.ID)
	if err != nil {
		return nil, err
	}
	for path, says := range kept {
		if !knows(o.call.Form, path) {
			s.Complaints[path] = says
		}
	}
	return web.JSON(s), nil
}
