package editor

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/programme"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

func inZone(q *web.Request, t time.Time) time.Time {
	if q.Site.Zone == nil {
		return t
	}
	return t.In(q.Site.Zone)
}

type draftsView struct {
	web.Head
	Drafts []listed
}

type listed struct {
	ID, Name, Code, Changed string
	Faults                  int
	Published               bool
}

var listPage = web.NewPage[draftsView](files, "pages/list.html")

func (h *house) drafts(q *web.Request) (web.Answer, error) {
	all, err := In(q.Reader(), q.Actor().Scopes(roles...))
	if err != nil {
		return nil, err
	}
	v := draftsView{Head: web.Head{Title: q.T("editor.list.title"), Section: "look.nav.calls"}}
	for _, d := range all {
		c := h.counted(d)
		is, err := publishedAs(q, c.call, c.hash)
		if err != nil {
			return nil, err
		}
		v.Drafts = append(v.Drafts, listed{d.ID, d.name(q), c.code, lang.DateTime(q.Lang, inZone(q, d.Changed)), c.faults, is > 0})
	}
	return listPage.Show(v), nil
}

// published is the version under which exactly this text is published, 0 for none.
func (d Draft) published(q *web.Request) (int64, error) {
	definition, _ := call.Read([]byte(d.File))
	return publishedAs(q, definition.ID, definition.Hash())
}

func publishedAs(q *web.Request, id, hash string) (int64, error) {
	p, err := call.Find(q.Reader(), id)
	if refusal.KindOf(err) == refusal.Missing || err == nil && p.Hash() != hash {
		return 0, nil
	}
	return p.Version, err
}

// counting is what the list says of a draft at a revision. Reading a whole call takes milliseconds, and most drafts in a
// list have not changed since it was last shown.
type counting struct {
	rev              int64
	faults           int
	code, call, hash string
}

func (h *house) counted(d Draft) counting {
	if c, ok := h.counts.Load(d.ID); ok && c.(counting).rev == d.Rev {
		return c.(counting)
	}
	definition, faults := call.Read([]byte(d.File), call.WithinRules)
	c := counting{d.Rev, len(faults), definition.Code, definition.ID, definition.Hash()}
	h.counts.Store(d.ID, c)
	return c
}

// beginView is where one begins to write a call.
type beginView struct {
	web.Head
	TitleText []spoken
	Kinds     []option
	Templates []option
	Text      string
	Value     struct{ Way string }
}

var beginPage = web.NewPage[beginView](files, "pages/begin.html")

func begin(q *web.Request) (web.Answer, error) {
	v, err := newBegin(q)
	if err != nil {
		return nil, err
	}
	return beginPage.Show(v), nil
}

func newBegin(q *web.Request) (beginView, error) {
	v := beginView{Head: web.Head{Title: q.T("editor.begin.title"), Section: "look.nav.calls", Style: "editor.css", Crumbs: []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}}}}
	v.Text, v.Value.Way = q.PostFormValue("text"), q.Value("way")
	if v.Value.Way == "" {
		v.Value.Way = "nothing"
	}
	for _, l := range []string{"bg", "nb", "en"} {
		v.TitleText = append(v.TitleText, spoken{Lang: l, Name: "title/" + l, Value: q.Value("title/" + l)})
	}
	for _, k := range call.Kinds {
		w := string(k)
		v.Kinds = append(v.Kinds, option{w, q.T("call.kind." + w), w == q.Value("kind") || q.Value("kind") == "" && w == "small-grant"})
	}
	all, err := call.List(q.Reader(), q.Site.Door.Now(), call.Wanted{Limit: 100})
	for _, c := range all {
		v.Templates = append(v.Templates, option{c.ID, c.Title.In(q.Lang) + " (" + c.Code + ")", c.ID == q.Value("from")})
	}
	return v, err
}

