package mail

import (
	"embed"
	"io/fs"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
)

//go:embed schema/*.sql
var files embed.FS

// Schema holds the table of letters.
func Schema() fs.FS {
	f, err := fs.Sub(files, "schema")
	if err != nil {
		panic(err) // cannot be: the folder is embedded above
	}
	return f
}

// Mail is a letter as it was written. The zero Sent is one that no server has accepted yet.
type Mail struct {
	ID       string
	At       time.Time // when the action told it
	To, Name string
	Lang     string
	Subject  string
	Body     string // plain text; a blank line begins a new paragraph
	Stop     string // address that stops letters of this sort; "" where they cannot be stopped
	Sent     time.Time
}

func scan(s db.Scanner, m *Mail) error {
	return s.Scan(&m.ID, db.Moment(&m.At), &m.To, &m.Name, &m.Lang, &m.Subject, &m.Body, &m.Stop, db.Moment(&m.Sent))
}

// Kept lists the newest letters, up to limit of them. Letters hold names and links that sign people in: a page of them is
// for a demonstration only.
func Kept(r db.Reader, limit int) ([]Mail, error) {
	return db.All(r, scan, `SELECT id, at, recipient, name, lang, subject, body, stop, sent FROM mails ORDER BY at DESC, id DESC LIMIT $1`, limit)
}

// Find returns one letter, or a refusal of kind Missing.
func Find(r db.Reader, id string) (Mail, error) {
	return db.One(r, scan, `SELECT id, at, recipient, name, lang, subject, body, stop, sent FROM mails WHERE id = $1`, id)
}

func insert(tx *action.Tx, m Mail) error {
	_, err := tx.Exec(`INSERT INTO mails (id, at, recipient, name, lang, subject, body, stop, claimed, sent)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0) ON CONFLICT DO NOTHING`,
		m.ID, db.At(m.At), m.To, m.Name, m.Lang, m.Subject, m.Body, m.Stop)
	return err
}

// claim says whether nobody else is sending the letter and it was not sent before.
func claim(tx *action.Tx, id string, until time.Time) (bool, error) {
	n, err := tx.Exec(`UPDATE mails SET claimed = $1 WHERE id = $2 AND sent = 0 AND claimed <= $3`, db.At(until), id, db.At(tx.Now()))
	return n == 1, err
}

func release(tx *action.Tx, id string) error {
	_, err := tx.Exec(`UPDATE mails SET claimed = 0 WHERE id = $1`, id)
	return err
}

func mark(tx *action.Tx, id string) error {
	_, err := tx.Exec(`UPDATE mails SET sent = $1, claimed = 0 WHERE id = $2 AND sent = 0`, db.At(tx.Now()), id)
	return err
}
