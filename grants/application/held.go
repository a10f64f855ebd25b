package application

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/platform/db"
	"vekst/platform/outbox"
	"vekst/platform/web"
)

// mayOversee lets those of a programme who must know when files do not come through.
var mayOversee = web.Role(account.Operator)

type heldView struct {
	web.Head
	IsScanned bool
	Waiting   int64
	Oldest    time.Time
	Failure   string // what kept the scanner from the last file it was asked about
	Found     []infectedFile
}

// infectedFile is a file of a submitted version that was removed.
type infectedFile struct {
	FileState
	Application, Number, Title string
	Judged                     time.Time
}

var heldPage = web.NewPage[heldView](embedded, "pages/held.html")

// held shows operators what waits for the scanner, since when and why, and what was removed.
func (h *house) held(q *web.Request) (web.Answer, error) {
	v := heldView{Head: web.Head{Title: q.T("application.held.title"), Crumbs: []web.Crumb{{Name: q.T("application.held.my"), Link: "/my"}}}, IsScanned: h.Scanner != nil}
	scope := programmesOf(q)
	err := v.count(q.Reader(), scope)
	if err != nil {
		return nil, err
	}
	if v.Waiting > 0 {
		if v.Failure, err = outbox.Failing(q.Reader(), ScanKind); err != nil {
			return nil, err
		}
	}
	v.Found, err = removed(q.Reader(), scope)
	return heldPage.Show(v), err
}

// programmesOf are those whose operator somebody is; nil for all.
func programmesOf(q *web.Request) []string {
	all := q.Actor().Scopes(account.Operator)
	if slices.Contains(all, "") {
		return nil
	}
	return all
}

// inProgrammes limits a query to programmes whose placeholders begin at from.
func inProgrammes(from int, programmes []string) string {
	if programmes == nil {
		return ""
	}
	return " AND a.programme IN " + db.In(from, len(programmes))
}

func (v *heldView) count(r db.Reader, programmes []string) error {
	_, err := db.One(r, func(s db.Scanner, _ *struct{}) error { return s.Scan(&v.Waiting, db.Moment(&v.Oldest)) },
		`SELECT COUNT(DISTINCT c.sha256), MIN(c.since) FROM application_contents c JOIN application_files f ON f.sha256 = c.sha256
		JOIN applications a ON a.id = f.application WHERE c.scan = 'waiting'`+inProgrammes(1, programmes), db.Args(programmes)...)
	return err
}

// removed lists the infected files that are named by a version that counts, the newest first.
func removed(r db.Reader, programmes []string) ([]infectedFile, error) {
	all, err := db.All(r, func(s db.Scanner, f *infectedFile) error {
		return s.Scan(&f.Application, &f.Number, &f.Title, &f.Field, &f.Line, &f.Name, &f.Found, db.Moment(&f.Judged))
	}, `SELECT a.id, a.number, a.title, f.field, f.line, f.name, c.found, c.judged FROM application_contents c JOIN application_files f ON f.sha256 = c.sha256
		JOIN applications a ON a.id = f.application WHERE c.scan = 'infected' AND a.standing > 0`+inProgrammes(1, programmes)+
		` ORDER BY c.judged DESC, f.name LIMIT 200`, db.Args(programmes)...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(f infectedFile) bool {
		s, failed := FindSubmission(r, f.Application)
		if failed != nil {
			err = failed
		}
		return !names(s.Content, f.Field, f.Line)
	}), err
}
