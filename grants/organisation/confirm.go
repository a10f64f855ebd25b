package organisation

import (
	"context"
	"time"

	"vekst/grants/account"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Confirming says of an organisation which municipality it is, or takes that back. In Bulgaria its seat says which; elsewhere an
// operator chooses.
type Confirming struct {
	Organisation string
	Municipality string // its code
	Withdraw     bool

	places *municipality.Directory
}

// Confirm says that an organisation is the municipality it says it is, so that its people decide for it: on resources, say.
// Nobody does so for an organisation of their own.
var Confirm = action.Define(action.Definition[Confirming, Organisation, struct{}]{
	Name: "organisation.confirm",
	Prepare: func(_ context.Context, r db.Reader, in *Confirming) (err error) {
		in.places, err = directory(r)
		return err
	},
	Load: func(tx *action.Tx, in Confirming) (Organisation, error) { return forChange(tx, in.Organisation) },
	May: action.Permits[Organisation]{{Who: "an operator of the programme who is not in the organisation", If: func(a action.Actor, o Organisation) bool {
		return a.Person() && a.Has(account.Operator, account.Programme) && !MayRead(a, o.ID)
	}}},
	When: action.AnyTime[Organisation](),
	Do: func(tx *action.Tx, in Confirming, o Organisation) (struct{}, error) {
		if !o.claimsMunicipality() {
			return struct{}{}, refusal.New(refusal.Conflict, "organisation.refusal.no_municipality")
		}
		tx.About("organisation", o.ID)
		told, err := in.judge(tx, &o)
		if err != nil {
			return struct{}{}, err
		}
		if err := saveConfirmed(tx, o); err != nil {
			return struct{}{}, err
		}
		owners, err := account.WithRole(tx, account.Owner, o.ID)
		if err != nil {
			return struct{}{}, err
		}
		return struct{}{}, notice.TellPeople(tx, told, o.news("/organisations/"+o.ID), owners)
	},
})

// judge says of an organisation which municipality it is, or that it is none, and how its owners are told.
func (in Confirming) judge(tx *action.Tx, o *Organisation) (notice.Kind, error) {
	if in.Withdraw {
		tx.Note("withdrawn", "yes")
		o.Confirmed, o.Municipality = time.Time{}, ""
		return toldDoubted, nil
	}
	m, ok := o.which(in.places, in.Municipality)
	if !ok {
		return toldConfirmed, refusal.Of([]refusal.Complaint{refusal.About("municipality", "organisation.refusal.which")})
	}
	tx.Note("municipality", m.Code)
	o.Confirmed, o.Municipality = tx.Now(), m.Code
	return toldConfirmed, nil
}

// What is told about organisations that say they are a municipality.
var (
	toldClaim     = notice.Define(notice.Kind{Key: "organisation.told.claim", Way: notice.Daily, Roles: []string{account.Operator}})
	toldConfirmed = notice.Define(notice.Kind{Key: "organisation.told.confirmed", Way: notice.Daily})
	toldDoubted   = notice.Define(notice.Kind{Key: "organisation.told.doubted", Way: notice.AtOnce})
)

// tellClaim tells operators of an organisation that says it is a municipality.
func tellClaim(tx *action.Tx, o Organisation) error {
	if !o.claimsMunicipality() || !o.Confirmed.IsZero() {
		return nil
	}
	operators, err := account.WithRole(tx, account.Operator, account.Programme)
	if err != nil {
		return err
	}
	return notice.TellPeople(tx, toldClaim, o.news("/municipal-organisations"), operators)
}

func (o Organisation) news(link string) notice.News {
	return notice.News{Link: link, About: notice.Subject{Kind: "organisation", ID: o.ID, Title: notice.Same(o.Name)}}
}
