package application

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

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
	h.present.note(o.ID, q.Actor().ID, q.Visitor.Name, q.Value("section"), o.now)
	n.Here = h.others(q, o)
	return web.JSON(n), nil
}

// ofPart leaves of answers those of the visitor's part, so that the lines of others do not come onto its page.
func (o opened) ofPart(q *web.Request, all []Standing) ([]Standing, error) {
	mine, err := o.holding(q)
	return slices.DeleteFunc(all, func(s Standing) bool { return !mine.owns(s.Path) }), err
}

// others are the people who have the draft open now, besides whoever asks, each with the section they are in.
func (h *house) others(q *web.Request, o opened) []string {
	all := []string{}
	for _, p := range h.present.in(o.ID, o.now) {
		if p.person == q.Actor().ID {
			continue
		}
		section := ""
		for _, s := range o.call.Form.Sections {
			if s.ID == p.section {
				section = s.Title.In(q.Lang)
			}
		}
		if section == "" {
			all = append(all, p.name)
		} else {
			all = append(all, q.T("application.live.here", "Name", p.name, "Section", section))
		}
	}
	return all
}

// presence is who has which draft open: in the memory of this process, for a minute. It is not audited and not kept;
// where several processes serve one database, each knows those who asked it.
type presence struct {
	mu     sync.Mutex
	drafts map[string]map[string]visit
	swept  time.Time
}

type visit struct {
	person, name, section string
	at                    time.Time
}

// lingering is how long somebody is here after their page has asked for the last time.
const lingering = time.Minute

func (p *presence) note(draft, person, name, section string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drafts == nil {
		p.drafts = map[string]map[string]visit{}
	}
	if p.drafts[draft] == nil {
		p.drafts[draft] = map[string]visit{}
	}
	p.drafts[draft][person] = visit{person, name, section, now}
	if now.Sub(p.swept).Abs() > lingering {
		p.sweep(now)
	}
}

func (p *presence) sweep(now time.Time) {
	p.swept = now
	for draft, visits := range p.drafts {
		for person, v := range visits {
			if !v.isHere(now) {
				delete(visits, person)
			}
		}
		if len(visits) == 0 {
			delete(p.drafts, draft)
		}
	}
}

func (v visit) isHere(now time.Time) bool { return now.Sub(v.at).Abs() <= lingering }

// in lists who has a draft open now, by name.
func (p *presence) in(draft string, now time.Time) []visit {
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []visit
	for _, v := range p.drafts[draft] {
		if v.isHere(now) {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, func(a, b visit) int { return strings.Compare(a.name, b.name) })
	return all
}
