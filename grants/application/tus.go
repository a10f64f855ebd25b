package application

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/platform/web"
)

// Files come in parts by the protocol tus 1.0 (tus.io): POST announces a file and is told where to send it, HEAD asks how
// much has come, PATCH sends what follows, DELETE gives up. The last part makes the file part of the draft, or is answered
// with what is wrong with it.

const tusVersion = "1.0.0"

// lines are the requests that are sending parts now, by arrival: one at a time. Whoever comes next hangs up on the one
// before, whose line is most probably dead.
type lines struct {
	mu      sync.Mutex
	running map[string]*sender
}

type sender struct {
	hangUp func()
	done   chan struct{}
}

// take waits until nobody else sends, and returns what ends one's own turn.
func (l *lines) take(arrival string, hangUp func()) (end func()) {
	mine := &sender{hangUp, make(chan struct{})}
	for {
		l.mu.Lock()
		other := l.running[arrival]
		if other == nil {
			if l.running == nil {
				l.running = map[string]*sender{}
			}
			l.running[arrival] = mine
			l.mu.Unlock()
			return func() {
				l.mu.Lock()
				delete(l.running, arrival)
				l.mu.Unlock()
				close(mine.done)
			}
		}
		other.hangUp()
		l.mu.Unlock()
		<-other.done
	}
}

// tusOptions says what is understood.
func tusOptions(q *web.Request) (web.Answer, error) {
	q.SetHeader("Tus-Version", tusVersion)
	q.SetHeader("Tus-Extension", "creation,termination,expiration")
	return tus(q, http.StatusNoContent), nil
}

// tus is an answer without content.
func tus(q *web.Request, status int) web.Answer {
	q.SetHeader("Tus-Resumable", tusVersion)
	q.SetHeader("Cache-Control", "no-store")
	return web.Empty(status)
}

// announce takes in that a file will come.
func (h *house) announce(q *web.Request) (web.Answer, error) {
	o, err := h.open(q, true)
	if err != nil {
		return nil, err
	}
	if _, err := fileField(o.call.Form, q.PathValue("field")); err != nil {
		return nil, err
	}
	size, err := strconv.ParseInt(q.Header.Get("Upload-Length"), 10, 64)
	if err != nil || size < 0 {
		return nil, refusal.New(refusal.Invalid, "look.refusal.unreadable")
	}
	said := metadata(q.Header.Get("Upload-Metadata"))
	a, err := web.Do(q, Announce, Announcement{Application: o.ID, Field: q.PathValue("field"), Name: CleanName(said["filename"]), Size: size,
		Modified: said["modified"][:min(len(said["modified"]), modifiedMax)]})
	if err != nil {
		return nil, err
	}
	q.SetHeader("Location", "/applications/"+o.ID+"/uploads/"+a.ID)
	return h.standing(q, a, http.StatusCreated)
}

// metadata reads what a client says of a file: names, each with a value in base64.
func metadata(header string) map[string]string {
	said := map[string]string{}
	for pair := range strings.SplitSeq(header, ",") {
		name, encoded, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if value, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded)); err == nil {
			said[name] = string(value)
		}
	}
	return said
}

