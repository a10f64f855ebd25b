package editor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"vekst/grants/account"
	"vekst/grants/application"
	"vekst/grants/call"
	"vekst/grants/organisation"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/seal"
	"vekst/platform/web"
	"vekst/value/registration"
)

// sandbox is where a call that is being written is tried out: the real application form on a database of its own, with a
// log of its own and no mail, in a folder that is thrown away. What is applied for there cannot reach assessment, lists or
// public numbers, because the program that assesses, lists and counts does not know that the database exists.
type sandbox struct {
	draft, programme string
	title            string
	rev              int64
	call             string
	org              string
	begun            time.Time
	db               *db.DB
	door             *action.Door
	site             *web.Site
	folder           string
	stop             context.CancelFunc
}

// sandboxes are those of this process. They end with it: what is tried out is not kept.
type sandboxes struct {
	sync.Mutex
	open    []*sandbox
	some    atomic.Bool // so that a site without any does not even look
	site    *web.Site
	schemas func() []fs.FS
	address string
}

// mostSandboxes are open at once; the oldest is ended to make room.
const mostSandboxes = 12

// lastsFor is how long one may go on trying.
const lastsFor = 24 * time.Hour

// instead answers requests for applications and calls that are in a sandbox.
func (s *sandboxes) instead(r *http.Request) http.Handler {
	if !s.some.Load() {
		return nil
	}
	all := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	if len(all) > 2 && len(all[0]) == 2 {
		all = all[1:]
	}
	if len(all) < 2 {
		return nil
	}
	s.Lock()
	defer s.Unlock()
	for _, b := range s.open {
		if all[0] == "calls" && all[1] == b.call || all[0] == "applications" && b.holds(all[1]) {
			return b.site
		}
	}
	return nil
}

// holds says whether an application is in the sandbox.
func (b *sandbox) holds(id string) bool {
	_, err := application.Find(b.db.Reader(context.Background()), id)
	return err == nil
}

// of is the sandbox of a draft, nil for none.
func (s *sandboxes) of(draft string) *sandbox {
	s.Lock()
	defer s.Unlock()
	i := slices.IndexFunc(s.open, func(b *sandbox) bool { return b.draft == draft })
	if i < 0 {
		return nil
	}
	return s.open[i]
}

// end throws a sandbox away, with everything in it.
func (s *sandboxes) end(draft string) {
	s.Lock()
	var ended []*sandbox
	s.open = slices.DeleteFunc(s.open, func(b *sandbox) bool {
		if b.draft != draft {
			return false
		}
		ended = append(ended, b)
		return true
	})
	s.some.Store(len(s.open) > 0)
	s.Unlock()
	for _, b := range ended {
		b.close()
	}
}

func (b *sandbox) close() {
	b.stop()
	_ = b.db.Close()
	_ = os.RemoveAll(b.folder)
}

// begin opens a sandbox for a draft as it stands. One there was is thrown away.
func (s *sandboxes) begin(ctx context.Context, d Draft, title string, now time.Time) (*sandbox, error) {
	s.end(d.ID)
	s.makeRoom(now)
	sweep()
	folder, err := os.MkdirTemp("", "vekst-try-")
	if err != nil {
		return nil, err
	}
	b := &sandbox{draft: d.ID, programme: d.Programme, title: title, rev: d.Rev, begun: now, folder: folder}
	if err := s.furnish(ctx, b, d); err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	s.Lock()
	defer s.Unlock()
	s.open = append(s.open, b)
	s.some.Store(true)
	return b, nil
}

// makeRoom ends what has lasted too long, and the oldest when there are too many.
func (s *sandboxes) makeRoom(now time.Time) {
	s.Lock()
	var ended []string
	for i, b := range s.open {
		if now.Sub(b.begun) > lastsFor || len(s.open)-i >= mostSandboxes {
			ended = append(ended, b.draft)
		}
	}
	s.Unlock()
	for _, draft := range ended {
		s.end(draft)
	}
}

// sweep removes what a process left behind that was killed.
func sweep() {
	left, _ := filepath.Glob(filepath.Join(os.TempDir(), "vekst-try-*"))
	for _, folder := range left {
		if info, err := os.Stat(folder); err == nil && time.Since(info.ModTime()) > 2*lastsFor {
			_ = os.RemoveAll(folder)
		}
	}
}

// furnish makes the database, publishes the call in it, and registers an organisation to apply for.
func (s *sandboxes) furnish(ctx context.Context, b *sandbox, d Draft) error {
	file, id, err := tryable(d, s.site.Door.Now())
	if err != nil {
		return err
	}
	b.call = id
	if b.db, err = db.Open(ctx, filepath.Join(b.folder, "try.db")); err != nil {
		return err
	}
	b.door = action.Open(b.db, s.site.Door.Now)
	live, stop := context.WithCancel(context.WithoutCancel(ctx))
	b.stop = stop
	err = b.db.Migrate(ctx, s.schemas()...)
	if err == nil {
		_, err = call.Publish.Run(ctx, b.door, action.System("try"), call.Publication{File: []byte(file), Despite: []string{"C2"}})
	}
	if err == nil {
		b.org, err = b.register(ctx)
	}
	if err != nil {
		stop()
		return errors.Join(err, b.db.Close())
	}
	sealer := seal.New(b.db, b.door, "try.vekst/log", s.site.Log)
	go sealer.Run(live)
	b.site = s.house(b, sealer)
	return nil
}

