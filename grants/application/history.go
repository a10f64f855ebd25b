package application

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"vekst/grants/call"
	"vekst/platform/db"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// Written is an entry of the history of an answer: what one person made of it, within two minutes at most.
type Written struct {
	Path   string
	Entry  int64
	Value  string
	IsGone bool // the row was removed
	At     time.Time
	By     string
}

const writtenColumns = `path, entry, value, gone, at, by_person`

func scanWritten(s db.Scanner, w *Written) error {
	var gone int64
	err := s.Scan(&w.Path, &w.Entry, &w.Value, &gone, db.Moment(&w.At), &w.By)
	w.IsGone = gone == 1
	return err
}

// historyOf is the history of one answer, the last first.
func historyOf(r db.Reader, application, path string) ([]Written, error) {
	return db.All(r, scanWritten, `SELECT `+writtenColumns+` FROM application_history WHERE application = $1 AND path = $2 ORDER BY entry DESC`, application, path)
}

// pageful is how many entries a page of the history has.
const pageful = 100

// Place is where a page of the history begins: after this entry of this answer.
type Place struct {
	Entry int64
	Path  string
}

// Latest is where the history begins.
var Latest = Place{Entry: 1 << 62}

// History is the history of a draft, or of a field of it, the last first, from a place on. It gives one more than fits on
// a page where there are more.
func History(r db.Reader, application, field string, from Place) ([]Written, error) {
	return db.All(r, scanWritten, `SELECT `+writtenColumns+` FROM application_history WHERE application = $1 AND ($2 = '' OR path = $2 OR path LIKE $3) AND (entry, path) < ($4, $5)
		ORDER BY entry DESC, path DESC LIMIT $6`, application, field, field+"/%", from.Entry, from.Path, pageful+1)
}

type historyView struct {
	web.Head
	Application
	Name, Back, Field, Older string
	Entries                  []historyEntry
	CanEdit                  bool
}

// Heading is the title of the page; the application has one too.
func (v historyView) Heading() string { return v.Head.Title }

// historyEntry is an entry as the page shows it. Where a row was removed it stands for all cells of the row.
type historyEntry struct {
	Question, Link, Value, By string
	At                        time.Time
	Path                      string
	Entry                     int64
	Row                       string // removed with this entry
	IsNow                     bool
}

var historyPage = web.NewPage[historyView](embedded, "pages/history.html")

func (h *house) history(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	v, err := h.historyView(q, o, q.PathValue("field"))
	return historyPage.Show(v), err
}

func (h *house) historyView(q *web.Request, o opened, field string) (historyView, error) {
	v := historyView{Head: web.Head{Title: q.T("application.history.title"), Thread: 6, Crumbs: o.crumbs(q, o.crumb(q))}, Application: o.Application,
		Name: o.Name(q), CanEdit: o.canEdit(q), Back: "/applications/" + o.ID}
	if field != "" {
		f, ok := o.call.Form.Field(field)
		if !ok {
			return v, refusal.New(refusal.Missing, "look.refusal.missing")
		}
		v.Field, v.Back = f.Label.In(q.Lang), v.Back+"/sections/"+sectionOf(o.call.Form, field)+"#"+field
		v.Crumbs = o.crumbs(q, o.crumb(q), web.Crumb{Name: q.T("application.history.title"), Link: "/applications/" + o.ID + "/history"})
		v.Head.Title = q.T("application.history.of", "Field", v.Field)
	}
	from := Latest
	if before, err := strconv.ParseInt(q.Value("before"), 10, 64); err == nil {
		from = Place{before, q.Value("of")}
	}
	all, err := History(q.Reader(), o.ID, field, from)
	if err != nil {
		return v, err
	}
	if len(all) > pageful {
		all = all[:pageful]
		last := all[pageful-1]
		v.Older = q.URL.Path + "?before=" + strconv.FormatInt(last.Entry, 10) + "&of=" + url.QueryEscape(last.Path)
	}
	answers, x, err := o.read(q)
	if err != nil {
		return v, err
	}
	k := &asker{q: q, a: o.Application, call: o.call, x: x, answers: answers, now: o.now, names: nameBook{}}
	v.Entries = k.written(all)
	return v, nil
}

