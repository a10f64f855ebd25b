package organisation

import (
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/search"
)

func scan(s db.Scanner, o *Organisation) error {
	return s.Scan(&o.ID, &o.Name, &o.Country, &o.Number, &o.Kind, &o.Seat, db.Moment(&o.Created), db.Moment(&o.Confirmed), &o.Municipality)
}

// Find returns the organisation with an identifier, or a refusal of kind Missing.
func Find(r db.Reader, id string) (Organisation, error) {
	return db.One(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed, municipality FROM organisations WHERE id = $1`, id)
}

// Of lists the organisations the actor is a member of, by name, each with the most powerful role they have there.
func Of(r db.Reader, actor action.Actor) ([]Membership, error) {
	scopes := actor.Scopes(account.MemberRoles...)
	all, err := db.All(r, scan, `SELECT id, name, country, number, kind, seat, created, confirmed, municipality FROM organisations
		WHERE id IN `+db.In(1, len(scopes))+` ORDER BY sort_key, id`, db.Args(scopes)...)
	memberships := make([]Membership, len(all))
	for i, o := range all {
		memberships[i] = Membership{o, roleOf(actor, o.ID)}
	}
	return memberships, err
}

func roleOf(actor action.Actor, organisation string) string {
	for _, role := range account.MemberRoles {
		if actor.Has(role, organisation) {
			return role
		}
	}
	return ""
}

// forChange reads the organisation and holds it, so that two changes of its members cannot pass each other.
func forChange(tx *action.Tx, id string) (Organisation, error) {
	return db.One(tx, scan, `SELECT id, name, country, number, kind, seat, created, confirmed, municipality FROM organisations WHERE id = $1`+tx.ForUpdate(), id)
}

func insert(tx *action.Tx, o Organisation) error {
	_, err := tx.Exec(`INSERT INTO organisations (id, name, country, number, kind, seat, search, sort_key, created, confirmed, municipality)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		o.ID, o.Name, o.Country, o.Number, o.Kind, o.Seat, searchable(o), sortKey(o), db.At(tx.Now()), db.At(o.Confirmed), o.Municipality)
	return err
}

func saveConfirmed(tx *action.Tx, o Organisation) error {
	_, err := tx.Exec(`UPDATE organisations SET confirmed = $1, municipality = $2 WHERE id = $3`, db.At(o.Confirmed), o.Municipality, o.ID)
	return err
}

func rename(tx *action.Tx, o Organisation) error {
	_, err := tx.Exec(`UPDATE organisations SET name = $1, search = $2, sort_key = $3 WHERE id = $4`,
		o.Name, searchable(o), sortKey(o), o.ID)
	return err
}

func searchable(o Organisation) string {
	if o.Kind == Person {
		return search.Column(search.Tokens(o.Name, language(o)))
	}
	return search.Column(append(search.Tokens(o.Name, language(o)), search.Tokens(o.Number, "")...))
}

func sortKey(o Organisation) string { return lang.SortKey(language(o), o.Name) }

// language is the one an organisation's name is most likely written in.
func language(o Organisation) string {
	switch o.Country {
	case "BG":
		return "bg"
	case "NO":
		return "nb"
	}
	return "en"
}

// Members lists the people of an organisation by name, each with the most powerful role they have.
func Members(r db.Reader, organisation string) ([]Member, error) {
	return db.All(r, func(s db.Scanner, m *Member) error {
		return s.Scan(&m.Person.ID, &m.Person.Name, &m.Person.Email, &m.Person.Lang, &m.Role)
	}, `SELECT p.id, p.name, p.email, p.lang,
		CASE MIN(CASE g.role WHEN 'owner' THEN 1 WHEN 'editor' THEN 2 ELSE 3 END) WHEN 1 THEN 'owner' WHEN 2 THEN 'editor' ELSE 'reader' END
		FROM account_grants g JOIN people p ON p.id = g.person
		WHERE g.scope = $1 AND g.role IN ('owner', 'editor', 'reader')
		GROUP BY p.id, p.name, p.email, p.lang, p.sort_key ORDER BY p.sort_key, p.id`, organisation)
}

func scanInvitation(s db.Scanner, i *Invitation) error {
	return s.Scan(&i.ID, &i.Organisation, &i.Email, &i.Role, &i.By, db.Moment(&i.Ends))
}

// openOf lists the invitations of an organisation that can still be accepted, the newest first.
func openOf(r db.Reader, organisation string, now time.Time) ([]Invitation, error) {
	return db.All(r, scanInvitation, `SELECT id, organisation, email, role, invited_by, ends FROM organisation_invitations
		WHERE organisation = $1 AND ends > $2 ORDER BY created DESC, id DESC`, organisation, db.At(now))
}

// findInvitation returns an invitation by the hash of its secret, or a refusal that says what to do about a used one.
func findInvitation(r db.Reader, hash string) (Invitation, error) {
	i, err := db.One(r, scanInvitation, `SELECT id, organisation, email, role, invited_by, ends FROM organisation_invitations WHERE secret = $1`, hash)
	if refusal.KindOf(err) == refusal.Missing {
		err = refusal.New(refusal.Closed, "organisation.refusal.invitation_used")
	}
	return i, err
}

// insertInvitation keeps an invitation, and forgets those of the organisation that have ended.
func insertInvitation(tx *action.Tx, i Invitation, hash string) error {
	if _, err := tx.Exec(`DELETE FROM organisation_invitations WHERE organisation = $1 AND ends <= $2`, i.Organisation, db.At(tx.Now())); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO organisation_invitations (secret, id, organisation, email, role, invited_by, created, ends)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, hash, i.ID, i.Organisation, i.Email, i.Role, i.By, db.At(tx.Now()), db.At(i.Ends))
	return err
}

// deleteInvitation spends or withdraws an invitation. Of two who accept at once, one is refused.
func deleteInvitation(tx *action.Tx, id, organisation string) error {
	n, err := tx.Exec(`DELETE FROM organisation_invitations WHERE id = $1 AND organisation = $2`, id, organisation)
	if err == nil && n == 0 {
		err = refusal.New(refusal.Closed, "organisation.refusal.invitation_used")
	}
	return err
}
