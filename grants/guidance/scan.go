package guidance

import (
	"context"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/quarantine"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// ScanKind is the job, in the outbox, of having the file of a document scanned.
const ScanKind = "scan-guidance"

// IsGone says that the scanner found something in the file, so that nobody gets it.
func (v Version) IsGone() bool { return v.scan == quarantine.Infected }

// IsHeldFrom says that somebody does not get the file yet: where there is a scanner nobody does but whoever published it,
// until it was found clean.
func (v Version) IsHeldFrom(person string, isScanned bool) bool {
	return isScanned && v.scan != quarantine.Clean && !v.IsGone() && (v.By == "" || v.By != person)
}

// contain remembers what a file contains and has it scanned. What was found infected before and is published again is
// scanned again: the scanner may have been wrong.
func contain(tx *action.Tx, in Publishing) error {
	state := quarantine.None
	if in.Scanned {
		state = quarantine.Waiting
	}
	_, err := tx.Exec(`INSERT INTO guidance_contents (sha256, scan, found, judged) VALUES ($1, $2, '', 0)
		ON CONFLICT (sha256) DO UPDATE SET scan = excluded.scan, found = '' WHERE guidance_contents.scan = 'none'
			OR guidance_contents.scan = 'infected' AND excluded.scan = 'waiting'`, in.File.SHA256, state)
	if err != nil {
		return err
	}
	return tx.Tell(ScanKind, quarantine.Content{SHA256: in.File.SHA256})
}

// Passed lets everybody have a file that the scanner found clean.
var Passed = action.Define(action.Definition[string, string, struct{}]{
	Name: "guidance.file_clean",
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

// Condemn records that the scanner found something in a file, and tells whoever published it and the operators of the
// programme.
var Condemn = action.Define(action.Definition[Finding, []carrier, struct{}]{
	Name: "guidance.file_infected",
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
	_, err := tx.Exec(`UPDATE guidance_contents SET scan = $1, found = $2, judged = $3 WHERE sha256 = $4`, state, found, db.At(tx.Now()), sum)
	return err
}

// carrier is a version of a document that has the content.
type carrier struct{ Call, Name, By string }

func carriers(r db.Reader, sum string) ([]carrier, error) {
	return db.All(r, func(s db.Scanner, c *carrier) error { return s.Scan(&c.Call, &c.Name, &c.By) },
		`SELECT DISTINCT d.call, v.name, v.by_person FROM guidance_versions v JOIN guidance d ON d.id = v.document WHERE v.sha256 = $1 ORDER BY d.call, v.name, v.by_person`, sum)
}

// toldInfected tells that a published file was taken away: somebody must publish a clean one.
var toldInfected = notice.Define(notice.Kind{Key: "guidance.told.infected", Must: true, Roles: []string{account.Operator, account.Administrator}})

func (c carrier) tell(tx *action.Tx, in Finding) error {
	p, err := call.Find(tx, c.Call)
	if err != nil {
		return err
	}
	people, err := account.WithRole(tx, account.Operator, p.Programme)
	if err != nil {
		return err
	}
	ids := []string{}
	switch _, err := account.Find(tx, c.By); {
	case err == nil:
		ids = append(ids, c.By)
	case refusal.KindOf(err) != refusal.Missing: // the program itself publishes too
		return err
	}
	for _, o := range people {
		ids = append(ids, o.ID)
	}
	return notice.Tell(tx, toldInfected, notice.News{About: notice.Subject{Kind: "call", ID: p.ID, Title: p.Title}, Link: "/calls/" + p.ID + "/guidance",
		Args: map[string]text.Text{"File": notice.Same(c.Name), "Found": notice.Same(in.Found)}}, ids...)
}

// scanning is how long one file may take.
const scanning = 10 * time.Minute

// scans has guidance scanned. The bytes of what is infected stay where they are, and are given to nobody: the file of an
// application may be the same.
func (h *house) scans() quarantine.Duty {
	return quarantine.Duty{Scanner: h.Scanner, Read: h.store.Read, Within: scanning,
		State: func(r db.Reader, sum string) (string, error) {
			return db.One(r, db.Value[string], `SELECT scan FROM guidance_contents WHERE sha256 = $1`, sum)
		},
		Judge: func(ctx context.Context, door *action.Door, sum, found string) error {
			if found == "" {
				_, err := Passed.Run(ctx, door, action.System("scan"), sum)
				return err
			}
			_, err := Condemn.Run(ctx, door, action.System("scan"), Finding{sum, found})
			return err
		}}
}
