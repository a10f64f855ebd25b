package resource

import (
	"context"
	"time"

	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/quarantine"
	"vekst/value/text"
)

// ScanKind is the job, in the outbox, of having a photograph scanned.
const ScanKind = "scan-photograph"

// containPhotograph remembers what a photograph contains and has it scanned.
func containPhotograph(tx *action.Tx, in Keeping) error {
	state := quarantine.None
	if in.Scanned {
		state = quarantine.Waiting
	}
	_, err := tx.Exec(`INSERT INTO resource_photograph_contents (sha256, scan, found, judged) VALUES ($1, $2, '', 0)
		ON CONFLICT (sha256) DO UPDATE SET scan = excluded.scan WHERE resource_photograph_contents.scan = 'none' AND excluded.scan = 'waiting'`, in.SHA256, state)
	if err != nil || !in.Scanned {
		return err
	}
	return tx.Tell(ScanKind, quarantine.Content{SHA256: in.SHA256})
}

// Finding is what a scanner found in a photograph, "" for nothing.
type Finding struct{ SHA256, Found string }

var toldInfected = notice.Define(notice.Kind{Key: "resource.told.infected", Way: notice.AtOnce})

// JudgePhotograph records what the scanner says of a photograph: everybody may have a clean one, nobody another. Whoever
// sent that is told.
var JudgePhotograph = action.Define(action.Definition[Finding, []Photograph, struct{}]{
	Name: "resource.judge_photograph",
	Load: func(tx *action.Tx, in Finding) ([]Photograph, error) {
		return db.All(tx, scanPhotograph, `SELECT `+photographColumns+` WHERE p.sha256 = $1 ORDER BY p.id`, in.SHA256)
	},
	May:  action.Program[[]Photograph](),
	When: action.AnyTime[[]Photograph](),
	Do: func(tx *action.Tx, in Finding, all []Photograph) (struct{}, error) {
		tx.About("file", in.SHA256)
		state := quarantine.Clean
		if in.Found != "" {
			state = quarantine.Infected
			tx.Note("found", in.Found)
		}
		_, err := tx.Exec(`UPDATE resource_photograph_contents SET scan = $1, found = $2, judged = $3 WHERE sha256 = $4`, state, in.Found, db.At(tx.Now()), in.SHA256)
		if err != nil || state == quarantine.Clean {
			return struct{}{}, err
		}
		for _, p := range all {
			if err := tellInfected(tx, p, in.Found); err != nil {
				return struct{}{}, err
			}
		}
		return struct{}{}, nil
	},
})

func tellInfected(tx *action.Tx, p Photograph, found string) error {
	if p.Resource == "" {
		return nil
	}
	r, err := Find(tx, p.Resource)
	if err != nil {
		return err
	}
	return notice.Tell(tx, toldInfected, notice.News{About: notice.Subject{Kind: "resource", ID: r.ID, Title: r.Name}, Link: photographsLink(r.ID),
		Args: map[string]text.Text{"Found": notice.Same(found)}}, p.By)
}

// scanning is how long one photograph may take.
const scanning = 2 * time.Minute

// scans has photographs scanned.
func (h *house) scans() quarantine.Duty {
	return quarantine.Duty{Scanner: h.Scanner, Read: h.store.Read, Within: scanning,
		State: func(r db.Reader, sum string) (string, error) {
			return db.One(r, db.Value[string], `SELECT scan FROM resource_photograph_contents WHERE sha256 = $1`, sum)
		},
		Judge: func(ctx context.Context, door *action.Door, sum, found string) error {
			_, err := JudgePhotograph.Run(ctx, door, action.System("scan"), Finding{sum, found})
			return err
		}}
}
