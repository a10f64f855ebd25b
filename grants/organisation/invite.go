package organisation

import (
	"context"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/mail"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Invitation is a place in an organisation for whoever opens the link of a letter.
type Invitation struct {
	ID, Organisation, Email, Role, By string
	Ends                              time.Time
}

// Limits of invitations: how long one is good for, and how many can be open at a time, so that nobody writes to the whole
// world through us.
const (
	invitationLife  = 14 * 24 * time.Hour
	openInvitations = 30
)

// Inviting asks somebody to join. Lang is the language of the letter, for an address without an account.
type Inviting struct{ Organisation, Email, Role, Lang string }

// Invite sends a letter with a link that makes who opens it a member. It returns the identifier of the invitation.
var Invite = action.Define(action.Definition[Inviting, members, string]{
	Name: "organisation.invite",
	Prepare: func(_ context.Context, _ db.Reader, in *Inviting) error {
		in.Email = strings.TrimSpace(in.Email)
		var complaints []refusal.Complaint
		if !account.IsAddress(in.Email) {
			complaints = append(complaints, refusal.About("email", "account.refusal.email"))
		}
		if !isRole(in.Role) {
			complaints = append(complaints, refusal.About("role", "organisation.refusal.role"))
		}
		return refusal.Of(complaints)
	},
	Load: func(tx *action.Tx, in Inviting) (members, error) { return loadMembers(tx, in.Organisation) },
	May:  ownersOnly(),
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in Inviting, m members) (string, error) {
		i := Invitation{ID: id.New(), Organisation: m.organisation.ID, Email: in.Email, Role: in.Role, By: tx.Actor().ID, Ends: tx.Now().Add(invitationLife)}
		tx.About("organisation", m.organisation.ID)
		tx.OnBehalf(m.organisation.ID)
		tx.Note("invitation", i.ID)
		tx.Note("role", i.Role)
		open, err := openOf(tx, m.organisation.ID, tx.Now())
		if err != nil {
			return "", err
		}
		if len(open) >= openInvitations {
			return "", refusal.New(refusal.TooMany, "organisation.refusal.many_invitations", "Limit", openInvitations)
		}
		secret := account.NewSecret()
		if err := insertInvitation(tx, i, account.Hashed(secret)); err != nil {
			return "", err
		}
		return i.ID, sendInvitation(tx, in, m.organisation, secret)
	},
})

func sendInvitation(tx *action.Tx, in Inviting, o Organisation, secret string) error {
	by, err := account.Find(tx, tx.Actor().ID)
	if err != nil {
		return err
	}
	letter := mail.Letter{To: in.Email, Lang: in.Lang, Key: "organisation.mail.invitation",
		Args: map[string]string{"By": by.Name, "Organisation": o.Name, "Link": "/invitations/" + secret}}
	known, err := account.FindByEmail(tx, in.Email)
	switch {
	case err == nil:
		letter.Name, letter.Lang = known.Name, known.Lang
	case refusal.KindOf(err) != refusal.Missing:
		return err
	}
	return tx.Tell(mail.Kind, letter)
}

// Withdraw takes back an invitation that was not accepted.
var Withdraw = action.Define(action.Definition[Withdrawing, members, struct{}]{
	Name: "organisation.withdraw_invitation",
	Load: func(tx *action.Tx, in Withdrawing) (members, error) { return loadMembers(tx, in.Organisation) },
	May:  ownersOnly(),
	When: action.AnyTime[members](),
	Do: func(tx *action.Tx, in Withdrawing, m members) (struct{}, error) {
		tx.About("organisation", m.organisation.ID)
		tx.OnBehalf(m.organisation.ID)
		tx.Note("invitation", in.Invitation)
		return struct{}{}, deleteInvitation(tx, in.Invitation, m.organisation.ID)
	},
})

// Withdrawing names an invitation of an organisation.
type Withdrawing struct{ Organisation, Invitation string }

// accepting is an invitation with the organisation as it is now.
type accepting struct {
	members
	invitation Invitation
}

// Accept makes who has the link a member, once. Who is a member already keeps the more powerful of the two roles. It
// returns the organisation's identifier.
var Accept = action.Define(action.Definition[string, accepting, string]{
	Name: "organisation.accept",
	Load: func(tx *action.Tx, secret string) (accepting, error) {
		i, err := findInvitation(tx, account.Hashed(secret))
		if err != nil {
			return accepting{}, err
		}
		m, err := loadMembers(tx, i.Organisation)
		return accepting{m, i}, err
	},
	May: action.Permits[accepting]{{Who: "who is signed in and has the link of the letter", If: func(a action.Actor, _ accepting) bool { return a.Person() }}},
	When: action.Moment[accepting]{Is: "within two weeks of the invitation", Check: func(now time.Time, a accepting) error {
		return a.invitation.isOpen(now)
	}},
	Do: func(tx *action.Tx, _ string, a accepting) (string, error) {
		person := tx.Actor().ID
		a.about(tx, person, a.invitation.Role)
		tx.Note("invitation", a.invitation.ID)
		if err := deleteInvitation(tx, a.invitation.ID, a.organisation.ID); err != nil {
			return "", err
		}
		return a.organisation.ID, a.join(tx, person)
	},
})

func (a accepting) join(tx *action.Tx, person string) error {
	switch was := a.of(person); {
	case was == "":
		return account.Give(tx, person, a.invitation.Role, a.organisation.ID)
	case power(was) < power(a.invitation.Role):
		return a.change(tx, person, a.invitation.Role)
	}
	return nil
}

func power(role string) int {
	switch role {
	case account.Owner:
		return 2
	case account.Editor:
		return 1
	}
	return 0
}

func (i Invitation) isOpen(now time.Time) error {
	if !now.Before(i.Ends) {
		return refusal.New(refusal.Closed, "organisation.refusal.invitation_late")
	}
	return nil
}
