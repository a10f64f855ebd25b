package web

import (
	"compress/gzip"
	"embed"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"vekst/platform/refusal"
)

// ServeHTTP answers a request: headers that keep a page safe, only changes from our own pages, compression, a log line
// without anything personal.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.Instead != nil {
		if other := s.Instead(r); other != nil {
			other.ServeHTTP(w, r)
			return
		}
	}
	began := time.Now()
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Language, Cookie")
	answer := &measured{ResponseWriter: w, status: http.StatusOK, compress: strings.Contains(r.Header.Get("Accept-Encoding"), "gzip")}
	defer answer.finish()
	handler, pattern := s.mux.Handler(r)
	if err := origin.Check(r); err != nil {
		s.fail(&Request{Request: r, Site: s, writer: answer, Lang: languageOf(r, Visitor{})}, answer,
			refusal.New(refusal.Forbidden, "look.refusal.other_site"))
	} else if pattern == "" {
		s.missing(answer, r, handler)
	} else {
		s.mux.ServeHTTP(answer, r)
	}
	took := time.Since(began)
	for _, o := range s.observers {
		o(pattern, answer.status, took)
	}
	if s.Log != nil {
		s.Log.Debug("request", "route", pattern, "status", answer.status, "took", took)
	}
}

var origin = http.NewCrossOriginProtection()

// policy allows nothing but our own files: no inline script or style anywhere, and no frame but one of our own.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'; manifest-src 'self'"

// missing answers where there is no page: ours, unless the mux wants to redirect or refuse the method.
func (s *Site) missing(w http.ResponseWriter, r *http.Request, handler http.Handler) {
	q := &Request{Request: r, Site: s, writer: w}
	if len(r.URL.Path) > 3 && isLanguage(r.URL.Path[1:3]) && r.URL.Path[3] == '/' {
		q.Lang, q.inPath = r.URL.Path[1:3], true
		if trimmed := strings.TrimRight(r.URL.Path, "/"); trimmed != r.URL.Path {
			http.Redirect(w, r, trimmed, http.StatusMovedPermanently)
			return
		}
	} else {
		q.Lang = languageOf(r, Visitor{})
	}
	if c, err := r.Cookie(SessionCookie); err == nil {
		q.Visitor, _ = s.Identify(r.Context(), s, c.Value)
	}
	_ = handler
	s.fail(q, w, refusal.New(refusal.Missing, "look.refusal.no_page"))
}

// fail answers with what went wrong in words, or with the fields to correct for our script.
func (s *Site) fail(q *Request, w http.ResponseWriter, err error) {
	var r *refusal.Refusal
	if !errors.As(err, &r) {
		s.report(q, err)
		r = refusal.New("", "look.refusal.internal")
	}
	if q.Lang == "" {
		q.Lang = languageOf(q.Request, q.Visitor)
	}
	if q.WantsJSON() {
		_ = asJSON{statuses[r.Kind], q.refused(r)}.send(q, w)
		return
	}
	if r.Kind == refusal.SignIn && s.AskToSignIn != nil {
		answer, err := s.AskToSignIn(q)
		if err == nil {
			err = answer.send(q, w)
		}
		if err == nil {
			return
		}
		s.report(q, err)
	}
	view := errorView{Head: Head{Title: q.T("look.error." + name(r.Kind))}, Sentence: s.Catalog.SayWith(q.Lang, r.Key, r.Args)}
	view.List = q.Complaints(r)
	if err := errorPage.With(statuses[r.Kind], view).send(q, w); err != nil {
		s.report(q, err)
		http.Error(w, view.Sentence, statuses[r.Kind])
	}
}

// Refused is a refusal as our script reads it.
type Refused struct {
	Kind       string      `json:"kind"`
	Sentence   string      `json:"sentence"`
	Complaints []Complaint `json:"complaints,omitempty"`
}

func (q *Request) refused(r *refusal.Refusal) Refused {
	return Refused{string(r.Kind), q.Site.Catalog.SayWith(q.Lang, r.Key, r.Args), q.Complaints(r)}
}

func (s *Site) report(q *Request, err error) {
	if s.Log == nil {
		return
	}
	var p *panicked
	if errors.As(err, &p) {
		s.Log.Error("panic", "value", fmt.Sprint(p.value), "stack", string(p.stack))
		return
	}
	if q.Context().Err() != nil && errors.Is(err, syscall.EPIPE) {
		return // whoever asked has gone
	}
	s.Log.Error("failed", "route", q.Pattern, "error", err)
}

var statuses = map[refusal.Kind]int{
	"": http.StatusInternalServerError, refusal.Invalid: http.StatusUnprocessableEntity, refusal.Forbidden: http.StatusForbidden,
	refusal.SignIn: http.StatusUnauthorized, refusal.Closed: http.StatusConflict, refusal.Missing: http.StatusNotFound,
	refusal.Conflict: http.StatusConflict, refusal.TooMany: http.StatusTooManyRequests, refusal.TooLarge: http.StatusRequestEntityTooLarge,
}

func name(k refusal.Kind) string {
	if k == "" {
		return "internal"
	}
	return strings.ReplaceAll(string(k), "-", "_")
}

type errorView struct {
	Head
	Sentence string
	List     []Complaint
}

//go:embed pages
var pages embed.FS

var errorPage = NewPage[errorView](pages, "pages/error.html")

// ErrorPage is the page of refusals, for the test of all pages.
var ErrorPage Checked = errorPage

// measured remembers the status and compresses text.
type measured struct {
	http.ResponseWriter
	status   int
	compress bool
	began    bool
	zip      *gzip.Writer
}

var zips = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return z }}

func (m *measured) WriteHeader(status int) {
	if m.began {
		return
	}
	m.began, m.status = true, status
	h := m.Header()
	media := h.Get("Content-Type")
	if m.compress && h.Get("Content-Encoding") == "" && (strings.HasPrefix(media, "text/") || strings.Contains(media, "json")) &&
		status != http.StatusNoContent && status != http.StatusNotModified {
		h.Set("Content-Encoding", "gzip")
		h.Add("Vary", "Accept-Encoding")
		h.Del("Content-Length")
		m.zip = zips.Get().(*gzip.Writer)
		m.zip.Reset(m.ResponseWriter)
	}
	m.ResponseWriter.WriteHeader(status)
}

func (m *measured) Write(b []byte) (int, error) {
	m.WriteHeader(http.StatusOK)
	if m.zip != nil {
		return m.zip.Write(b)
	}
	return m.ResponseWriter.Write(b)
}

func (m *measured) Unwrap() http.ResponseWriter { return m.ResponseWriter }

func (m *measured) finish() {
	if m.zip != nil {
		_ = m.zip.Close()
		zips.Put(m.zip)
	}
}
