package web

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Kept keeps pages that were made for visitors who are not signed in, and gives them again while nothing has changed. Each
// feature has its own.
type Kept struct {
	mu  sync.Mutex
	all map[string]keptPage
}

// Limits of what is kept. A page may say whether something is still open, which changes at a full minute; so within one minute
// of the clock of deadlines it stays as it is. Where several processes write, two that do so at once may name a state alike,
// and a page is made anew after a moment in any case.
const (
	keptFor   = 2 * time.Second
	mostPages = 2000
)

type keptPage struct {
	state     string
	body, zip []byte
	made      time.Time // by the clock of the machine
	of        time.Time // the minute it was made for, by the clock of deadlines
}

// Answer is a page that was kept, or the one that make makes. State names everything it depends on besides its address and
// the minute.
func (k *Kept) Answer(q *Request, state string, make func() (Answer, error)) (Answer, error) {
	if q.Visitor.Actor.Person() || q.URL.RawQuery != "" || q.Site.Reload {
		return make()
	}
	k.mu.Lock()
	have, ok := k.all[q.URL.Path]
	k.mu.Unlock()
	minute := q.Site.Door.Now().Truncate(time.Minute)
	if ok && have.state == state && have.of.Equal(minute) && (!q.Site.Several || time.Since(have.made) < keptFor) {
		return have, nil
	}
	a, err := make()
	page, can := a.(renderer)
	if err != nil || !can || !page.isPlain() {
		return a, err
	}
	have = keptPage{state: state, made: time.Now(), of: minute}
	if have.body, err = page.render(q); err == nil {
		have.zip = packed(have.body)
		k.keep(q.URL.Path, have)
	}
	return have, err
}

// packed is a page compressed once for all who will ask for it.
func packed(body []byte) []byte {
	var b bytes.Buffer
	z := zips.Get().(*gzip.Writer)
	defer zips.Put(z)
	z.Reset(&b)
	_, _ = z.Write(body)
	_ = z.Close()
	return b.Bytes()
}

func (k *Kept) keep(path string, page keptPage) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.all == nil || len(k.all) >= mostPages {
		k.all = map[string]keptPage{}
	}
	k.all[path] = page
}

// renderer is a page; one that is plain has a status of 200.
type renderer interface {
	render(q *Request) ([]byte, error)
	isPlain() bool
}

func (s shown[T]) isPlain() bool { return s.status == http.StatusOK }

func (s shown[T]) render(q *Request) ([]byte, error) {
	var b bytes.Buffer
	err := s.write(q, &b)
	return b.Bytes(), err
}

func (p keptPage) send(q *Request, w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	body := p.body
	if strings.Contains(q.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Add("Vary", "Accept-Encoding")
		body = p.zip
	}
	_, err := w.Write(body)
	return err
}
