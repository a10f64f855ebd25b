package application

import (
	"unicode/utf8"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
)

// Origin is where an answer comes from that nobody typed.
type Origin string

// The origins.
const (
	FromRegister Origin = "register" // of organisations
	FromProfile  Origin = "profile"  // of the applicant
	FromEarlier  Origin = "earlier"  // an application of the same applicant, answer by answer
	FromCopy     Origin = "copied"   // the same, with a whole application
)

// Taken is where an answer was taken from: From is the organisation or the application. It is true for as long as the
// answer is Value; whoever changes it has typed it.
type Taken struct {
	Path  string
	Of    Origin
	From  string
	Value string
}

// keepSources remembers where answers come from.
func keepSources(tx *action.Tx, application string, all []Taken) error {
	for _, s := range all {
		if _, err := tx.Exec(`INSERT INTO application_sources (application, path, origin, source, value, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (application, path) DO UPDATE SET origin = excluded.origin, source = excluded.source, value = excluded.value, at = excluded.at`,
			application, s.Path, string(s.Of), s.From, printable(s.Value), db.At(tx.Now())); err != nil {
			return err
		}
	}
	return nil
}

// Sources are the answers of an application that are as they were taken, by path.
func Sources(r db.Reader, application string) (map[string]Taken, error) {
	all, err := db.All(r, func(s db.Scanner, o *Taken) error { return s.Scan(&o.Path, &o.Of, &o.From, &o.Value) },
		`SELECT s.path, s.origin, s.source, s.value FROM application_sources s
		JOIN application_answers a ON a.application = s.application AND a.path = s.path AND a.value = s.value
		WHERE s.application = $1 AND s.value <> ''`, application)
	byPath := map[string]Taken{}
	for _, s := range all {
		byPath[s.Path] = s
	}
	return byPath, err
}

// over is by how many characters a text is longer than a field takes.
func over(f call.Field, value string) int {
	if f.Kind != call.Short && f.Kind != call.Long {
		return 0
	}
	return max(0, utf8.RuneCountInString(value)-f.MaxLength)
}
