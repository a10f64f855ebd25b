// Package web turns requests into answers: routes, who is asking, which language, forms, pages, and errors as pages a
// person can read. It knows nothing about grants.
package web

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/refusal"
	"vekst/value/text"
)

// Site is everything a request may need.
type Site struct {
	Door    *action.Door
	Catalog *lang.Catalog
	Layout  fs.FS     // layout.html and the components
	Assets  *Assets   // style, script, fonts
	Nav     []NavLink // the main navigation; Link without the language
	Zone    *time.Location
	Log     *slog.Logger
	Reload  bool // parse pages anew each time, for those who work on them
	Several bool // other processes may write into the same database

	// Identify finds who holds a session's secret; the zero Visitor for nobody.
	Identify func(ctx context.Context, site *Site, secret string) (Visitor, error)
	// AskToSignIn answers a form that was sent after the session had ended, keeping what was typed.
	AskToSignIn func(q *Request) (Answer, error)
	// Notice is a line above every page, as in the demonstration; nil for none.
	Notice func(q *Request) *Notice
	// Unread counts what a person who is signed in has not seen yet, for the header; nil for none.
	Unread func(q *Request) (int, error)

	// Instead is asked first: another site of ours that answers this request, or nil. A call that is tried out lives in one.
	Instead func(r *http.Request) http.Handler

	mux       http.ServeMux
	observers []Observer
}

// Notice is a sentence with a link behind it.
type Notice struct {
	Sentence, Link, Words string
	IsLoud                bool // nobody may overlook it
}

// Observer is told of every answered request: the route, the status, and how long it took.
type Observer func(route string, status int, took time.Duration)

// Observe adds an observer.
func (s *Site) Observe(o Observer) { s.observers = append(s.observers, o) }

// SessionCookie holds the session's secret.
const SessionCookie = "vekst_session"

// Handler answers one kind of request.
type Handler func(q *Request) (Answer, error)

// Rule says whether a visitor may see a page at all; nil or a refusal.
type Rule func(q *Request) error

// Everyone lets everybody see a page.
func Everyone(*Request) error { return nil }

// SignedIn lets those who are signed in.
func SignedIn(q *Request) error {
	if q.Visitor.Actor.Person() {
		return nil
	}
	return refusal.New(refusal.SignIn, "look.refusal.sign_in")
}

// Role lets those who have one of the roles anywhere. What exactly they see is up to the Scope of the lists.
func Role(roles ...string) Rule {
	return func(q *Request) error {
		if err := SignedIn(q); err != nil {
			return err
		}
		if len(q.Visitor.Actor.Scopes(roles...)) > 0 {
			return nil
		}
		return refusal.New(refusal.Forbidden, "look.refusal.forbidden")
	}
}

// bodyLimit is the largest form; bigger ones are refused with a sentence. Uploads have a limit of their own.
const bodyLimit = 4 << 20

// Public declares a page everybody may see under its language: "GET /calls" answers /bg/calls, /nb/calls and /en/calls,
// and /calls leads to the visitor's language.
func (s *Site) Public(pattern string, h Handler) {
	method, path, _ := strings.Cut(pattern, " ")
	for _, l := range text.Languages {
		full := "/" + l + path
		if path == "/" {
			full = "/" + l
		}
		s.handle(method+" "+full, Everyone, l, bodyLimit, h)
	}
	if method == http.MethodGet {
		if path == "/" {
			path = "/{$}"
		}
		s.handle("GET "+path, Everyone, "", bodyLimit, func(q *Request) (Answer, error) {
			return See(strings.TrimSuffix("/"+q.Lang+q.URL.RequestURI(), "/")), nil
		})
	}
}

// Private declares a page or a form without language in its address, for those whom rule lets in.
func (s *Site) Private(pattern string, rule Rule, h Handler) {
	s.handle(pattern, rule, "", bodyLimit, h)
}

// Upload is Private for a form with files of up to limit bytes altogether.
func (s *Site) Upload(pattern string, rule Rule, limit int64, h Handler) {
	s.handle(pattern, rule, "", limit, h)
}

// Raw mounts a plain handler, for files and machines.
func (s *Site) Raw(pattern string, h http.Handler) { s.mux.Handle(pattern, h) }

func (s *Site) handle(pattern string, rule Rule, l string, limit int64, h Handler) {
	s.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		q := &Request{Request: r, Site: s, Lang: l, inPath: l != "", writer: w}
		answer, err := s.answer(q, rule, limit, h)
		if err == nil {
			err = answer.send(q, w)
		}
		if err != nil {
			s.fail(q, w, err)
		}
	})
}

// answer reads the request completely, stamps the moment, finds out who asks, and lets the handler work.
func (s *Site) answer(q *Request, rule Rule, limit int64, h Handler) (a Answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			a, err = nil, &panicked{p, debug.Stack()}
		}
	}()
	if err := readForm(q, limit); err != nil {
		return nil, err
	}
	q.in(action.At(q.Context(), s.Door.Now()))
	if c, err := q.Cookie(SessionCookie); err == nil {
		if q.Visitor, err = s.Identify(q.Context(), s, c.Value); err != nil {
			return nil, err
		}
	}
	if q.Lang == "" {
		q.Lang = languageOf(q.Request, q.Visitor)
	}
	if err := rule(q); err != nil {
		return nil, err
	}
	return h(q)
}

func readForm(q *Request, limit int64) error {
	if q.Method != http.MethodPost {
		return nil
	}
	if q.ContentLength > limit {
		q.writer.Header().Set("Connection", "close")
		return tooLarge(limit)
	}
	q.Body = http.MaxBytesReader(q.writer, q.Body, limit)
	var err error
	if strings.HasPrefix(q.Header.Get("Content-Type"), "multipart/form-data") {
		err = q.ParseMultipartForm(8 << 20)
	} else {
		err = q.ParseForm()
	}
	if errors.As(err, new(*http.MaxBytesError)) {
		return tooLarge(limit)
	}
	if err != nil {
		return refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	return nil
}

func tooLarge(limit int64) error {
	return refusal.New(refusal.TooLarge, "look.refusal.too_large", "Limit", lang.Number("bg", limit>>20))
}

type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return "web: panic" }
