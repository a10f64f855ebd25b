// Package scan asks a scanner of viruses, ClamAV's clamd, about the bytes of a file, by its own protocol (INSTREAM). The
// bytes travel to the scanner; nothing of theirs is written here.
package scan

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// Scanner is a clamd somewhere.
type Scanner struct{ network, address string }

// New returns the scanner at address: host:port, or the path of a socket. It does not look whether it is there.
func New(address string) (*Scanner, error) {
	path, isPath := strings.CutPrefix(address, "unix:")
	if isPath || strings.HasPrefix(address, "/") {
		return &Scanner{"unix", path}, nil
	}
	address = strings.TrimPrefix(address, "tcp://")
	_, port, err := net.SplitHostPort(address)
	if err == nil {
		_, err = net.LookupPort("tcp", port)
	}
	if err != nil {
		return nil, fmt.Errorf("scan: %q is neither host:port nor the path of a socket", address)
	}
	return &Scanner{"tcp", address}, nil
}

// How long the scanner may take to be there, and to do its next step.
const (
	knocking = 5 * time.Second
	patience = 2 * time.Minute
)

// Scan returns the name of what is in the bytes, or "" where they are clean. An error means that nobody knows: the scanner
// is away, is busy, or takes no file of this size.
func (s *Scanner) Scan(ctx context.Context, from io.Reader) (string, error) {
	dialer := net.Dialer{Timeout: knocking}
	c, err := dialer.DialContext(ctx, s.network, s.address)
	if err != nil {
		return "", fmt.Errorf("scan: %w", err)
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.SetDeadline(time.Unix(1, 0)) })()
	if err := send(ctx, c, from); err != nil && !errors.Is(err, errDeaf) {
		return "", fmt.Errorf("scan: %w", err)
	}
	said, err := hear(c)
	if err != nil {
		return "", fmt.Errorf("scan: %w", err)
	}
	return understood(said)
}

// send sends the bytes in pieces that begin with their length; a piece of none is the end.
func send(ctx context.Context, c net.Conn, from io.Reader) error {
	if err := write(ctx, c, []byte("zINSTREAM\x00")); err != nil {
		return err
	}
	piece := make([]byte, 4+64<<10)
	for {
		n, err := io.ReadFull(from, piece[4:])
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		binary.BigEndian.PutUint32(piece, uint32(n))
		if failed := write(ctx, c, piece[:4+n]); failed != nil {
			return failed
		}
		if n == 0 {
			return nil
		}
	}
}

// errDeaf is a scanner that takes no more bytes; it may have said why.
var errDeaf = errors.New("the scanner takes no more")

func write(ctx context.Context, c net.Conn, b []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := c.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := c.Write(b); err != nil {
		return errors.Join(errDeaf, err)
	}
	return nil
}

// hear reads the answer, which ends with a zero. A scanner that wants no more bytes answers before it has them all.
func hear(c net.Conn) (string, error) {
	answer, err := io.ReadAll(io.LimitReader(c, 4096))
	said, _, whole := strings.Cut(string(answer), "\x00")
	if whole {
		return said, nil
	}
	return "", errors.Join(errors.New("the scanner went away without an answer"), err)
}

func understood(said string) (string, error) {
	said = strings.TrimPrefix(said, "stream: ")
	if said == "OK" {
		return "", nil
	}
	if name, ok := strings.CutSuffix(said, " FOUND"); ok && name != "" {
		return name, nil
	}
	return "", fmt.Errorf("scan: the scanner says: %s", said)
}
