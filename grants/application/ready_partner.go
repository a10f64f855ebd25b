package application

import (
	"context"
	"strings"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// OfPartner names a partner of an application; Words is what the applicant wants changed.
type OfPartner struct{ Application, Partner, Words string }

// What is told about partners.
var (
	toldPartnerReady    = notice.Define(notice.Kind{Key: "application.told.partner_ready", Way: notice.Daily})
	toldPartnerReturned = notice.Define(notice.Kind{Key: "application.told.partner_returned", Way: notice.AtOnce})
	toldPartnerRemoved  = notice.Define(notice.Kind{Key: "application.told.partner_removed", Way: notice.AtOnce})
)

// SayReady says that a partner has filled in its part.
var SayReady = action.Define(action.Definition[OfPartner, partnered, struct{}]{
	Name: "application.partner_ready",
	Load: func(tx *action.Tx, in OfPartner) (partnered, error) {
		return loadPartner(tx, in.Application, in.Partner)
	},
	May:  partnersOnly(),
	When: whilePartnersWrite(),
	Do: func(tx *action.Tx, _ OfPartner, p partnered) (struct{}, error) {
		p.about(tx)
		if err := keepPartner(tx, p.partner, PartnerReady, ""); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, p.tell(tx, toldPartnerReady, p.Organisation, "/partners")
	},
})

// ReturnPart sends a partner's part back with what is to be changed.
var ReturnPart = action.Define(action.Definition[OfPartner, partnered, struct{}]{
	Name: "application.return_part",
	Prepare: func(_ context.Context, _ db.Reader, in *OfPartner) error {
		in.Words = strings.TrimSpace(printable(in.Words))
		n := utf8.RuneCountInString(in.Words)
		switch {
		case in.Words == "":
			return refusal.Of([]refusal.Complaint{refusal.About("words-"+in.Partner, "application.sign.no_words")})
		case n > CommentLimit:
			return refusal.Of([]refusal.Complaint{refusal.About("words-"+in.Partner, "application.comment.too_long", "Written", inAll(whole(n)), "Limit", inAll(whole(CommentLimit)))})
		}
		return nil
	},
	Load: func(tx *action.Tx, in OfPartner) (partnered, error) {
		return loadPartner(tx, in.Application, in.Partner)
	},
	May:  leads(),
	When: whilePartnersWrite(),
	Do: func(tx *action.Tx, in OfPartner, p partnered) (struct{}, error) {
		p.about(tx)
		if !p.partner.takesPart() {
			return struct{}{}, refusal.New(refusal.Conflict, "application.partner.not_there")
		}
		if err := keepPartner(tx, p.partner, PartnerReturned, in.Words); err != nil {
			return struct{}{}, err
		}
		if err := p.changed(tx); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, p.tell(tx, toldPartnerReturned, p.partner.Organisation, "/part")
	},
})

// RemovePartner lets a partner take part no longer. What its people have written stays, and is the applicant's.
var RemovePartner = action.Define(action.Definition[OfPartner, partnered, struct{}]{
	Name: "application.remove_partner",
	Load: func(tx *action.Tx, in OfPartner) (partnered, error) {
		return loadPartner(tx, in.Application, in.Partner)
	},
	May:  leads(),
	When: whilePartnersWrite(),
	Do: func(tx *action.Tx, _ OfPartner, p partnered) (struct{}, error) {
		p.about(tx)
		if p.partner.Organisation == "" {
			p.partner.Organisation = p.partner.Candidate
		}
		if err := keepPartner(tx, p.partner, PartnerRemoved, ""); err != nil || p.partner.Organisation == "" {
			return struct{}{}, err
		}
		if err := p.undeclare(tx); err != nil {
			return struct{}{}, err
		}
		return struct{}{}, p.tell(tx, toldPartnerRemoved, p.partner.Organisation, "")
	},
})

// tell tells the people who write for an organisation.
func (p partnered) tell(tx *action.Tx, k notice.Kind, org, page string) error {
	var people []account.Person
	for _, role := range []string{account.Owner, account.Editor} {
		some, err := account.WithRole(tx, role, org)
		if err != nil {
			return err
		}
		people = append(people, some...)
	}
	name := p.partner.Email
	if o, err := organisation.Find(tx, p.partner.Organisation); err == nil {
		name = o.Name
	}
	link := "/applications"
	if page != "" {
		link += "/" + p.ID + page
	}
	return notice.TellPeople(tx, k, notice.News{About: p.subject(tx), Link: link, Args: map[string]text.Text{"Partner": notice.Same(name)}}, people)
}
