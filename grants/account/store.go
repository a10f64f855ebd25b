package account

import (
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/search"
)

func scanPerson(s db.Scanner, p *Person) error { return s.Scan(&p.ID, &p.Name, &p.Email, &p.Lang) }

// Find returns the person with an identifier, or a refusal of kind Missing.
func Find(r db.Reader, id string) (Person, error) {
	return db.One(r, scanPerson, `SELECT id, name, email, lang FROM people WHERE id = $1`, id)
}

// FindByEmail returns the person with an address, in whatever case it is typed, or a refusal of kind Missing.
func FindByEmail(r db.Reader, email string) (Person, error) {
	return db.One(r, scanPerson, `SELECT id, name, email, lang FROM people WHERE folded = $1`, Fold(email))
}

// WithRole lists the people who have a role in a scope, or everywhere, by name.
func WithRole(r db.Reader, role, scope string) ([]Person, error) {
	return db.All(r, scanPerson, `SELECT id, name, email, lang FROM people WHERE id IN
		(SELECT person FROM account_grants WHERE role = $1 AND scope IN ($2, '')) ORDER BY sort_key, id`, role, scope)
}

// ActorOf is a person as actions and lists want them, with everything they were given, for what works without a session.
func ActorOf(r db.Reader, person string) (action.Actor, error) {
	grants, err := db.All(r, func(s db.Scanner, g *action.Grant) error { return s.Scan(&g.Role, &g.Scope) },
		`SELECT role, scope FROM account_grants WHERE person = $1 ORDER BY role, scope`, person)
	return action.Actor{ID: person, Grants: grants}, err
}

func insertPerson(tx *action.Tx, p Person, hash string) error {
	_, err := tx.Exec(`INSERT INTO people (id, email, folded, name, lang, password, search, sort_key, created)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, p.Email, Fold(p.Email), p.Name, p.Lang, hash, searchable(p), lang.SortKey(p.Lang, p.Name), db.At(tx.Now()))
	return err
}

func updatePerson(tx *action.Tx, p Person) error {
	_, err := tx.Exec(`UPDATE people SET name = $1, lang = $2, search = $3, sort_key = $4 WHERE id = $5`,
		p.Name, p.Lang, searchable(p), lang.SortKey(p.Lang, p.Name), p.ID)
	return err
}

func updatePassword(tx *action.Tx, person, hash string) error {
	_, err := tx.Exec(`UPDATE people SET password = $1 WHERE id = $2`, hash, person)
	return err
}

// searchable is what a search for a person looks in: both alphabets, so that Maria finds Мария.
func searchable(p Person) string {
	return search.Column(append(search.Tokens(p.Name, p.Lang), search.Tokens(p.Email, p.Lang)...))
}

// credentials are what a sign-in is judged by.
type credentials struct{ person, hash string }

// findCredentials returns empty ones for an address that is not there.
func findCredentials(r db.Reader, email string) (credentials, error) {
	all, err := db.All(r, func(s db.Scanner, c *credentials) error { return s.Scan(&c.person, &c.hash) },
		`SELECT id, password FROM people WHERE folded = $1`, Fold(email))
	if err != nil || len(all) == 0 {
		return credentials{}, err
	}
	return all[0], nil
}

func findHash(r db.Reader, person string) (string, error) {
	return db.One(r, db.Value[string], `SELECT password FROM people WHERE id = $1`, person)
}

func insertGrant(tx *action.Tx, person, role, scope string) error {
	_, err := tx.Exec(`INSERT INTO account_grants (person, role, scope) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, person, role, scope)
	return err
}

func deleteGrant(tx *action.Tx, person, role, scope string) error {
	_, err := tx.Exec(`DELETE FROM account_grants WHERE person = $1 AND role = $2 AND scope = $3`, person, role, scope)
	return err
}

func lockAdministrators(tx *action.Tx) error {
	_, err := db.All(tx, db.Value[string], `SELECT person FROM account_grants WHERE role = 'administrator' ORDER BY person, scope`+tx.ForUpdate())
	return err
}

func countAdministrators(r db.Reader) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COUNT(*) FROM account_grants WHERE role = 'administrator'`)
}

// identity is one row of what a session's secret leads to: the session, the person, and one of their grants.
type identity struct {
	session     Session
	person      Person
	role, scope string
}

func identities(r db.Reader, secret string) ([]identity, error) {
	return db.All(r, func(s db.Scanner, i *identity) error {
		var idle int64
		err := s.Scan(&i.session.ID, db.Moment(&i.session.Seen), &idle, db.Moment(&i.session.ends),
			&i.person.ID, &i.person.Name, &i.person.Lang, &i.role, &i.scope)
		i.session.idle = time.Duration(idle) * time.Microsecond
		return err
	}, `SELECT s.id, s.seen, s.idle, s.ends, p.id, p.name, p.lang, COALESCE(g.role, ''), COALESCE(g.scope, '')
		FROM account_sessions s JOIN people p ON p.id = s.person LEFT JOIN account_grants g ON g.person = p.id
		WHERE s.secret = $1`, Hashed(secret))
}

func insertSession(tx *action.Tx, s Session, person, secret string) error {
	_, err := tx.Exec(`INSERT INTO account_sessions (id, secret, person, browser, began, seen, idle, ends) VALUES ($1, $2, $3, $4, $5, $5, $6, $7)`,
		s.ID, Hashed(secret), person, s.Browser, db.At(tx.Now()), s.idle.Microseconds(), db.At(s.ends))
	return err
}

// deleteEnded forgets the sessions of a person that have ended by themselves.
func deleteEnded(tx *action.Tx, person string) error {
	_, err := tx.Exec(`DELETE FROM account_sessions WHERE person = $1 AND (ends <= $2 OR seen + idle <= $2)`, person, db.At(tx.Now()))
	return err
}

func updateSeen(tx *action.Tx, session string) error {
	_, err := tx.Exec(`UPDATE account_sessions SET seen = $1 WHERE id = $2`, db.At(tx.Now()), session)
	return err
}

func deleteSession(tx *action.Tx, session, person string) (int64, error) {
	return tx.Exec(`DELETE FROM account_sessions WHERE id = $1 AND person = $2`, session, person)
}

// deleteSessions ends all sessions of a person but one; "" keeps none.
func deleteSessions(tx *action.Tx, person, keep string) error {
	_, err := tx.Exec(`DELETE FROM account_sessions WHERE person = $1 AND id <> $2`, person, keep)
	return err
}

func sessionsOf(r db.Reader, person string) ([]Session, error) {
	return db.All(r, func(s db.Scanner, v *Session) error {
		var idle int64
		err := s.Scan(&v.ID, &v.Browser, db.Moment(&v.Began), db.Moment(&v.Seen), &idle, db.Moment(&v.ends))
		v.idle = time.Duration(idle) * time.Microsecond
		return err
	}, `SELECT id, browser, began, seen, idle, ends FROM account_sessions WHERE person = $1 ORDER BY began DESC, id DESC`, person)
}
