package application

import (
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/registration"
)

// What is told about an organisation that is not the one the applicant wrote.
var (
	toldPartnerOther     = notice.Define(notice.Kind{Key: "application.told.partner_other", Way: notice.AtOnce})
	toldPartnerConfirmed = notice.Define(notice.Kind{Key: "application.told.partner_confirmed", Way: notice.AtOnce})
)

// fits says whether the organisation can be the one of its row: its number, and its country, are those that are written there,
// or none are.
func (p accepted) fits(answers call.Answers) bool {
	row := p.partner.Field + "/" + p.partner.Row + "/"
	country, number := answers[row+"country"], answers[row+"registration"]
	if country != "" && country != p.as.Country && p.as.Country != organisation.OtherCountry {
		return false
	}
	if number == "" {
		return true
	}
	digits, _, err := registration.Parse(p.as.Country, number)
	if err != nil {
		digits = number
	}
	return digits == p.as.Number
}

// ask lets the organisation wait until the applicant has said that it is the right one. It sees nothing until then.
func (p accepted) ask(tx *action.Tx) error {
	_, err := tx.Exec(`UPDATE application_partners SET candidate = $1, at = $2, by_person = $3 WHERE id = $4`,
		p.as.ID, db.At(tx.Now()), tx.Actor().Name(), p.partner.ID)
	if err != nil {
		return err
	}
	p.partner.Organisation = p.as.ID
	return p.tell(tx, toldPartnerOther, p.partnered.Organisation, "/partners")
}

// ConfirmPartner says that an organisation with another number than the one written is the right one. What the register knows of
// it takes the place of what stands in the row, whose earlier texts are in its history.
var ConfirmPartner = action.Define(action.Definition[OfPartner, partnered, struct{}]{
	Name: "application.confirm_partner",
	Load: func(tx *action.Tx, in OfPartner) (partnered, error) {
		return loadPartner(tx, in.Application, in.Partner)
	},
	May:  leads(),
	When: whilePartnersWrite(),
	Do: func(tx *action.Tx, _ OfPartner, p partnered) (struct{}, error) {
		p.about(tx)
		if p.partner.Candidate == "" {
			return struct{}{}, refusal.New(refusal.Conflict, "application.partner.not_there")
		}
		tx.Note("organisation", p.partner.Candidate)
		as, err := organisation.Find(tx, p.partner.Candidate)
		if err != nil {
			return struct{}{}, err
		}
		a := accepted{p, as}
		if err := a.isFree(tx); err != nil {
			return struct{}{}, err
		}
		if err := a.join(tx); err != nil {
			return struct{}{}, err
		}
		if err := a.introduce(tx, nil); err != nil {
			return struct{}{}, err
		}
		a.partner.Organisation = as.ID
		return struct{}{}, a.tell(tx, toldPartnerConfirmed, as.ID, "/part")
	},
})
