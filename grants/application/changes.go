package application

import (
	"slices"
	"strconv"
	"time"

	"vekst/grants/call"
	"vekst/platform/web"
)

// news is what an open page is told when it asks what has happened since a revision.
type news struct {
	Rev     int64    `json:"rev"`
	Open    bool     `json:"open"` // whether it can still be written in
	Answers []stood  `json:"answers,omitempty"`
	Here    []string `json:"here"` // who else is here, in words
}

// changes answers with what has changed since a revision, and who else is here. Of a draft in which nothing happens it
// costs one small query, so that two thousand pages may ask every few seconds.
func (h *house) changes(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, orRemoved(q, err)
	}
	since, _ := strconv.ParseInt(q.Value("since"), 10, 64)
	n := news{Rev: o.Rev, Open: o.canEdit(q)}
	if !n.Open {
		if p, err := o.mine(q); err == nil {
			n.Open = o.canFill(p, q.Actor())
		}
	}
	if o.Rev > since {
		all, err := changedSince(q.Reader(), o.ID, since)
		if err != nil {
			return nil, err
		}
		if q.Value("section") == partSection {
			if all, err = o.ofPart(q, all); err != nil {
				return nil, err
			}
		}
		n.Answers = stands(all)
	}
	h.present(q, o.ID, q.Value("section"), o.now)
	n.Here, err = h.others(q, o)
	return web.JSON(n), err
}

// ofPart leaves of answers those of the visitor's part, so that the lines of others do not come onto its page.
func (o opened) ofPart(q *web.Request, all []Standing) ([]Standing, error) {
	mine, err := o.holding(q)
	return slices.DeleteFunc(all, func(s Standing) bool { return !mine.owns(s.Path) }), err
}

// present says that the visitor has a draft open.
func (h *house) present(q *web.Request, draft, section string, now time.Time) {
	h.Presence.Note(q.Context(), draft, q.Actor().ID, section, now)
}

// others are the people who have the draft open now, besides whoever asks, each with the section they are in.
func (h *house) others(q *web.Request, o opened) ([]string, error) {
	all := []string{}
	here, err := h.Presence.In(q.Reader(), o.ID, o.now)
	for _, v := range here {
		if v.Person == q.Actor().ID {
			continue
		}
		name := nameBook{}.of(q, v.Person)
		if s := slices.IndexFunc(o.call.Form.Sections, func(s call.Section) bool { return s.ID == v.Place }); s >= 0 {
			name = q.T("application.live.here", "Name", name, "Section", o.call.Form.Sections[s].Title.In(q.Lang))
		}
		all = append(all, name)
	}
	slices.Sort(all)
	return all, err
}
