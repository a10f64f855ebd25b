package web

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strconv"
	"sync"
	"time"

	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Head is what every page tells the layout. A page's struct embeds it.
type Head struct {
	Title   string
	Crumbs  []Crumb // from the front page to here, without the front page and without this page
	Section string  // which entry of the main navigation this belongs to
	Thread  int     // where on the thread, 1 municipality to 11 good practice; 0 is nowhere
	Passed  []int   // the steps of the thread that what this page is about has behind it, as far as the page knows
	Script  string  // a script of its own besides the common one: "verify"
	Style   string  // a style of its own besides the common one: "map.css"
	// Manifest is the address of what lets the page be put on a home screen; "" for none.
	Manifest string
	// Alternates are other forms of the same page, such as a feed, for programs that look for them.
	Alternates []Alternate
	// Complaints make the title begin with the word for error, as people who listen need.
	Complaints []Complaint
}

// PageHead lets the layout find the Head in a page's struct.
func (h Head) PageHead() Head { return h }

// Crumb is a step of the way here.
type Crumb struct{ Name, Link string }

// Alternate is another form of a page: its media type, name and address.
type Alternate struct{ Type, Title, Link string }

// Complaint is a refusal's complaint as a person reads it, to stand beside its field and in the summary above. About is
// what the field is called, for the summary; a page gives it where the field is neither a Field nor a Choice.
type Complaint struct {
	Field, Sentence string
	About           string `json:"-"`
}

// Complaints writes a refusal's complaints in the language of the request.
func (q *Request) Complaints(err error) []Complaint {
	var all []Complaint
	for _, c := range refusal.Complaints(err) {
		all = append(all, Complaint{Field: c.Field, Sentence: q.Site.Catalog.SayWith(q.Lang, c.Key, c.Args)})
	}
	return all
}

// Heard is a refusal that a page shows above its form, so that nothing typed is lost: the complaints of one that wants
// correcting; the sentence of one that comes too late or after somebody else. The status is 0 for any other error.
func (q *Request) Heard(err error) (complaints []Complaint, status int) {
	if all := q.Complaints(err); all != nil {
		return all, http.StatusUnprocessableEntity
	}
	var r *refusal.Refusal
	if errors.As(err, &r) && (r.Kind == refusal.Conflict || r.Kind == refusal.Closed) {
		return []Complaint{{Sentence: q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args)}}, http.StatusConflict
	}
	return nil, 0
}

// Complaint returns what is said about a field, or "".
func (h Head) Complaint(field string) string {
	for _, c := range h.Complaints {
		if c.Field == field {
			return c.Sentence
		}
	}
	return ""
}

// Frame is what the layout is given: the page's struct and everything around it.
type Frame[T any] struct {
	Head
	Lang      string
	Languages []LanguageLink
	Home      string
	Path      string
	Nav       []NavLink
	Visitor   Visitor
	SignedIn  bool
	Notice    *Notice
	Data      T
}

// LanguageLink leads to the same page in another language.
type LanguageLink struct {
	Lang, Link string
	Here       bool
}

// NavLink is an entry of the main navigation.
type NavLink struct {
	Key, Link string
	Here      bool
}

// Page is a template with the struct it shows. One is declared for each page file.
type Page[T interface{ PageHead() Head }] struct {
	files  fs.FS
	name   string
	mu     sync.Mutex
	byLang map[string]*template.Template
}

// NewPage declares the page in file name of files: an HTML file that defines "main" for a T.
func NewPage[T interface{ PageHead() Head }](files fs.FS, name string) *Page[T] {
	return &Page[T]{files: files, name: name, byLang: map[string]*template.Template{}}
}

// Name is the file of the page.
func (p *Page[T]) Name() string { return p.name }

// Show answers with the page.
func (p *Page[T]) Show(data T) Answer { return shown[T]{p, data, http.StatusOK} }

// Refuse answers with the page as it was sent, with what there is to correct.
func (p *Page[T]) Refuse(data T) Answer { return shown[T]{p, data, http.StatusUnprocessableEntity} }

// With answers with the page and a status of its own.
func (p *Page[T]) With(status int, data T) Answer { return shown[T]{p, data, status} }

type shown[T interface{ PageHead() Head }] struct {
	page   *Page[T]
	data   T
	status int
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func (s shown[T]) send(q *Request, w http.ResponseWriter) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer buffers.Put(b)
	if err := s.write(q, b); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if key := q.PersonKey(); key != "" {
		w.Header().Set(personHeader, key)
	}
	w.WriteHeader(s.status)
	_, err := w.Write(b.Bytes())
	return err
}

// write makes the page.
func (s shown[T]) write(q *Request, b *bytes.Buffer) error {
	t, err := s.page.in(q.Site, q.Lang)
	if err != nil {
		return err
	}
	if err := t.ExecuteTemplate(b, "layout", frame(q, named(s.data))); err != nil {
		return fmt.Errorf("web: page %s: %w", s.page.name, err)
	}
	return nil
}

