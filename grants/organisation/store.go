package organisation

import (
	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/search"
)

func scan(s db.Scanner, o *Organisation) error {
	return s.Scan(&o.ID, &o.Name, &o.Country, &o.Number, &o.Kind, &o.Seat, db.Moment(&o.Created))
}

// Find returns the organisation with an identifier, or a refusal of kind Missing.
func Find(r db.Reader, id string) (Organisation, error) {
	return db.One(r, scan, `SELECT id, name, country, number, kind, seat, created FROM organisations WHERE id = $1`, id)
}

// Of lists the organisations the actor is a member of, by name, each with the most powerful role they have there.
func Of(r db.Reader, actor action.Actor) ([]Membership, error) {
	scopes := actor.Scopes(account.MemberRoles...)
	all, err := db.All(r, scan, `SELECT id, name, country, number, kind, seat, created FROM organisations
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
	return db.One(tx, scan, `SELECT id, name, country, number, kind, seat, created FROM organisations WHERE id = $1`+tx.ForUpdate(), id)
}

func insert(tx *action.Tx, o Organisation) error {
	_, err := tx.Exec(`INSERT INTO organisations (id, name, country, number, kind, seat, search, sort_key, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		o.ID, o.Name, o.Country, o.Number, o.Kind, o.Seat, searchable(o), sortKey(o), db.At(tx.Now()))
	return err
}

func rename(tx *action.Tx, o Organisation) error {
	_, err := tx.Exec(`UPDATE organisations SET name = $1, search = $2, sort_key = $3 WHERE id = $4`,
		o.Name, searchable(o), sortKey(o), o.ID)
	return err
}

func searchable(o Organisation) string {
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
