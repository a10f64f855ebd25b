package action

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/internal/writer"
	"vekst/value/id"
)

// Tx is what a verb writes with. Only Run makes one that works.
type Tx struct {
	w      *writer.Tx
	now    time.Time
	actor  Actor
	action string
	about  bool
	entry  audit.Entry
}

// Now is the moment of this change.
func (tx *Tx) Now() time.Time { return tx.now }

// Actor is who does it.
func (tx *Tx) Actor() Actor { return tx.actor }

// Query reads inside the change.
func (tx *Tx) Query(query string, args ...any) (*sql.Rows, error) { return tx.w.Query(query, args...) }

// Exec changes rows and returns how many.
func (tx *Tx) Exec(query string, args ...any) (int64, error) {
	n, err := tx.w.Exec(query, args...)
	if err != nil && !db.IsDuplicate(err) {
		err = fmt.Errorf("%s: %w", tx.action, err)
	}
	return n, err
}

// Later is Exec for a statement whose result nobody waits for; an error makes the whole change fail. It saves PostgreSQL
// a round trip.
func (tx *Tx) Later(query string, args ...any) error { return tx.w.Later(query, args...) }

// ForUpdate is the end of a SELECT whose rows must not change until this action is done: FOR UPDATE on PostgreSQL,
// nothing on SQLite, where nobody else writes.
func (tx *Tx) ForUpdate() string {
	if tx.w.Locking() {
		return " FOR UPDATE"
	}
	return ""
}

// About names what this change is about, for the audit trail; every action must. Kind is the noun (application), subject
// its identifier.
func (tx *Tx) About(kind, subject string) {
	tx.about = true
	tx.entry.Kind, tx.entry.Subject = kind, subject
}

// OnBehalf records for which organisation or person this is done.
func (tx *Tx) OnBehalf(of string) { tx.entry.OnBehalf = of }

// Note adds a fact to the audit entry. No personal data: identifiers, numbers, hashes.
func (tx *Tx) Note(name, value string) {
	tx.entry.Detail = append(tx.entry.Detail, audit.Fact{Name: name, Value: value})
}

// AuditID is the identifier of this change's audit entry, by which a receipt finds its place in the log.
func (tx *Tx) AuditID() string {
	if tx.entry.ID == "" {
		tx.entry.ID = id.New()
	}
	return tx.entry.ID
}

// Tell leaves a line in the outbox: a job does what it says after this change is durable, and again until it succeeds.
// The payload is kept as JSON.
func (tx *Tx) Tell(kind string, payload any) error {
	return tx.TellAt(tx.now, kind, payload)
}

// TellAt is Tell for later.
func (tx *Tx) TellAt(due time.Time, kind string, payload any) error {
	data, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	return tx.w.Later(`INSERT INTO outbox (id, at, due, kind, payload, attempts, done, failure) VALUES ($1, $2, $3, $4, $5, 0, 0, '')`,
		id.New(), db.At(tx.now), db.At(due), kind, string(data))
}

var errNoSubject = errors.New("action: a change must say what it is about")

// seal writes the audit entry.
func (tx *Tx) seal() error {
	if !tx.about {
		return fmt.Errorf("%s: %w", tx.action, errNoSubject)
	}
	tx.AuditID()
	tx.entry.At, tx.entry.Action, tx.entry.Actor = tx.now, tx.action, tx.actor.Name()
	entry, err := tx.entry.Bytes()
	if err != nil {
		return err
	}
	salt := audit.NewSalt()
	return tx.w.Later(`INSERT INTO audit_entries (id, at, action, actor, on_behalf, kind, subject, entry, salt, leaf)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)`,
		tx.entry.ID, db.At(tx.now), tx.action, tx.entry.Actor, tx.entry.OnBehalf, tx.entry.Kind, tx.entry.Subject, string(entry), salt[:])
}
