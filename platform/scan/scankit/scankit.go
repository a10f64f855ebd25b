// Package scankit is a scanner for tests that speaks as ClamAV's clamd does and says what the test wants.
package scankit

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// EICAR is the file every scanner finds and no machine is harmed by (eicar.org). It is put together here, so that this
// source is not found itself.
var EICAR = `X5O!P%@AP[4\PZX54(P^)7CC)7}$` + `EICAR-STANDARD-` + `ANTIVIRUS-TEST-FILE!$H+H*`

// Clamd is the scanner. Asked counts the files it was given.
type Clamd struct {
	Address string
	Asked   atomic.Int64
}

// Eicar finds EICAR anywhere.
func Eicar(data []byte) string {
	if bytes.Contains(data, []byte(EICAR)) {
		return "stream: Eicar-Signature FOUND\x00"
	}
	return "stream: OK\x00"
}

// Start runs a scanner until the test ends. Judge says what it answers to the bytes of a file.
func Start(t testing.TB, judge func(data []byte) string) *Clamd {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	c := &Clamd{Address: l.Addr().String()}
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go c.answer(conn, judge)
		}
	}()
	return c
}

func (c *Clamd) answer(conn net.Conn, judge func([]byte) string) {
	defer conn.Close()
	r := bufio.NewReader(conn)
	if command, err := r.ReadString(0); err != nil || command != "zINSTREAM\x00" {
		_, _ = conn.Write([]byte("UNKNOWN COMMAND\x00"))
		return
	}
	var data []byte
	for {
		var length [4]byte
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return
		}
		n := binary.BigEndian.Uint32(length[:])
		if n == 0 {
			break
		}
		piece := make([]byte, n)
		if _, err := io.ReadFull(r, piece); err != nil {
			return
		}
		data = append(data, piece...)
	}
	c.Asked.Add(1)
	_, _ = conn.Write([]byte(judge(data)))
}
