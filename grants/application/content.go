package application

import (
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/quarantine"
)

// FileState is what is known of a file of an application.
type FileState struct {
	Field, Line string
	Name        string
	SHA256      string
	Media       string
	Scan, Found string
	IsSmall     bool // there is a small picture of it
}

// IsHeld says that nobody but the applicant's people gets it yet.
func (f FileState) IsHeld() bool { return f.Scan == quarantine.Waiting }

// IsGone says that the scanner found something in it, so that it was removed.
func (f FileState) IsGone() bool { return f.Scan == quarantine.Infected }

// FileStates returns what is known of every file an application has had, by field and row.
func FileStates(r db.Reader, application string) (map[string]FileState, error) {
	all, err := db.All(r, func(s db.Scanner, f *FileState) error {
		return s.Scan(&f.Field, &f.Line, &f.Name, &f.SHA256, &f.Media, &f.Scan, &f.Found, &f.IsSmall)
	}, `SELECT f.field, f.line, f.name, f.sha256, f.media, c.scan, c.found, c.small = 1 FROM application_files f
		JOIN application_contents c ON c.sha256 = f.sha256 WHERE f.application = $1`, application)
	byRow := make(map[string]FileState, len(all))
	for _, f := range all {
		byRow[f.Field+"/"+f.Line] = f
	}
	return byRow, err
}

// jobs of what files contain, in the outbox.
const (
	ScanKind  = "scan-file"
	smallKind = "small-picture"
)

// content names what a job is about.
// contain remembers what a file contains and has it scanned and, where it is a picture, made small. What was found infected
// before and is handed in again is scanned again: the scanner may have been wrong.
func contain(tx *action.Tx, in Upload) error {
	state := quarantine.None
	if in.Scanned {
		state = quarantine.Waiting
	}
	_, err := tx.Exec(`INSERT INTO application_contents (sha256, scan, found, since, judged, small) VALUES ($1, $2, '', $3, 0, 0)
		ON CONFLICT (sha256) DO UPDATE SET scan = excluded.scan, found = '', since = excluded.since WHERE application_contents.scan = 'none'
			OR application_contents.scan = 'infected' AND excluded.scan = 'waiting'`,
		in.SHA256, state, db.At(tx.Now()))
	if err == nil {
		err = tx.Tell(ScanKind, quarantine.Content{SHA256: in.SHA256})
	}
	if err != nil || !hasSmall(in.Media) {
		return err
	}
	return tx.Tell(smallKind, quarantine.Content{SHA256: in.SHA256})
}

// Names says whether any application names a file, by its hash.
func Names(r db.Reader, sha256 string) (bool, error) {
	n, err := count(r, `SELECT COUNT(*) FROM application_contents WHERE sha256 = $1`, sha256)
	return n > 0, err
}
