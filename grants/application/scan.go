package application

import (
	"context"
	"errors"
	"io"
	"time"

	"vekst/grants/account"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/quarantine"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Passed lets a file that the scanner found clean be read by those it was sent to.
var Passed = action.Define(action.Definition[string, string, struct{}]{
	Name: "application.file_clean",
	Load: func(_ *action.Tx, sum string) (string, error) { return sum, nil },
	May:  action.Program[string](),
	When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, sum string) (struct{}, error) {
		tx.About("file", sum)
		return struct{}{}, judge(tx, sum, quarantine.Clean, "")
	},
})

// Finding is what a scanner found in a file.
type Finding struct{ SHA256, Found string }

// Condemn records that the scanner found something in a file, and leaves letters for those who handed it in. Whoever runs
// it removes the bytes afterwards.
var Condemn = action.Define(action.Definition[Finding, []carrier, struct{}]{
	Name: "application.file_infected",
	Load: func(tx *action.Tx, in Finding) ([]carrier, error) { return carriers(tx, in.SHA256) },
	May:  action.Program[[]carrier](),
	When: action.AnyTime[[]carrier](),
	Do: func(tx *action.Tx, in Finding, all []carrier) (struct{}, error) {
		tx.About("file", in.SHA256)
		tx.Note("found", in.Found)
		if err := judge(tx, in.SHA256, quarantine.Infected, in.Found); err != nil {
			return struct{}{}, err
		}
		for _, c := range all {
			if err := c.tell(tx, in); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	},
})

func judge(tx *action.Tx, sum, state, found string) error {
	_, err := tx.Exec(`UPDATE application_contents SET scan = $1, found = $2, judged = $3 WHERE sha256 = $4`, state, found, db.At(tx.Now()), sum)
	return err
}

// carrier is a file that has the content, in the application it is part of.
type carrier struct{ Application, Field, Line, Name, By string }

// carriers are the files that have a content and were handed in since it was last judged.
func carriers(r db.Reader, sum string) ([]carrier, error) {
	return db.All(r, func(s db.Scanner, c *carrier) error { return s.Scan(&c.Application, &c.Field, &c.Line, &c.Name, &c.By) },
		`SELECT f.application, f.field, f.line, f.name, f.by_person FROM application_files f JOIN application_contents c ON c.sha256 = f.sha256
		WHERE f.sha256 = $1 AND (f.at >= c.since OR c.judged = 0) ORDER BY f.application, f.field, f.line`, sum)
}

// toldInfected is what one must act on: the file is gone, and perhaps the machine it came from is infected.
var toldInfected = notice.Define(notice.Kind{Key: "application.told.infected", Must: true})

// tell leaves a letter and a notice for whoever handed the file in and for the owners of the organisation, unless it was taken out again.
func (c carrier) tell(tx *action.Tx, in Finding) error {
	a, err := Find(tx, c.Application)
	if err != nil {
		return err
	}
	is, err := c.isPart(tx, a)
	if err != nil || !is {
		return err
	}
	d, err := definition(tx, a.Call, a.CallVersion)
	if err != nil {
		return err
	}
	isOpen := open(d.Window, tx.Now()) == nil
	if !isOpen && a.Standing == 0 {
		return nil // nothing comes of it any more
	}
	n := notice.News{About: (timed{Application: a}).subject(tx), Link: "/applications/" + a.ID + "/sections/" + sectionOf(d.Form, c.Field) + "#" + c.Field,
		Args: map[string]text.Text{"File": notice.Same(c.Name), "Found": notice.Same(in.Found)}}
	readers, err := c.readers(tx, a)
	for _, p := range readers {
		name := a.Title
		if name == "" {
			name = d.Title.In(p.Lang)
		}
		l := mail.Letter{Lang: p.Lang, Key: c.letter(a, isOpen), Args: map[string]string{"File": c.Name, "Found": in.Found, "Application": name,
			"Number": a.Number, "Closes": lang.DateTime(p.Lang, d.Window.Closes.In(d.Window.Location())), "Link": n.Link}}
		err = errors.Join(err, notice.Write(tx, toldInfected, n, p, l))
	}
	return err
}

// letter is the one that says what can still be done.
func (c carrier) letter(a Application, isOpen bool) string {
	switch {
	case a.Standing > 0 && isOpen:
		return "application.mail.infected_submitted"
	case a.Standing > 0:
		return "application.mail.infected_closed"
	}
	return "application.mail.infected_draft"
}

// isPart says whether the file is part of the draft or of the version that counts.
func (c carrier) isPart(r db.Reader, a Application) (bool, error) {
	now, err := standing(r, a.ID, c.Field+"/"+c.Line+"/name")
	if err != nil || len(now) > 0 && now[0].Value != "" {
		return err == nil, err
	}
	if a.Standing == 0 {
		return false, nil
	}
	s, err := FindSubmission(r, a.ID)
	return err == nil && names(s.Content, c.Field, c.Line), err
}

func (c carrier) readers(r db.Reader, a Application) ([]account.Person, error) {
	all, err := account.WithRole(r, account.Owner, a.Organisation)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.ID == c.By {
			return all, nil
		}
	}
	p, err := account.Find(r, c.By)
	switch {
	case refusal.KindOf(err) == refusal.Missing: // handed in by the program itself
		return all, nil
	case err != nil:
		return nil, err
	}
	return append(all, p), nil
}

// scanning is how long one file may take.
const scanning = 10 * time.Minute

// scans has files of applications scanned.
func (h *house) scans() quarantine.Duty {
	return quarantine.Duty{Scanner: h.Scanner, Within: scanning,
		Read: func(ctx context.Context, sum string) (io.ReadCloser, error) { return h.files.read(ctx, key(sum)) },
		State: func(r db.Reader, sum string) (string, error) {
			return db.One(r, db.Value[string], `SELECT scan FROM application_contents WHERE sha256 = $1`, sum)
		},
		Judge: func(ctx context.Context, door *action.Door, sum, found string) error {
			if found == "" {
				_, err := Passed.Run(ctx, door, action.System("scan"), sum)
				return err
			}
			if _, err := Condemn.Run(ctx, door, action.System("scan"), Finding{sum, found}); err != nil {
				return err
			}
			return h.files.destroy(ctx, sum)
		}}
}

// destroy removes a content and the small picture of it.
func (s *store) destroy(ctx context.Context, sum string) error {
	return errors.Join(s.forget(ctx, key(sum)), s.forget(ctx, smallKey(sum)))
}
