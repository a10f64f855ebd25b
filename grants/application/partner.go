package application

import (
	"slices"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/period"
)

// A partner is an organisation that fills in its own row of the table of partners, and its own lines of the budget where
// these say whose they are. Its people read the whole draft; nothing but those rows is theirs to write.

// Partner is a row of the table of partners that another organisation was invited to fill in.
type Partner struct {
	ID, Application, Field, Row string
	State                       PartnerState
	Organisation                string // "" until somebody accepts
	Email                       string
	Words                       string // what the applicant wants changed
	At                          time.Time
	By                          string
	Ends                        time.Time // until when it can be accepted
	Candidate                   string    // who took the invitation with another number than the row has, and waits for the applicant
}

// PartnerState is where a partner stands.
type PartnerState string

// The states of a partner.
const (
	PartnerInvited  PartnerState = "invited"
	PartnerFilling  PartnerState = "filling"
	PartnerReady    PartnerState = "ready"
	PartnerReturned PartnerState = "returned" // the applicant wants something changed
	PartnerRemoved  PartnerState = "removed"
)

// takesPart says whether the partner's people read the draft.
func (p Partner) takesPart() bool { return p.Organisation != "" && p.State != PartnerRemoved }

// owns says whether a path is in the partner's row of the table of partners.
func (p Partner) owns(path string) bool { return strings.HasPrefix(path, p.Field+"/"+p.Row+"/") }

// Partner is the partner whose people the actor is one of; false for none.
func (a Application) Partner(all []Partner, may func(action.Actor, string) bool, actor action.Actor) (Partner, bool) {
	i := slices.IndexFunc(all, func(p Partner) bool { return p.takesPart() && may(actor, p.Organisation) })
	if i < 0 {
		return Partner{}, false
	}
	return all[i], true
}

const partnerColumns = `id, application, field, line, state, organisation, email, words, at, by_person, ends, candidate`

func scanPartner(s db.Scanner, p *Partner) error {
	return s.Scan(&p.ID, &p.Application, &p.Field, &p.Row, &p.State, &p.Organisation, &p.Email, &p.Words, db.Moment(&p.At), &p.By, db.Moment(&p.Ends), &p.Candidate)
}

// Partners lists the partners of an application, in the order in which they were invited, those that were removed too.
func Partners(r db.Reader, application string) ([]Partner, error) {
	return db.All(r, scanPartner, `SELECT `+partnerColumns+` FROM application_partners WHERE application = $1 ORDER BY created, id`, application)
}

// unready are the partners that keep an application from being submitted.
func unready(r db.Reader, application string) (int, error) {
	n, err := count(r, `SELECT COUNT(*) FROM application_partners WHERE application = $1 AND state IN ('invited', 'filling', 'returned')`, application)
	return int(n), err
}

// waiting are complaints about partners that are not ready.
func (o opened) waiting(r db.Reader) ([]call.Complaint, error) {
	n, err := unready(r, o.ID)
	if err != nil || n == 0 {
		return nil, err
	}
	partners, err := Partners(r, o.ID)
	var all []call.Complaint
	for _, p := range partners {
		if p.State != PartnerReady && p.State != PartnerRemoved {
			all = append(all, call.Complaint{Path: p.Field, Key: "application.partner.unready"})
		}
	}
	return all, err
}

// changed makes whoever is submitting at this moment look again.
func (p partnered) changed(tx *action.Tx) error {
	p.Rev++
	return touch(tx, p.Application, tx.Now())
}

func keepPartner(tx *action.Tx, p Partner, state PartnerState, words string) error {
	_, err := tx.Exec(`UPDATE application_partners SET state = $1, words = $2, at = $3, by_person = $4 WHERE id = $5`,
		string(state), words, db.At(tx.Now()), tx.Actor().Name(), p.ID)
	return err
}

// partnered is an application with one of its partners, which an action is about.
type partnered struct {
	timed
	partner Partner
	form    call.Form
}

// loadPartner reads a partner of an application. One that was removed is none.
func loadPartner(tx *action.Tx, application, id string) (partnered, error) {
	t, err := load(tx, application)
	if err != nil {
		return partnered{}, err
	}
	d, err := definition(tx, t.Call, t.CallVersion)
	if err != nil {
		return partnered{}, err
	}
	p, err := db.One(tx, scanPartner, `SELECT `+partnerColumns+` FROM application_partners WHERE application = $1 AND id = $2`, application, id)
	if err == nil && p.State == PartnerRemoved {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return partnered{t, p, d.Form}, err
}

// leads is who invites partners, sends back and removes.
func leads() action.Permits[partnered] {
	return action.Permits[partnered]{{Who: "owners and editors of the applicant", If: func(a action.Actor, p partnered) bool { return p.Edits(a) }}}
}

// partnersOnly is who speaks for the partner.
func partnersOnly() action.Permits[partnered] {
	return action.Permits[partnered]{{Who: "owners and editors of the partner", If: func(a action.Actor, p partnered) bool {
		return p.partner.takesPart() && organisation.MaySpeak(a, p.partner.Organisation)
	}}}
}

// whilePartnersWrite is while the application is a draft and the call is open.
func whilePartnersWrite() action.Moment[partnered] {
	return action.Moment[partnered]{Is: "while the call is open and the application is a draft", Check: func(now time.Time, p partnered) error {
		if err := open(p.window, now); err != nil {
			return err
		}
		return isDraft(p.Application)
	}}
}

func (p partnered) about(tx *action.Tx) {
	tx.About("application", p.ID)
	tx.OnBehalf(p.Organisation)
	tx.Note("partner", p.partner.ID)
}

// saver is an application somebody saves in.
type saver struct {
	timed
	isTheirs bool     // all that is saved belongs to the partner whose people the actor is one of
	claims   []Change // by which new lines become that partner's
}

// maySave is who writes: the applicant everywhere, a partner in its own part.
func maySave() action.Permits[saver] {
	return action.Permits[saver]{
		{Who: "owners and editors of the organisation", If: func(a action.Actor, s saver) bool { return s.Edits(a) }},
		{Who: "owners and editors of a partner, in its own part", If: func(_ action.Actor, s saver) bool { return s.isTheirs }},
		{Who: "the program itself", If: func(a action.Actor, _ saver) bool { return a.System() }},
	}
}

func whileSaving() action.Moment[saver] {
	return action.Moment[saver]{Is: "while the call is open and the application is a draft", Check: func(now time.Time, s saver) error {
		if err := open(s.window, now); err != nil {
			return err
		}
		return isDraft(s.Application)
	}}
}

// canFill says whether the actor could write in a partner's row now.
func (o opened) canFill(p Partner, actor action.Actor) bool {
	return p.takesPart() && organisation.MaySpeak(actor, p.Organisation) && o.State == Draft && o.call.Window.At(o.now) == period.Open
}

// partnerField is the table of partners of a form; false where there is none.
func partnerField(f call.Form) (call.Field, bool) {
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			if field.Kind == call.Partner {
				return field, true
			}
		}
	}
	return call.Field{}, false
}
