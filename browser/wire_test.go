package browser_test

import (
	"io"
	"net"
	"sync"
	"testing"
)

// wire is the line between one person and the server. It can be cut, for everything: the page, what works behind it, and
// pages that are opened again.
type wire struct {
	listener net.Listener
	to       string
	mu       sync.Mutex
	isCut    bool
	open     map[net.Conn]bool
}

// throughWire gives a person a line of their own to a server. Their address is that of the line.
func throughWire(t testing.TB, s *server) (*wire, *server) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: l, to: s.listen, open: map[net.Conn]bool{}}
	go w.serve()
	t.Cleanup(func() { _ = l.Close(); w.cut() })
	return w, &server{address: "http://" + l.Addr().String(), listen: s.listen, folder: s.folder, printed: s.printed}
}

func (w *wire) serve() {
	for {
		in, err := w.listener.Accept()
		if err != nil {
			return
		}
		go w.carry(in)
	}
}

func (w *wire) carry(in net.Conn) {
	out, err := net.Dial("tcp", w.to)
	if err != nil || !w.keep(in, out) {
		_ = in.Close()
		if out != nil {
			_ = out.Close()
		}
		return
	}
	go func() { _, _ = io.Copy(out, in); w.drop(in, out) }()
	_, _ = io.Copy(in, out)
	w.drop(in, out)
}

func (w *wire) keep(conns ...net.Conn) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range conns {
		if !w.isCut {
			w.open[c] = true
		}
	}
	return !w.isCut
}

func (w *wire) drop(conns ...net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range conns {
		_ = c.Close()
		delete(w.open, c)
	}
}

// cut ends every connection, in the middle of whatever it carries, and lets no new one through.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.isCut = true
	for c := range w.open {
		_ = c.Close()
	}
	clear(w.open)
}

// mend lets connections through again.
func (w *wire) mend() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.isCut = false
}
