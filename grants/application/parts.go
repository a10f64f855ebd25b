package application

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strconv"

	"gocloud.dev/blob"
)

// A file on its way is kept as parts, each under where it begins, so that what came before a line was cut or the program
// was killed is there afterwards. The parts one after another, as far as there is no gap, are what has come.

// partSize is the most that is kept at a time, and so the most that is lost.
const partSize = 1 << 20

func partsOf(arrival string) string { return "parts/" + arrival + "/" }

func partKey(arrival string, at int64) string { return fmt.Sprintf("%s%015d", partsOf(arrival), at) }

// come returns how much of a file has come.
func (s *store) come(ctx context.Context, arrival string) (int64, error) {
	n := int64(0)
	err := s.eachPart(ctx, arrival, func(at, size int64) error {
		if at == n {
			n += size
		}
		return nil
	})
	return n, err
}

// eachPart calls do for every part in order.
func (s *store) eachPart(ctx context.Context, arrival string, do func(at, size int64) error) error {
	bucket, err := s.open()
	if err != nil {
		return err
	}
	for list := bucket.List(&blob.ListOptions{Prefix: partsOf(arrival)}); ; {
		p, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		at, err := strconv.ParseInt(path.Base(p.Key), 10, 64)
		if err != nil {
			return err
		}
		if err := do(at, p.Size); err != nil {
			return err
		}
	}
}

// add keeps what comes, from where the file has come to, and returns where it has come to then. Also what came before an
// error is kept.
func (s *store) add(ctx context.Context, arrival string, at int64, from io.Reader) (int64, error) {
	bucket, err := s.open()
	if err != nil {
		return at, err
	}
	piece := make([]byte, partSize)
	for {
		n, err := io.ReadFull(from, piece)
		if n > 0 {
			if failed := bucket.WriteAll(ctx, partKey(arrival, at), piece[:n], nil); failed != nil {
				return at, failed
			}
			at += int64(n)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return at, nil
		}
		if err != nil {
			return at, err
		}
	}
}

// whole puts the parts together in a temporary file.
func (s *store) whole(ctx context.Context, arrival string) (*os.File, error) {
	f, err := os.CreateTemp("", "vekst-upload-")
	if err != nil {
		return nil, err
	}
	n := int64(0)
	err = s.eachPart(ctx, arrival, func(at, size int64) error {
		if at != n {
			return nil
		}
		n += size
		from, err := s.read(ctx, partKey(arrival, at))
		if err != nil {
			return err
		}
		_, err = io.Copy(f, from)
		return errors.Join(err, from.Close())
	})
	if err != nil {
		discard(f)
		return nil, err
	}
	return f, nil
}

// drop removes the parts of a file.
func (s *store) drop(ctx context.Context, arrival string) error {
	return s.eachPart(ctx, arrival, func(at, _ int64) error { return s.forget(ctx, partKey(arrival, at)) })
}
