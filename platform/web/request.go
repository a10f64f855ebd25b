package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
)

// Request is one visit to one address: the request as it came, who is asking, and in which language.
type Request struct {
	*http.Request
	Lang    string  // bg, nb or en
	Visitor Visitor // who is asking
	Site    *Site   // the site visited
	writer  http.ResponseWriter
	inPath  bool // the language is part of the address
}

// Visitor is who is asking. The zero Visitor is somebody who is not signed in.
type Visitor struct {
	Actor   action.Actor
	Name    string // as shown to themselves in the header
	Lang    string // the language they chose for their account
	Session string // identifier of the session, not its secret
	Unread  int    // how many notices they have not seen; known while a page is shown
}

// Reader reads the database for this request.
func (q *Request) Reader() db.Reader { return q.Site.Door.Reader(q.Context()) }

// Actor is who is asking, as actions want it.
func (q *Request) Actor() action.Actor { return q.Visitor.Actor }

// PersonKey tells people apart on a device they share, so that pages kept there for one are not shown to another. It says
// nothing about who they are, and is "" for somebody who is not signed in.
func (q *Request) PersonKey() string {
	if !q.Visitor.Actor.Person() {
		return ""
	}
	sum := sha256.Sum256([]byte("vekst device " + q.Visitor.Actor.ID))
	return hex.EncodeToString(sum[:8])
}

// personHeader tells the worker that keeps pages on the device for whom a page is.
const personHeader = "X-Vekst-Person"

// T is a sentence of the program in the language of the request; args are pairs.
func (q *Request) T(key string, args ...any) string { return q.Site.Catalog.Say(q.Lang, key, args...) }

// Link is a public address in the language of the request: /calls becomes /bg/calls.
func (q *Request) Link(path string) string { return "/" + q.Lang + path }

// Value is a value of the posted form or the query, trimmed of space around it.
func (q *Request) Value(name string) string { return strings.TrimSpace(q.FormValue(name)) }

// SetCookie sets a cookie with the answer.
func (q *Request) SetCookie(c *http.Cookie) { http.SetCookie(q.writer, c) }

// SetHeader sets a header of the answer.
func (q *Request) SetHeader(name, value string) { q.writer.Header().Set(name, value) }

// ReadBy ends the reading of the body at t: a large one may take as long as it likes, but must not stand still. Where the
// server cannot, it does nothing.
func (q *Request) ReadBy(t time.Time) { _ = http.NewResponseController(q.writer).SetReadDeadline(t) }

// HangUp ends the reading of the body now; another goroutine may be at it.
func (q *Request) HangUp() { q.ReadBy(time.Unix(1, 0)) }

// WantsJSON says whether a script of ours is asking, rather than a person's browser following a link or a form.
func (q *Request) WantsJSON() bool {
	return strings.Contains(q.Header.Get("Accept"), "application/json")
}

// languageOf finds the language of a request without one in its path: the cookie, the account, the browser.
func languageOf(r *http.Request, v Visitor) string {
	if c, err := r.Cookie(languageCookie); err == nil && isLanguage(c.Value) {
		return c.Value
	}
	if isLanguage(v.Lang) {
		return v.Lang
	}
	return lang.Of(r)
}

const languageCookie = "vekst_language"

func isLanguage(l string) bool { return l == "bg" || l == "nb" || l == "en" }

// Do runs an action for whoever asks, at the moment the request had been received.
func Do[In, S, Out any](q *Request, a *action.Action[In, S, Out], in In) (Out, error) {
	return a.Run(q.Context(), q.Site.Door, q.Visitor.Actor, in)
}

func (q *Request) in(ctx context.Context) { q.Request = q.WithContext(ctx) }
