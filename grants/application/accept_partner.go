package application

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// PartnerAccepting is the secret of a letter and the organisation that takes part.
type PartnerAccepting struct{ Secret, Organisation string }

// accepted is an invitation with who takes it.
type accepted struct {
	partnered
	as organisation.Organisation
}

// AcceptPartner makes an organisation the partner of a row. What the register knows of it is written into the row, where
// nothing stands yet. It returns the application; "" where its number is another than the applicant has written, so that it must wait.
var AcceptPartner = action.Define(action.Definition[PartnerAccepting, accepted, string]{
	Name: "application.accept_partner",
	Load: loadAccepting,
	May: action.Permits[accepted]{{Who: "owners and editors of an organisation who have the link of the letter", If: func(a action.Actor, p accepted) bool {
		return organisation.MaySpeak(a, p.as.ID)
	}}},
	When: action.Moment[accepted]{Is: "within thirty days of the invitation, while the call is open and the application is a draft", Check: func(now time.Time, p accepted) error {
		if !now.Before(p.partner.Ends) {
			return refusal.New(refusal.Closed, "application.partner.late")
		}
		return whilePartnersWrite().Check(now, p.partnered)
	}},
	Do: func(tx *action.Tx, in PartnerAccepting, p accepted) (string, error) {
		p.about(tx)
		tx.Note("organisation", p.as.ID)
		if err := p.isFree(tx); err != nil {
			return "", err
		}
		answers, _, err := typed(tx, p.ID)
		if err != nil {
			return "", err
		}
		if !p.fits(answers) {
			return "", p.ask(tx)
		}
		if err := p.join(tx); err != nil {
			return "", err
		}
		return p.ID, p.introduce(tx, answers)
	},
})

func loadAccepting(tx *action.Tx, in PartnerAccepting) (accepted, error) {
	p, err := InvitedBy(tx, in.Secret)
	if err != nil {
		return accepted{}, err
	}
	t, err := locked(tx, p.Application)
	if err != nil {
		return accepted{}, err
	}
	a := accepted{partnered: partnered{timed: t, partner: p}}
	d, err := definition(tx, t.Call, t.CallVersion)
	if err != nil {
		return a, err
	}
	a.form = d.Form
	if in.Organisation == "" {
		return a, refusal.Of([]refusal.Complaint{refusal.About("organisation", "application.partner.choose")})
	}
	a.as, err = organisation.Find(tx, in.Organisation)
	return a, err
}

// InvitedBy finds an invitation by the secret of its letter. One that was used or taken back is refused.
func InvitedBy(r db.Reader, secret string) (Partner, error) {
	p, err := db.One(r, scanPartner, `SELECT `+partnerColumns+` FROM application_partners WHERE secret = $1 AND state = 'invited'`, account.Hashed(secret))
	switch {
	case refusal.KindOf(err) == refusal.Missing:
		err = refusal.New(refusal.Closed, "application.partner.used")
	case err == nil && p.Candidate != "":
		err = refusal.New(refusal.Closed, "application.candidate.waits")
	}
	return p, err
}

// isFree refuses an organisation that takes part already.
func (p accepted) isFree(tx *action.Tx) error {
	all, err := Partners(tx, p.ID)
	if err == nil && (p.as.ID == p.Organisation || slices.ContainsFunc(all, func(o Partner) bool { return o.takesPart() && o.Organisation == p.as.ID })) {
		err = refusal.Of([]refusal.Complaint{refusal.About("organisation", "application.partner.already")})
	}
	return err
}

// join makes the organisation the partner of its row.
func (p accepted) join(tx *action.Tx) error {
	_, err := tx.Exec(`UPDATE application_partners SET state = $1, organisation = $2, at = $3, by_person = $4, candidate = '' WHERE id = $5`,
		string(PartnerFilling), p.as.ID, db.At(tx.Now()), tx.Actor().Name(), p.partner.ID)
	return err
}

// introduce writes what the register knows of the partner into its row, where nothing stands among these answers.
func (p accepted) introduce(tx *action.Tx, answers call.Answers) error {
	known := map[string]string{"name": p.as.Name, "registration": p.as.Number, "country": p.as.Country, "seat": organisation.SeatName(p.as, p.Lang)}
	if slices.Contains(call.LegalKinds, p.as.Kind) {
		known["kind"] = p.as.Kind
	}
	f, _ := p.form.Field(p.partner.Field)
	var err error
	k := &keeper{tx: tx, a: p.Application, form: p.form}
	var all []Change
	for _, c := range f.Columns {
		path := p.partner.Field + "/" + p.partner.Row + "/" + c.ID
		if known[c.ID] != "" && answers[path] == "" {
			all = append(all, Change{Path: path, Value: known[c.ID], Rev: p.Rev})
		}
	}
	if k.have, err = present(tx, p.ID, all); err != nil || len(all) == 0 {
		return err
	}
	_, err = k.save(all)
	return err
}