// house is a site with the pages of applications and calls, and a line above every page that says what it is.
func (s *sandboxes) house(b *sandbox, sealer *seal.Sealer) *web.Site {
	main := s.site
	site := &web.Site{Door: b.door, Catalog: main.Catalog, Layout: main.Layout, Assets: main.Assets, Nav: main.Nav, Zone: main.Zone, Log: main.Log,
		Identify: func(ctx context.Context, _ *web.Site, secret string) (web.Visitor, error) {
			v, err := main.Identify(ctx, main, secret)
			return b.admit(v), err
		}}
	site.Notice = func(q *web.Request) *web.Notice {
		n := &web.Notice{Sentence: q.T("editor.try.notice", "Title", b.title), IsLoud: true}
		if q.Header.Get("Sec-Fetch-Dest") != "iframe" {
			n.Link, n.Words = "/editor/"+b.draft+"/try", q.T("editor.try.back")
		}
		return n
	}
	call.Feature(call.Options{Address: s.address}).Routes(site)
	application.Feature(application.Options{Folder: filepath.Join(b.folder, "files"), Address: s.address, Seal: sealer.Seal}).Routes(site)
	return site
}

// admit makes those who write calls of the programme the owners of the organisation that applies, and everybody else
// nobody.
func (b *sandbox) admit(v web.Visitor) web.Visitor {
	if !v.Actor.HasAny(b.programme, roles...) {
		return web.Visitor{}
	}
	v.Actor.Grants = append(slices.Clone(v.Actor.Grants), action.Grant{Role: account.Owner, Scope: b.org})
	return v
}

// register makes the organisation that applies.
func (b *sandbox) register(ctx context.Context) (string, error) {
	person, err := account.Create.Run(ctx, b.door, action.System("try"), account.New{Name: "Test", Email: "test@example.org", Lang: "bg"})
	if err != nil {
		return "", err
	}
	return organisation.Register.Run(ctx, b.door, action.System("try"),
		organisation.Registering{Name: "TEST", Country: "BG", Number: testNumber(), Kind: "ngo", Seat: "SOF46", Owner: person})
}

// testNumber is a registration number with a right check digit and no register behind it.
func testNumber() string {
	for n := 999_999_990; ; n-- {
		if number, _, err := registration.Parse("BG", strconv.Itoa(n)); err == nil {
			return number
		}
	}
}

// apply begins one more application.
func (b *sandbox) apply(ctx context.Context, v web.Visitor, lang string) (application.Application, error) {
	return application.Start.Run(ctx, b.door, b.admit(v).Actor, application.Beginning{Call: b.call, Organisation: b.org, Lang: lang})
}

// tryable is the file of a draft as it is tried out: open now and for a month at least, numbered TEST-0001, under a name of
// its own, and without a limit of applications. Everything else is as it will be.
func tryable(d Draft, now time.Time) (file, id string, err error) {
	t, err := grow(d.File)
	if err != nil {
		return "", "", err
	}
	definition, faults := call.Read([]byte(d.File))
	if len(faults) > 0 {
		return "", "", refusal.New(refusal.Invalid, "editor.try.faults", "Count", len(faults))
	}
	id = "test-" + strings.ReplaceAll(d.ID, "-", "")[24:]
	zone := definition.Window.Location()
	closes := now.In(zone).AddDate(0, 1, 0)
	if definition.Window.Closes.After(closes) {
		closes = definition.Window.Closes.In(zone)
	}
	t.put("id", id, false)
	t.put("number", "TEST-{0000}", false)
	t.put("window/opens", now.In(zone).AddDate(0, 0, -1).Format("2006-01-02T15:04"), true)
	t.put("window/closes", closes.Format("2006-01-02T15:04"), true)
	for _, key := range []string{"announced", "decision", "applicants/per_applicant", "applicants/per_municipality"} {
		t.remove(key)
	}
	if !definition.ActivitiesEnd.IsZero() && definition.ActivitiesEnd.Before(closes) {
		t.put("activities_end", closes.AddDate(1, 0, 0).Format(time.DateOnly), true)
	}
	t.mark()
	file, err = t.file()
	if err == nil {
		if _, faults := call.Read([]byte(file)); len(faults) > 0 {
			err = fmt.Errorf("editor: to be tried out, the call has faults: %s", faults[0])
		}
	}
	return file, id, err
}
