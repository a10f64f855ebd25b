package municipality

import (
	"vekst/platform/action"
	"vekst/platform/db"
)

// Version is raised by every change of the register.
func Version(r db.Reader) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT version FROM municipality_state WHERE name = 'register'`)
}

// raise says that the register has changed.
func raise(tx *action.Tx) error {
	_, err := tx.Exec(`UPDATE municipality_state SET version = version + 1 WHERE name = 'register'`)
	return err
}

// Facts are what imports say now, by municipality.
func Facts(r db.Reader) ([]Fact, error) {
	return db.All(r, func(s db.Scanner, f *Fact) error { return s.Scan(&f.Municipality, &f.Field, &f.Words) },
		`SELECT municipality, field, words FROM municipality_facts ORDER BY municipality, field`)
}

func setFact(tx *action.Tx, f Fact) error {
	if f.Words == "" {
		return tx.Later(`DELETE FROM municipality_facts WHERE municipality = $1 AND field = $2`, f.Municipality, f.Field)
	}
	return tx.Later(`INSERT INTO municipality_facts (municipality, field, words) VALUES ($1, $2, $3)
		ON CONFLICT (municipality, field) DO UPDATE SET words = excluded.words`, f.Municipality, f.Field, f.Words)
}

// ContactOf is who answers for the page of a municipality; one that is not Given where nobody does.
func ContactOf(r db.Reader, code string) (Contact, error) { return findContact(r, code) }

func findContact(r db.Reader, code string) (Contact, error) {
	all, err := db.All(r, scanContact, `SELECT municipality, office, email, phone, person, consented, changed FROM municipality_contacts WHERE municipality = $1`, code)
	if err != nil || len(all) == 0 {
		return Contact{Municipality: code}, err
	}
	return all[0], nil
}

func scanContact(s db.Scanner, c *Contact) error {
	return s.Scan(&c.Municipality, &c.Office, &c.Email, &c.Phone, &c.Person, db.Moment(&c.Consented), db.Moment(&c.Changed))
}

// Named lists the contacts in which somebody is named who agreed to it.
func Named(r db.Reader) ([]Contact, error) {
	return db.All(r, scanContact, `SELECT municipality, office, email, phone, person, consented, changed FROM municipality_contacts
		WHERE person <> '' AND consented > 0 ORDER BY municipality`)
}

// contactsOf lists the contacts in which a person is, or is asked to be, named.
func contactsOf(r db.Reader, person string) ([]Contact, error) {
	return db.All(r, scanContact, `SELECT municipality, office, email, phone, person, consented, changed FROM municipality_contacts
		WHERE person = $1 ORDER BY municipality`, person)
}

func saveContact(tx *action.Tx, c Contact) error {
	_, err := tx.Exec(`INSERT INTO municipality_contacts (municipality, office, email, phone, person, consented, changed) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (municipality) DO UPDATE SET office = excluded.office, email = excluded.email, phone = excluded.phone,
		person = excluded.person, consented = excluded.consented, changed = excluded.changed`,
		c.Municipality, c.Office, c.Email, c.Phone, c.Person, db.At(c.Consented), db.At(tx.Now()))
	return err
}