// written turns entries into what the page shows, a removed row as one. What is written about files is ours, not theirs.
func (k *asker) written(all []Written) []historyEntry {
	var shown []historyEntry
	rows := map[string]bool{}
	for _, w := range all {
		id, _, _ := strings.Cut(w.Path, "/")
		if f, ok := k.call.Form.Field(id); ok && !hasHistory(f) {
			continue
		}
		e := historyEntry{Question: k.named(w.Path), Link: k.wayTo(w.Path), Value: k.readable(w.Path, w.Value), By: k.names.of(k.q, w.By), At: w.At,
			Path: w.Path, Entry: w.Entry, IsNow: k.value(w.Path) == w.Value}
		if w.IsGone {
			e.Row = w.Path[:strings.LastIndex(w.Path, "/")]
			key := e.Row + strconv.FormatInt(w.At.UnixMicro(), 36)
			if rows[key] {
				continue
			}
			rows[key] = true
			e.IsNow = false
		}
		shown = append(shown, e)
	}
	return shown
}

// named is the question an answer belongs to, with the column where it has one.
func (k *asker) named(path string) string {
	id, rest, _ := strings.Cut(path, "/")
	f, ok := k.call.Form.Field(id)
	if !ok {
		return id
	}
	name := f.Label.In(k.lang())
	if c, _ := fieldAt(k.call.Form, path); rest != "" && c.ID != f.ID {
		column := c.Label.In(k.lang())
		if l := labelOf(c, k.lang()); l.Key != "" {
			column = k.q.T(l.Key)
		}
		name += ": " + column
	}
	return name
}

// wayTo leads to the field of an answer.
func (k *asker) wayTo(path string) string {
	field, _, _ := strings.Cut(path, "/")
	return "/applications/" + k.a.ID + "/sections/" + sectionOf(k.call.Form, field) + "#" + (&url.URL{Fragment: path}).EscapedFragment()
}

// restore writes an entry of the history again, or all cells of a row that was removed: an ordinary edit, with its own
// place in the history.
func (h *house) restore(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	all, err := o.restoring(q)
	if err != nil {
		return nil, err
	}
	if len(all) > 0 {
		if _, err := web.Do(q, Save, Saving{Application: o.ID, Changes: all}); err != nil {
			return nil, err
		}
	}
	path := q.Value("path")
	if row := q.Value("row"); row != "" {
		path = row
	}
	field, _, _ := strings.Cut(path, "/")
	return web.See("/applications/" + o.ID + "/sections/" + sectionOf(o.call.Form, field) + "#" + field), nil
}

func (o opened) restoring(q *web.Request) ([]Change, error) {
	if row := q.Value("row"); row != "" {
		return o.bringBack(q.Reader(), row)
	}
	entry, _ := strconv.ParseInt(q.Value("entry"), 10, 64)
	all, err := historyOf(q.Reader(), o.ID, q.Value("path"))
	at := slices.IndexFunc(all, func(w Written) bool { return w.Entry == entry })
	if err == nil && at < 0 {
		err = refusal.New(refusal.Missing, "look.refusal.missing")
	}
	if err != nil {
		return nil, err
	}
	return []Change{{Path: all[at].Path, Value: all[at].Value, Rev: o.Rev}}, nil
}

// bringBack is every cell of a removed row as it was before.
func (o opened) bringBack(r db.Reader, row string) ([]Change, error) {
	cells, err := Standings(r, o.ID)
	if err != nil {
		return nil, err
	}
	var all []Change
	for _, cell := range cells {
		if !strings.HasPrefix(cell.Path, row+"/") || !cell.isGone() {
			continue
		}
		value, err := cell.before(r, o.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, Change{Path: cell.Path, Value: value, Rev: o.Rev})
	}
	return all, nil
}

// hasHistory says whether a field is one people write in, so that it can have a history; files have their own.
func hasHistory(f call.Field) bool { return f.Kind != call.File && !f.Computed("") }