// beginNow begins from nothing, from an earlier call, or from a file.
func beginNow(q *web.Request) (web.Answer, error) {
	text, field, err := beginning(q)
	if err == nil {
		var d Draft
		if d, err = web.Do(q, Begin, Beginning{programmeOf(q), text}); err == nil {
			return web.See("/editor/" + d.ID), nil
		}
	}
	var r *refusal.Refusal
	if !errors.As(err, &r) || r.Kind == refusal.Forbidden {
		return nil, err
	}
	v, failed := newBegin(q)
	if failed != nil {
		return nil, failed
	}
	v.Text = text
	v.Complaints = q.Complaints(err)
	if len(v.Complaints) == 0 {
		v.Complaints = []web.Complaint{{Field: field, Sentence: q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)}}
	}
	return beginPage.Refuse(v), nil
}

// programmeOf is the programme in which whoever asks writes calls.
func programmeOf(q *web.Request) string {
	for _, scope := range q.Actor().Scopes(roles...) {
		if scope != "" {
			return scope
		}
	}
	return account.Programme
}

// beginning is the text one begins with, and the input it came from.
func beginning(q *web.Request) (text, field string, err error) {
	switch q.Value("way") {
	case "template":
		p, err := call.Find(q.Reader(), q.Value("from"))
		if refusal.KindOf(err) == refusal.Missing {
			return "", "from", refusal.New(refusal.Invalid, "editor.begin.no_template")
		}
		if err != nil {
			return "", "from", err
		}
		text, err = template(string(p.Bytes()), q.Site.Door.Now())
		return text, "from", err
	case "file":
		text, err = sentText(q)
		if err == nil && strings.TrimSpace(text) == "" {
			err = refusal.New(refusal.Invalid, "editor.begin.no_file")
		}
		return text, "text", err
	}
	text, err = skeleton(q, q.Site.Door.Now())
	return text, "title/" + q.Lang, err
}

// sentText is the file chosen, or the text pasted.
func sentText(q *web.Request) (string, error) {
	text := strings.ReplaceAll(q.PostFormValue("text"), "\r\n", "\n")
	f, _, err := q.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) {
		return text, nil
	}
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, call.MaxBytes+1))
	if err != nil || len(data) == 0 {
		return text, err
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(data), "\uFFFD"), "\r\n", "\n"), nil
}

// tasksView is the home of a draft: what there is to do, and how far it is.
type tasksView struct {
	web.Head
	ID, Code  string
	Rev       int64
	Tasks     []task
	Faults    int
	Saved     string
	Published int64
	CallID    string
	Next      web.Next
}

type task struct {
	Name, Meta, Link string
	Status           web.Status
}

var tasksPage = web.NewPage[tasksView](files, "pages/tasks.html")

func tasks(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	t, err := grow(d.File)
	if err != nil {
		return nil, err
	}
	j, err := d.judge(q, t, d.File)
	if err != nil {
		return nil, err
	}
	v := tasksView{ID: d.ID, Code: j.call.Code, Rev: d.Rev, Faults: len(j.faults), CallID: j.call.ID, Saved: q.T("editor.saved", "Moment", lang.DateTime(q.Lang, inZone(q, d.Changed)))}
	v.Title, v.Section, v.Crumbs = d.name(q), "look.nav.calls", []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}}
	for _, p := range parts {
		v.Tasks = append(v.Tasks, task{q.T("editor.part." + p.Name + ".title"), q.T("editor.part." + p.Name + ".meta"), "/editor/" + d.ID + "/part/" + p.Name, status(q, len(j.of(p)))})
	}
	if v.Published, err = d.published(q); err != nil {
		return nil, err
	}
	more, err := d.furtherTasks(q, t, j)
	if err != nil {
		return nil, err
	}
	v.Tasks = append(v.Tasks, more...)
	v.Next = web.Next{Who: q.T("editor.next.you"), What: q.T("editor.next.faults", "Count", v.Faults)}
	if v.Faults == 0 {
		v.Next.What = q.T("editor.next.ready")
	}
	return tasksPage.Show(v), nil
}

