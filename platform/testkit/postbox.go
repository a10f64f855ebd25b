package testkit

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
)

// Postbox is a mail server that speaks as much SMTP as our letters need and keeps what it accepts.
type Postbox struct {
	Address string // host:port
	mu      sync.Mutex
	letters []string
}

// NewPostbox starts a Postbox that ends with the test.
func NewPostbox(t testing.TB) *Postbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	p := &Postbox{Address: l.Addr().String()}
	go func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			go p.serve(c)
		}
	}()
	return p
}

// Letters are those accepted until now, with their headers.
func (p *Postbox) Letters() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.letters...)
}

func (p *Postbox) serve(c net.Conn) {
	defer c.Close()
	in := bufio.NewReader(c)
	fmt.Fprint(c, "220 postbox\r\n")
	for {
		line, err := in.ReadString('\n')
		switch verb, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " "); {
		case err != nil:
			return
		case verb == "EHLO":
			fmt.Fprint(c, "250-postbox\r\n250 8BITMIME\r\n")
		case verb == "DATA":
			fmt.Fprint(c, "354 go on\r\n")
			p.keep(in)
			fmt.Fprint(c, "250 kept\r\n")
		case verb == "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			fmt.Fprint(c, "250 yes\r\n")
		}
	}
}

func (p *Postbox) keep(in *bufio.Reader) {
	var b strings.Builder
	for line, err := in.ReadString('\n'); err == nil && line != ".\r\n"; line, err = in.ReadString('\n') {
		b.WriteString(strings.TrimPrefix(line, "."))
	}
	p.mu.Lock()
	p.letters = append(p.letters, b.String())
	p.mu.Unlock()
}
