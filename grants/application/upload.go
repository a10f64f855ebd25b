package application

import (
	"context"
	"errors"
	"time"

	"vekst/grants/call"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/refusal"
	"vekst/value/id"
)

// Announcement is a file that somebody is about to send in parts. Modified is what the browser says of when it was
// changed: with name and size it tells whether a file chosen again is the same one.
type Announcement struct {
	Application, Field, Name string
	Size                     int64
	Modified                 string
}

// Arrival is a file on its way. How much of it has come is known by the store alone. Line is its row among the answers
// once it has arrived, "" until then.
type Arrival struct {
	Announcement
	ID   string
	At   time.Time
	By   string
	Line string
}

// Until is when an arrival that was not finished is forgotten.
func (a Arrival) Until() time.Time { return a.At.Add(week) }

const (
	week        = 7 * 24 * time.Hour
	mostComing  = 20 // files on their way to one application
	modifiedMax = 40 // characters
)

// Announce begins to take in a file in parts, or goes on with one the same person has begun before. It refuses, before a
// byte has travelled, what Attach would refuse for its name and size.
var Announce = action.Define(action.Definition[Announcement, timed, Arrival]{
	Name: "application.announce_file",
	Load: func(tx *action.Tx, in Announcement) (timed, error) { return load(tx, in.Application) },
	May:  mayEdit(),
	When: whileOpen("while the call is open and the application is a draft", isDraft),
	Do: func(tx *action.Tx, in Announcement, t timed) (Arrival, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		tx.Note("path", in.Field)
		a := Arrival{Announcement: in, ID: id.New(), At: tx.Now(), By: tx.Actor().Name()}
		if err := takes(tx, Upload{Application: in.Application, Field: in.Field, Name: in.Name, Size: in.Size}, t.Application); err != nil {
			return a, err
		}
		before, err := coming(tx, in.Application)
		if err != nil {
			return a, err
		}
		for _, b := range before {
			if b.Announcement == in && b.By == a.By {
				return b, nil
			}
		}
		if err := fewComing(tx, a, t.Application, before); err != nil {
			return a, err
		}
		return a, errors.Join(insertArrival(tx, a), tx.TellAt(a.Until(), expireKind, expiring{a.Application, a.ID}))
	},
})

// fewComing keeps files that are begun and never finished from filling the disk.
func fewComing(r db.Reader, a Arrival, of Application, before []Arrival) error {
	d, err := definition(r, of.Call, of.CallVersion)
	if err != nil {
		return err
	}
	total := a.Size
	for _, b := range before {
		total += b.Size
	}
	if len(before) >= mostComing || total > 2*d.FilesTotal {
		return refusal.Of([]refusal.Complaint{refusal.About(a.Field, "application.files.unfinished", "Name", a.Name, "Count", len(before))})
	}
	return nil
}

// Forgetting names an arrival that is to be forgotten.
type Forgetting struct{ Application, Arrival string }

// Forget forgets an arrival. Whoever runs it removes the parts afterwards.
var Forget = action.Define(action.Definition[Forgetting, timed, struct{}]{
	Name: "application.forget_file",
	Load: func(tx *action.Tx, in Forgetting) (timed, error) { return load(tx, in.Application) },
	May:  mayEdit(),
	When: action.AnyTime[timed](),
	Do: func(tx *action.Tx, in Forgetting, t timed) (struct{}, error) {
		tx.About("application", t.ID)
		tx.OnBehalf(t.Organisation)
		tx.Note("arrival", in.Arrival)
		_, err := tx.Exec(`DELETE FROM application_uploads WHERE id = $1 AND application = $2`, in.Arrival, t.ID)
		return struct{}{}, err
	},
})

// expireKind is the job that forgets what was begun a week ago.
const expireKind = "expire-upload"

type expiring struct{ Application, Arrival string }

func (h *house) expire(ctx context.Context, door *action.Door, line outbox.Line) error {
	var in expiring
	if err := line.Read(&in); err != nil {
		return err
	}
	if _, err := Forget.Run(ctx, door, action.System("files"), Forgetting(in)); err != nil {
		return err
	}
	return h.files.drop(ctx, in.Arrival)
}

const arrivals = `SELECT id, application, field, name, size, modified, at, by_person, line FROM application_uploads WHERE application = $1`

func scanArrival(s db.Scanner, a *Arrival) error {
	return s.Scan(&a.ID, &a.Application, &a.Field, &a.Name, &a.Size, &a.Modified, db.Moment(&a.At), &a.By, &a.Line)
}

// coming lists the files on their way to an application.
func coming(r db.Reader, application string) ([]Arrival, error) {
	return db.All(r, scanArrival, arrivals+` AND line = '' ORDER BY at, id`, application)
}

// FindArrival returns an arrival of an application; Missing when there is none.
func FindArrival(r db.Reader, application, arrival string) (Arrival, error) {
	return db.One(r, scanArrival, arrivals+` AND id = $2`, application, arrival)
}

func insertArrival(tx *action.Tx, a Arrival) error {
	_, err := tx.Exec(`INSERT INTO application_uploads (id, application, field, name, size, modified, at, by_person, line)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')`, a.ID, a.Application, a.Field, a.Name, a.Size, a.Modified, db.At(a.At), a.By)
	return err
}

// arrived marks the arrival of a file that has become part of the draft, so that it cannot become so twice.
func arrived(tx *action.Tx, in Upload, row string) error {
	if in.Arrival == "" {
		return nil
	}
	n, err := tx.Exec(`UPDATE application_uploads SET line = $1 WHERE id = $2 AND application = $3 AND field = $4 AND line = ''`,
		row, in.Arrival, in.Application, in.Field)
	if err == nil && n == 0 {
		err = refusal.New(refusal.Conflict, "application.files.twice")
	}
	return err
}

// fileField is a field that takes files, or a refusal.
func fileField(f call.Form, id string) (call.Field, error) {
	field, ok := f.Field(id)
	if !ok || field.Kind != call.File {
		return field, refusal.New(refusal.Missing, "look.refusal.missing")
	}
	return field, nil
}