// furtherTasks are what concerns the call as a whole: its texts, how it looks, and what must be true before it is
// published.
func (d Draft) furtherTasks(q *web.Request, t tree, j judged) ([]task, error) {
	missing := 0
	for _, n := range untold(t.texts()) {
		missing += n
	}
	told := web.Status{State: "done", Words: q.T("editor.texts.complete")}
	if missing > 0 {
		told = web.Status{State: "now", Words: q.T("editor.texts.missing", "Count", missing)}
	}
	open, err := d.openChecks(q, j)
	checked := web.Status{State: "done", Words: q.T("editor.status.done")}
	if open > 0 {
		checked = web.Status{State: "now", Words: q.T("editor.status.faults", "Count", open)}
	}
	home := "/editor/" + d.ID
	return []task{
		{q.T("editor.texts.title"), q.T("editor.texts.meta"), home + "/texts", told},
		{q.T("editor.try.title"), q.T("editor.try.meta"), home + "/try", web.Status{}},
		{q.T("editor.checks.title"), q.T("editor.checks.meta"), home + "/checks", checked},
	}, err
}

// openChecks counts the checks that stand in the way of publication.
func (d Draft) openChecks(q *web.Request, j judged) (int, error) {
	notes, err := Notes(q.Reader(), d.ID)
	if err != nil {
		return 0, err
	}
	rules, err := programme.Shelved(j.call.Rules.ID)
	if err != nil {
		return 0, nil //nolint:nilerr // the checker says which rules there are
	}
	open := 0
	for _, c := range examine(j.call, rules, notes) {
		if c.isOpen() {
			open++
		}
	}
	return open, nil
}

// status says how many faults a part has.
func status(q *web.Request, faults int) web.Status {
	if faults == 0 {
		return web.Status{State: "done", Words: q.T("editor.status.done")}
	}
	return web.Status{State: "now", Words: q.T("editor.status.faults", "Count", faults)}
}

// fileView is the file itself, for those who like it.
type fileView struct {
	web.Head
	ID     string
	Rev    int64
	Text   string
	Faults []lineFault
}

type lineFault struct {
	Line     int
	Sentence string
}

var filePage = web.NewPage[fileView](files, "pages/file.html")

func file(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	return filePage.Show(newFile(q, d, d.File)), nil
}

func newFile(q *web.Request, d Draft, text string) fileView {
	v := fileView{ID: d.ID, Rev: d.Rev, Text: text}
	v.Title, v.Section = q.T("editor.file.title"), "look.nav.calls"
	v.Crumbs = []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: d.name(q), Link: "/editor/" + d.ID}}
	_, faults := call.Read([]byte(text), call.WithinRules)
	for _, f := range faults {
		v.Faults = append(v.Faults, lineFault{f.Line, f.Say(q.T)})
	}
	return v
}

