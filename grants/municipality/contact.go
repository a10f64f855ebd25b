package municipality

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Contact is who answers for the page of a municipality: an office with its public address, and somebody by name, but only
// from when they agreed.
type Contact struct {
	Municipality         string
	Office, Email, Phone string
	Person               string    // account of who was asked to be named, "" for nobody
	Consented            time.Time // when they agreed; zero while they have not
	Changed              time.Time
}

// Given says whether anybody answers for the page.
func (c Contact) Given() bool { return c.Email != "" }

// Limits of what is written of a contact, in characters.
const (
	officeLimit = 120
	phoneLimit  = 30
)

// Answering is what an operator says of who answers for a page. Person is the address of an account, "" for an office alone.
type Answering struct {
	Municipality, Office, Email, Phone, Person string
	name                                       text.Text
	person                                     account.Person
}

var toldAsked = notice.Define(notice.Kind{Key: "municipality.told.asked", Way: notice.AtOnce})

// AnswerFor sets who answers for the page of a municipality. Who is to be named is asked, and shown only when they agreed.
var AnswerFor = action.Define(action.Definition[Answering, Contact, Contact]{
	Name: "municipality.answer_for",
	Prepare: func(_ context.Context, r db.Reader, in *Answering) error {
		d, err := new(Atlas).Of(r)
		if err != nil {
			return err
		}
		m, ok := d.Municipality(in.Municipality)
		if !ok {
			return refusal.New(refusal.Missing, "municipality.one.unknown")
		}
		in.Municipality, in.name = m.Code, m.Name
		return refusal.Of(in.complain(r))
	},
	Load: func(tx *action.Tx, in Answering) (Contact, error) { return findContact(tx, in.Municipality) },
	May: action.Permits[Contact]{
		{Who: "operators of the programme", If: func(a action.Actor, _ Contact) bool { return a.Has(account.Operator, account.Programme) }},
		{Who: "administrators", If: func(a action.Actor, _ Contact) bool { return a.Has(account.Administrator, account.Programme) }},
	},
	When: action.AnyTime[Contact](),
	Do:   answerFor,
})

// complain finds what is wrong with what was written, and whose account the person's is.
func (in *Answering) complain(r db.Reader) []refusal.Complaint {
	var all []refusal.Complaint
	in.Office, in.Phone = strings.Join(strings.Fields(in.Office), " "), strings.Join(strings.Fields(in.Phone), " ")
	switch n := utf8.RuneCountInString(in.Office); {
	case n == 0:
		all = append(all, refusal.About("office", "municipality.refusal.office"))
	case n > officeLimit:
		all = append(all, refusal.About("office", "municipality.refusal.office_long", "Limit", officeLimit))
	}
	if !account.IsAddress(in.Email) {
		all = append(all, refusal.About("email", "municipality.refusal.email"))
	}
	if utf8.RuneCountInString(in.Phone) > phoneLimit || strings.Trim(in.Phone, "0123456789 +-/()") != "" {
		all = append(all, refusal.About("phone", "municipality.refusal.phone"))
	}
	if in.Person == "" {
		return all
	}
	var err error
	if in.person, err = account.FindByEmail(r, account.Fold(in.Person)); err != nil {
		all = append(all, refusal.About("person", "municipality.refusal.person"))
	}
	return all
}

func answerFor(tx *action.Tx, in Answering, have Contact) (Contact, error) {
	c := Contact{Municipality: in.Municipality, Office: in.Office, Email: in.Email, Phone: in.Phone, Person: in.person.ID}
	if c.Person == have.Person {
		c.Consented = have.Consented
	}
	tx.About("municipality", c.Municipality)
	if c.Person != "" && c.Person != have.Person {
		n := notice.News{About: notice.Subject{Kind: "municipality", ID: c.Municipality, Title: in.name}, Link: "/answering"}
		if err := notice.Tell(tx, toldAsked, n, c.Person); err != nil {
			return c, err
		}
	}
	return c, saveContact(tx, c)
}

// Naming is the answer of a person who was asked to be named: yes, or no, which may come at any time later too.
type Naming struct {
	Municipality string
	Agreed       bool
}

// BeNamed records whether a person agrees to be named on the page of a municipality.
var BeNamed = action.Define(action.Definition[Naming, Contact, Contact]{
	Name: "municipality.be_named",
	Load: func(tx *action.Tx, in Naming) (Contact, error) { return findContact(tx, in.Municipality) },
	May: action.Permits[Contact]{{Who: "the person who was asked to be named", If: func(a action.Actor, c Contact) bool {
		return a.Person() && a.ID == c.Person
	}}},
	When: action.AnyTime[Contact](),
	Do: func(tx *action.Tx, in Naming, c Contact) (Contact, error) {
		tx.About("municipality", c.Municipality)
		switch {
		case !in.Agreed:
			c.Person, c.Consented = "", time.Time{}
		case c.Consented.IsZero():
			c.Consented = tx.Now()
		}
		return c, saveContact(tx, c)
	},
})
