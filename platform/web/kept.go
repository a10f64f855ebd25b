package web

import (
	"bytes"
	"net/http"
	"sync"
	"time"
)

// Kept keeps pages that were made for visitors who are not signed in, and gives them again while nothing has changed. Each
// feature has its own.
type Kept struct {
	mu  sync.Mutex
	all map[string]keptPage
}

// Limits of what is kept. A page may say how long something is still open, and two processes that write at once may name a
// state alike, so a page is made anew after a moment in any case.
const (
	keptFor   = 2 * time.Second
	mostPages = 2000
)

type keptPage struct {
	state string
	body  []byte
	made  time.Time
}

// Answer is a page that was kept, or the one that make makes. State names everything it depends on besides its address.
func (k *Kept) Answer(q *Request, state string, make func() (Answer, error)) (Answer, error) {
	if q.Visitor.Actor.Person() || q.URL.RawQuery != "" || q.Site.Reload {
		return make()
	}
	k.mu.Lock()
	have, ok := k.all[q.URL.Path]
	k.mu.Unlock()
	if ok && have.state == state && time.Since(have.made) < keptFor {
		return have, nil
	}
	a, err := make()
	page, can := a.(renderer)
	if err != nil || !can || !page.isPlain() {
		return a, err
	}
	have = keptPage{state: state, made: time.Now()}
	if have.body, err = page.render(q); err == nil {
		k.keep(q.URL.Path, have)
	}
	return have, err
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

func (p keptPage) send(_ *Request, w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := w.Write(p.body)
	return err
}