// standing answers with how much of a file has come.
func (h *house) standing(q *web.Request, a Arrival, status int) (web.Answer, error) {
	n, err := h.files.come(q.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	if a.Line != "" {
		n = a.Size
	}
	return progress(q, a, n, status), nil
}

func progress(q *web.Request, a Arrival, n int64, status int) web.Answer {
	q.SetHeader("Upload-Offset", strconv.FormatInt(n, 10))
	q.SetHeader("Upload-Length", strconv.FormatInt(a.Size, 10))
	q.SetHeader("Upload-Expires", a.Until().UTC().Format(http.TimeFormat))
	return tus(q, status)
}

// arriving finds the arrival of a request, for those who could add to it.
func (h *house) arriving(q *web.Request) (opened, Arrival, error) {
	o, err := h.open(q, true)
	if err != nil {
		return o, Arrival{}, err
	}
	if err := refusalUnless(o.Edits(q.Actor())); err != nil {
		return o, Arrival{}, err
	}
	a, err := FindArrival(q.Reader(), o.ID, q.PathValue("upload"))
	return o, a, err
}

// howFar answers HEAD. A request that is still sending is hung up on first, so that the answer stays true.
func (h *house) howFar(q *web.Request) (web.Answer, error) {
	_, a, err := h.arriving(q)
	if err != nil {
		return nil, err
	}
	defer h.lines.take(a.ID, func() {})()
	return h.standing(q, a, http.StatusOK)
}

// receivePart takes in what follows.
func (h *house) receivePart(q *web.Request) (web.Answer, error) {
	switch {
	case q.Header.Get("Tus-Resumable") != tusVersion:
		return tus(q, http.StatusPreconditionFailed), nil
	case q.Header.Get("Content-Type") != "application/offset+octet-stream":
		return tus(q, http.StatusUnsupportedMediaType), nil
	}
	o, a, err := h.arriving(q)
	if err == nil {
		err = o.mayAdd(q)
	}
	if err != nil {
		return nil, err
	}
	body := &patient{q: q}
	defer h.lines.take(a.ID, body.hangUp)()
	if a, err = FindArrival(q.Reader(), o.ID, a.ID); err != nil || a.Line != "" {
		return progress(q, a, a.Size, http.StatusNoContent), err
	}
	n, err := h.files.come(q.Context(), a.ID)
	if err != nil {
		return nil, err
	}
	if q.Header.Get("Upload-Offset") != strconv.FormatInt(n, 10) {
		return progress(q, a, n, http.StatusConflict), nil
	}
	// what comes is kept even when whoever sends it is gone
	n, err = h.files.add(context.WithoutCancel(q.Context()), a.ID, n, io.LimitReader(body, a.Size-n))
	if err != nil && !isCut(err) {
		return nil, err
	}
	if n == a.Size {
		if err := h.finish(q, a); err != nil {
			return nil, err
		}
	}
	return progress(q, a, n, http.StatusNoContent), nil
}

// patient reads a body from which something must come every minute.
type patient struct {
	q     *web.Request
	isCut atomic.Bool
}

func (p *patient) hangUp() {
	p.isCut.Store(true)
	p.q.HangUp()
}

func (p *patient) Read(b []byte) (int, error) {
	p.q.ReadBy(time.Now().Add(time.Minute))
	if p.isCut.Load() {
		return 0, cut{errors.New("somebody else sends the file now")}
	}
	n, err := p.q.Body.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		err = cut{err}
	}
	return n, err
}

// cut is a line that was cut while a part came.
type cut struct{ error }

func isCut(err error) bool { return errors.As(err, new(cut)) }

// finish makes a file that has come completely part of the draft. The moment is now, when it is all here. One that cannot
// be taken is forgotten, and why is the answer.
func (h *house) finish(q *web.Request, a Arrival) error {
	ctx := action.At(context.WithoutCancel(q.Context()), q.Site.Door.Now())
	from, err := h.files.whole(ctx, a.ID)
	if err != nil {
		return err
	}
	defer discard(from)
	in := Upload{Application: a.Application, Field: a.Field, Name: a.Name, Arrival: a.ID, Scanned: h.Scanner != nil}
	err = h.files.receive(ctx, from, &in)
	if err == nil {
		_, err = Attach.Run(ctx, q.Site.Door, q.Actor(), in)
	}
	switch {
	case err == nil:
		return h.files.drop(ctx, a.ID)
	case refusal.KindOf(err) == refusal.Invalid:
		return errors.Join(err, h.forgetArrival(ctx, q, a.ID))
	}
	return err
}

func (h *house) forgetArrival(ctx context.Context, q *web.Request, arrival string) error {
	if _, err := Forget.Run(ctx, q.Site.Door, q.Actor(), Forgetting{q.PathValue("id"), arrival}); err != nil {
		return err
	}
	return h.files.drop(ctx, arrival)
}

// giveUp answers DELETE, and the button of a page without script.
func (h *house) giveUp(q *web.Request) (web.Answer, error) {
	o, a, err := h.arriving(q)
	if err != nil {
		return nil, err
	}
	defer h.lines.take(a.ID, func() {})()
	if err := h.forgetArrival(q.Context(), q, a.ID); err != nil {
		return nil, err
	}
	if q.Method == http.MethodDelete {
		return tus(q, http.StatusNoContent), nil
	}
	return web.See("/applications/" + o.ID + "/sections/" + sectionOf(o.call.Form, a.Field) + "#" + a.Field), nil
}
