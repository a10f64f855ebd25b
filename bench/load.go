package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// client is a browser that does as little as it can, since it shares the cores with the server it measures: one
// connection, kept open.
type client struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
	out     bytes.Buffer
}

type answer struct {
	status   int
	location string
	body     []byte
}

func (c *client) get(path, cookie string) (answer, error) { return c.do("GET", path, cookie, "") }

func (c *client) post(path, cookie string, form url.Values) (answer, error) {
	return c.do("POST", path, cookie, form.Encode())
}

func (c *client) do(method, path, cookie, body string) (answer, error) {
	if c.conn == nil {
		conn, err := net.Dial("tcp", c.address)
		if err != nil {
			return answer{}, err
		}
		c.conn, c.in = conn, bufio.NewReaderSize(conn, 32<<10)
	}
	a, err := c.exchange(method, path, cookie, body)
	if err != nil {
		c.close()
	}
	return a, err
}

func (c *client) close() {
	if c.conn != nil {
		_ = c.conn.Close()
		c.conn = nil
	}
}

func (c *client) exchange(method, path, cookie, body string) (answer, error) {
	c.out.Reset()
	fmt.Fprintf(&c.out, "%s %s HTTP/1.1\r\nHost: %s\r\n", method, path, c.address)
	if cookie != "" {
		fmt.Fprintf(&c.out, "Cookie: vekst_session=%s\r\n", cookie)
	}
	if method == "POST" {
		fmt.Fprintf(&c.out, "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n", len(body))
	}
	c.out.WriteString("\r\n")
	c.out.WriteString(body)
	_ = c.conn.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := c.conn.Write(c.out.Bytes()); err != nil {
		return answer{}, err
	}
	return c.read()
}

func (c *client) read() (answer, error) {
	line, err := c.in.ReadString('\n')
	if err != nil {
		return answer{}, err
	}
	if len(line) < 12 {
		return answer{}, fmt.Errorf("bench: %q is no status", line)
	}
	a := answer{}
	if a.status, err = strconv.Atoi(line[9:12]); err != nil {
		return a, err
	}
	headers, err := textproto.NewReader(c.in).ReadMIMEHeader()
	if err != nil {
		return a, err
	}
	a.location = headers.Get("Location")
	if strings.EqualFold(headers.Get("Transfer-Encoding"), "chunked") {
		a.body, err = c.chunks()
		return a, err
	}
	length, _ := strconv.Atoi(headers.Get("Content-Length"))
	a.body = make([]byte, length)
	_, err = io.ReadFull(c.in, a.body)
	return a, err
}

func (c *client) chunks() ([]byte, error) {
	var body []byte
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseInt(strings.TrimSpace(line), 16, 32)
		if err != nil {
			return nil, err
		}
		chunk := make([]byte, n+2)
		if _, err := io.ReadFull(c.in, chunk); err != nil {
			return nil, err
		}
		if n == 0 {
			return body, nil
		}
		body = append(body, chunk[:n]...)
	}
}

// measured is what a load gave.
type measured struct {
	done, failed int
	took         time.Duration
	p50, p99     time.Duration
	firstFailure string
}

func (m measured) perSecond() float64 { return float64(m.done) / m.took.Seconds() }

// load lets clients do next until it says there is no more, or the time is up. next gets the client and the number of
// the turn, each number once. With at, a turn begins no earlier than that, and what is measured is from then on: a server that
// falls behind is seen to.
func load(address string, clients int, limit time.Duration, turns int64, next func(c *client, turn int64) error, at ...func(turn int64) time.Time) measured {
	var all sync.WaitGroup
	var turn atomic.Int64
	var mu sync.Mutex
	var m measured
	var took []time.Duration
	began := time.Now()
	for range clients {
		all.Go(func() {
			c := &client{address: address}
			defer c.close()
			var mine []time.Duration
			failed, first := 0, ""
			for time.Since(began) < limit {
				n := turn.Add(1) - 1
				if n >= turns {
					break
				}
				start := time.Now()
				if len(at) > 0 {
					start = at[0](n)
					time.Sleep(time.Until(start))
				}
				if err := next(c, n); err != nil {
					failed++
					first = err.Error()
					continue
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, mine...)
			m.failed += failed
			if first != "" {
				m.firstFailure = first
			}
		})
	}
	all.Wait()
	m.took, m.done = time.Since(began), len(took)
	if len(took) > 0 {
		slices.Sort(took)
		m.p50, m.p99 = took[len(took)/2], took[len(took)*99/100]
	}
	return m
}