// saveFile keeps the text of the file as it was written by hand, or taken from a file.
func saveFile(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	text, err := sentText(q)
	if err != nil {
		return nil, err
	}
	rev, err := strconv.ParseInt(q.PostForm.Get("rev"), 10, 64)
	if err != nil {
		return nil, refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	if _, err = web.Do(q, Change, Changing{d.ID, rev, text}); err == nil {
		return web.See("/editor/" + d.ID + "/file"), nil
	}
	v := newFile(q, d, text)
	switch refusal.KindOf(err) {
	case refusal.Invalid:
		v.Complaints = q.Complaints(err)
		return filePage.Refuse(v), nil
	case refusal.Conflict:
		v.Complaints = []web.Complaint{{Field: "text", Sentence: q.T("editor.file.conflict")}}
		return filePage.With(http.StatusConflict, v), nil
	}
	return nil, err
}

func download(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	definition, _ := call.Read([]byte(d.File))
	name := "call.yaml"
	if plainName.MatchString(definition.ID) {
		name = definition.ID + ".yaml"
	}
	return web.File{Type: "application/yaml; charset=utf-8", Name: name, Data: []byte(d.File)}, nil
}

// historyView lists the kept revisions.
type historyView struct {
	web.Head
	ID        string
	Revisions []revisionRow
}

type revisionRow struct {
	Rev   int64
	Day   string
	By    string
	IsNow bool
}

var historyPage = web.NewPage[historyView](files, "pages/history.html")

func history(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	all, err := Revisions(q.Reader(), d.ID)
	if err != nil {
		return nil, err
	}
	v := historyView{ID: d.ID, Head: web.Head{Title: q.T("editor.history.title"), Section: "look.nav.calls",
		Crumbs: []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: d.name(q), Link: "/editor/" + d.ID}}}}
	names := nameBook{}
	for _, r := range all {
		v.Revisions = append(v.Revisions, revisionRow{Rev: r.Rev, Day: lang.DateTime(q.Lang, inZone(q, r.At)), By: names.of(q, r.By), IsNow: r.Rev == d.Rev})
	}
	return historyPage.Show(v), nil
}

// nameBook is the names of those who wrote, each asked for once.
type nameBook map[string]string

func (n nameBook) of(q *web.Request, person string) string {
	if name, ok := n[person]; ok {
		return name
	}
	p, err := account.Find(q.Reader(), person)
	if err != nil {
		p.Name = ""
	}
	n[person] = p.Name
	return p.Name
}

// restore brings an earlier text back, as a new revision.
func restore(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	rev, err := strconv.ParseInt(q.PostForm.Get("rev"), 10, 64)
	if err != nil {
		return nil, refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	r, err := Before(q.Reader(), d.ID, rev)
	if err != nil {
		return nil, err
	}
	now := d.Rev
	if seen, err := strconv.ParseInt(q.PostForm.Get("seen"), 10, 64); err == nil {
		now = seen
	}
	if _, err := web.Do(q, Change, Changing{d.ID, now, r.File}); err != nil {
		return nil, err
	}
	return web.See(web.OwnPath(q.PostForm.Get("next"), "/editor/"+d.ID)), nil
}

func duplicate(q *web.Request) (web.Answer, error) {
	d, err := web.Do(q, Duplicate, q.PathValue("draft"))
	if err != nil {
		return nil, err
	}
	return web.See("/editor/" + d.ID), nil
}

type deleteView struct {
	web.Head
	ID, Word string
	Typed    web.Field
}

var deletePage = web.NewPage[deleteView](files, "pages/delete.html")

func newDelete(q *web.Request, d Draft) deleteView {
	v := deleteView{ID: d.ID, Word: d.confirmation(), Head: web.Head{Title: q.T("editor.delete.title"), Section: "look.nav.calls",
		Crumbs: []web.Crumb{{Name: q.T("editor.list.title"), Link: "/editor"}, {Name: d.name(q), Link: "/editor/" + d.ID}}}}
	v.Typed = web.Field{Name: "typed", Label: q.T("editor.delete.label", "Word", v.Word), Value: q.Value("typed"), Size: 20}
	return v
}

func askToDelete(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	return deletePage.Show(newDelete(q, d)), nil
}

func (h *house) deleteNow(q *web.Request) (web.Answer, error) {
	d, err := find(q)
	if err != nil {
		return nil, err
	}
	if _, err = web.Do(q, Delete, Deleting{d.ID, q.Value("typed")}); err == nil {
		h.boxes.end(d.ID)
		return web.See("/editor"), nil
	}
	if refusal.KindOf(err) != refusal.Invalid {
		return nil, err
	}
	v := newDelete(q, d)
	v.Complaints = q.Complaints(err)
	v.Typed.Complaint = v.Complaint("typed")
	return deletePage.Refuse(v), nil
}