func frame[T interface{ PageHead() Head }](q *Request, data T) Frame[T] {
	f := Frame[T]{Head: data.PageHead(), Lang: q.Lang, Home: "/" + q.Lang, Path: q.URL.RequestURI(), Visitor: q.Visitor,
		SignedIn: q.Visitor.Actor.Person(), Data: data}
	if q.Site.Notice != nil {
		f.Notice = q.Site.Notice(q)
	}
	f.Visitor.Unread = unread(q)
	for _, l := range text.Languages {
		f.Languages = append(f.Languages, LanguageLink{l, q.inLanguage(l), l == q.Lang})
	}
	for _, n := range q.Site.Nav {
		f.Nav = append(f.Nav, NavLink{n.Key, q.Link(n.Link), n.Key == f.Section})
	}
	return f
}

// unread counts what the visitor has not seen. A page is worth showing without that number.
func unread(q *Request) int {
	if q.Site.Unread == nil || !q.Visitor.Actor.Person() {
		return 0
	}
	n, err := q.Site.Unread(q)
	if err != nil {
		q.Site.report(q, err)
	}
	return n
}

// inLanguage is the address of this page in another language.
func (q *Request) inLanguage(l string) string {
	if q.inPath {
		link := "/" + l + q.URL.Path[3:]
		if q.URL.RawQuery != "" {
			link += "?" + q.URL.RawQuery
		}
		return link
	}
	back := q.URL.RequestURI()
	if q.Method != http.MethodGet {
		back = q.URL.Path
	}
	return "/language/" + l + "?next=" + template.URLQueryEscaper(back)
}

// in parses the page for a language the first time it is asked for: starting stays quick.
func (p *Page[T]) in(s *Site, l string) (*template.Template, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t, ok := p.byLang[l]; ok && !s.Reload {
		return t, nil
	}
	t, err := p.parse(s, l)
	if err == nil {
		p.byLang[l] = t
	}
	return t, err
}

func (p *Page[T]) parse(s *Site, l string) (*template.Template, error) {
	t := template.New("layout").Funcs(functions(s, l)).Option("missingkey=error")
	t, err := t.ParseFS(s.Layout, "*.html")
	if err != nil {
		return nil, fmt.Errorf("web: layout: %w", err)
	}
	shared, _ := fs.Glob(p.files, path.Join(path.Dir(p.name), "_*.html"))
	if t, err = t.ParseFS(p.files, append(shared, p.name)...); err != nil {
		return nil, fmt.Errorf("web: %s: %w", p.name, err)
	}
	return t, nil
}

// Check parses the page in every language and lets check judge the template against the struct it shows; see the
// architecture test.
func (p *Page[T]) Check(s *Site, check func(t *template.Template, data any) error) error {
	for _, l := range text.Languages {
		t, err := p.parse(s, l)
		if err != nil {
			return err
		}
		if err := check(t, Frame[T]{}); err != nil {
			return fmt.Errorf("web: %s: %w", p.name, err)
		}
	}
	return nil
}

// Checked is a page of any struct, for the list a feature gives.
type Checked interface {
	Name() string
	Check(s *Site, check func(t *template.Template, data any) error) error
}

// functions are what templates can call, in one language.
func functions(s *Site, l string) template.FuncMap {
	return template.FuncMap{
		"t":        func(key string, args ...any) string { return s.Catalog.Say(l, key, args...) },
		"lang":     func() string { return l },
		"link":     func(path string) string { return "/" + l + path },
		"number":   func(n int64) string { return lang.Number(l, n) },
		"count":    func(n int) string { return lang.Number(l, int64(n)) },
		"decimal":  func(hundredths int64) string { return lang.Decimal(l, hundredths) },
		"money":    func(cents int64, currency string) string { return lang.Money(l, cents, currency) },
		"sum":      func(cents int64, currency string) string { return lang.Sum(l, cents, currency) },
		"percent":  func(basisPoints int64) string { return lang.Percent(l, basisPoints) },
		"date":     func(t time.Time) string { return lang.Date(l, s.local(t)) },
		"daydate":  func(t time.Time) string { return lang.DayDate(l, s.local(t)) },
		"datetime": func(t time.Time) string { return lang.DateTime(l, s.local(t)) },
		"clock":    func(t time.Time) string { return lang.Clock(l, s.local(t)) },
		"exact":    func(t time.Time) string { return lang.Exact(l, s.local(t)) },
		"machine":  func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.999Z") }, // HTML allows no more digits
		"in":       func(v text.Text) string { return v.In(l) },
		"asset":    s.Assets.Link,
		"add":      func(a, b int) int { return a + b },
		"thread":   func(here int, passed []int) []Step { return thread(s, l, here, passed) },
	}
}

// thread is the eleven steps, seen from the one where a page stands. Only those are marked as passed that are known to be:
// an application need not have grown out of a strategy.
func thread(s *Site, l string, here int, passed []int) []Step {
	steps := make([]Step, threadLength)
	for i := range steps {
		steps[i] = Step{Number: i + 1, Name: s.Catalog.Say(l, "look.thread.step."+strconv.Itoa(i+1))}
		switch {
		case i+1 == here:
			steps[i].State = "here"
		case slices.Contains(passed, i+1):
			steps[i].State = "done"
		}
	}
	return steps
}

func (s *Site) local(t time.Time) time.Time {
	if s.Zone == nil {
		return t
	}
	return t.In(s.Zone)
}
