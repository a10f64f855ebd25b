package calendar

import (
	"slices"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/dialogue"
	"vekst/grants/organisation"
	"vekst/value/period"
)

// draft is what a draft wants of the person before its call closes: a signature where they were asked for one, their own
// part where they are the people of a partner, submission otherwise.
func (m *mine) draft(a application.Application, p call.Published) error {
	kind, err := m.wanted(a)
	if err != nil || kind == "" {
		return err
	}
	link := "/applications/" + a.ID
	if kind == Sign {
		link += "/check"
	}
	m.add(kind, a.ID, p.Title.In(m.lang), link, p.Window.Closes, p)
	if kind == Draft {
		m.ask(p)
	}
	return nil
}

// wanted is what a draft wants of the person; "" for nothing.
func (m *mine) wanted(a application.Application) (Kind, error) {
	if !organisation.MayRead(m.actor, a.Organisation) {
		return m.wantedOfPartner(a)
	}
	if !a.Signs(m.actor) {
		return Draft, nil
	}
	last, err := application.LastRound(m.r, a.ID)
	if err == nil && last.State == application.SignatureAsked {
		return Sign, nil
	}
	return Draft, err
}

// wantedOfPartner is Part until all of the partners that are the person's own are ready.
func (m *mine) wantedOfPartner(a application.Application) (Kind, error) {
	all, err := application.Partners(m.r, a.ID)
	for _, p := range all {
		open := p.State == application.PartnerFilling || p.State == application.PartnerReturned
		if open && p.Organisation != "" && organisation.MayRead(m.actor, p.Organisation) {
			return Part, err
		}
	}
	return "", err
}

// ask is the last day to ask about a call, once, where that comes before the call closes.
func (m *mine) ask(p call.Published) {
	until := dialogue.QuestionsUntil(p.Window.Closes, p.Questions.UntilDays, p.Window.Location())
	said := slices.ContainsFunc(m.all, func(d Deadline) bool { return d.Kind == Ask && d.ID == p.ID })
	if !said && p.Questions.UntilDays > 0 && p.Window.At(m.now) == period.Open {
		m.add(Ask, p.ID, p.Title.In(m.lang), "/calls/"+p.ID+"/questions", until, p)
	}
}

// consultations are those of the programmes in which the person answers what people say.
func (m *mine) consultations() error {
	all, err := dialogue.Consultations(m.r, m.now.Add(-Kept))
	for _, c := range all {
		if !m.actor.Has(account.Operator, c.Programme) {
			continue
		}
		d, _ := call.Read(c.File)
		m.all = append(m.all, Deadline{Kind: Consult, ID: c.Call, Title: d.Title.In(m.lang), Link: "/dialogue/" + string(dialogue.Comment) + "/" + c.Call,
			At: c.Closes, Zone: d.Window.Location(), Version: c.Closes.Unix() / 60, Since: c.Opens})
	}
	return err
}
