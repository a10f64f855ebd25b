package application

import (
	"context"
	"slices"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Limits of partners: how long an invitation is good for, and how many an application has.
const (
	partnerLife  = 30 * 24 * time.Hour
	partnerLimit = 30
)

// PartnerInvitation asks whoever reads the letters of an address to fill in a row of the table of partners. Lang is the
// language of the letter, for an address without an account.
type PartnerInvitation struct{ Application, Row, Email, Lang string }

// InvitePartner sends a letter with a link that lets an organisation take part as the partner of a row. Inviting for the
// row of an invitation that was not accepted takes its place.
var InvitePartner = action.Define(action.Definition[PartnerInvitation, partnered, string]{
	Name: "application.invite_partner",
	Prepare: func(_ context.Context, _ db.Reader, in *PartnerInvitation) error {
		if in.Email = strings.TrimSpace(in.Email); !account.IsAddress(in.Email) {
			return refusal.Of([]refusal.Complaint{refusal.About("email", "account.refusal.email")})
		}
		return nil
	},
	Load: func(tx *action.Tx, in PartnerInvitation) (partnered, error) {
		t, err := load(tx, in.Application)
		if err != nil {
			return partnered{}, err
		}
		d, err := definition(tx, t.Call, t.CallVersion)
		return partnered{timed: t, form: d.Form}, err
	},
	May:  leads(),
	When: whilePartnersWrite(),
	Do: func(tx *action.Tx, in PartnerInvitation, p partnered) (string, error) {
		secret := account.NewSecret()
		p.partner = Partner{ID: id.New(), Application: p.ID, Row: in.Row, State: PartnerInvited, Email: in.Email, At: tx.Now(), By: tx.Actor().Name(), Ends: tx.Now().Add(partnerLife)}
		p.about(tx)
		if err := p.seat(tx); err != nil {
			return "", err
		}
		if err := p.changed(tx); err != nil {
			return "", err
		}
		return p.partner.ID, p.invite(tx, in, secret)
	},
})

// seat finds the row, refuses one that is not there or taken, and lets go of an invitation nobody accepted.
func (p *partnered) seat(tx *action.Tx) error {
	f, ok := partnerField(p.form)
	answers, _, err := typed(tx, p.ID)
	if err != nil {
		return err
	}
	if p.partner.Field = f.ID; !ok || !isRow(p.partner.Row) || !hasRow(answers, f.ID+"/"+p.partner.Row+"/") {
		return refusal.Of([]refusal.Complaint{refusal.About("row", "application.partner.no_row")})
	}
	all, err := Partners(tx, p.ID)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(o Partner) bool { return o.State == PartnerRemoved })
	for _, o := range all {
		switch {
		case o.Row == p.partner.Row && o.State == PartnerInvited:
			if err := keepPartner(tx, o, PartnerRemoved, ""); err != nil {
				return err
			}
		case o.Row == p.partner.Row:
			return refusal.Of([]refusal.Complaint{refusal.About("row", "application.partner.taken")})
		}
	}
	if len(all) >= partnerLimit {
		return refusal.New(refusal.TooMany, "application.partner.too_many", "Limit", partnerLimit)
	}
	return nil
}

func hasRow(answers call.Answers, prefix string) bool {
	for path, value := range answers {
		if value != "" && strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return false
}

func (p partnered) invite(tx *action.Tx, in PartnerInvitation, secret string) error {
	_, err := tx.Exec(`INSERT INTO application_partners (id, application, field, line, state, organisation, email, secret, words, at, by_person, created, ends)
		VALUES ($1, $2, $3, $4, $5, '', $6, $7, '', $8, $9, $8, $10)`, p.partner.ID, p.ID, p.partner.Field, p.partner.Row, string(PartnerInvited),
		p.partner.Email, account.Hashed(secret), db.At(tx.Now()), p.partner.By, db.At(p.partner.Ends))
	if err != nil {
		return err
	}
	by, err := account.Find(tx, tx.Actor().ID)
	if err != nil {
		return err
	}
	o, err := organisation.Find(tx, p.Organisation)
	if err != nil {
		return err
	}
	l := mail.Letter{To: in.Email, Lang: in.Lang, Key: "application.mail.partner"}
	known, err := account.FindByEmail(tx, in.Email)
	switch {
	case err == nil:
		l.Name, l.Lang = known.Name, known.Lang
	case refusal.KindOf(err) != refusal.Missing:
		return err
	}
	l.Args = map[string]string{"By": by.Name, "Organisation": o.Name, "Title": p.subject(tx).Title.In(l.Lang), "Link": "/taking-part/" + secret,
		"Closes": lang.DateTime(l.Lang, p.window.Closes.In(p.window.Location()))}
	return tx.Tell(mail.Kind, l)
}
