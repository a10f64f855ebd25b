// Package quarantine keeps what people send from others until a scanner of viruses has judged it. What the features that keep
// files do alike is here: the states of a content, and asking the scanner; what follows from an answer is theirs.
package quarantine

import (
	"context"
	"errors"
	"io"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/outbox"
)

// The states of what a file contains. What waits is seen by nobody but those who sent it.
const (
	None     = "none" // there was no scanner when it came
	Waiting  = "waiting"
	Clean    = "clean"
	Infected = "infected"
)

// Content names what a line of the outbox is about.
type Content struct{ SHA256 string }

// Asked says what is in the bytes of a file: "" for nothing bad.
type Asked interface {
	Scan(ctx context.Context, from io.Reader) (string, error)
}

// Duty is having scanned what one feature keeps.
type Duty struct {
	Scanner Asked
	State   func(r db.Reader, sha256 string) (string, error)
	Read    func(ctx context.Context, sha256 string) (io.ReadCloser, error)
	// Within is how long one file may take. It may be more than a claim of the outbox: should another process begin the same
	// file meanwhile, it finds the same.
	Within time.Duration
	// Judge records what was found, "" for nothing.
	Judge func(ctx context.Context, door *action.Door, sha256, found string) error
}

var errNobody = errors.New("quarantine: there is no scanner")

// Do asks the scanner about the content of a line that has not been judged yet. As long as the scanner is away the line stays
// in the outbox.
func (d Duty) Do(ctx context.Context, door *action.Door, line outbox.Line) error {
	var in Content
	if err := line.Read(&in); err != nil {
		return err
	}
	state, err := d.State(door.Reader(ctx), in.SHA256)
	if err != nil || state == Clean || state == Infected {
		return err
	}
	found, err := d.look(ctx, in.SHA256)
	if err != nil {
		return err
	}
	return d.Judge(ctx, door, in.SHA256, found)
}

func (d Duty) look(ctx context.Context, sha256 string) (string, error) {
	if d.Scanner == nil {
		return "", errNobody
	}
	from, err := d.Read(ctx, sha256)
	if err != nil {
		return "", err
	}
	defer from.Close()
	ctx, cancel := context.WithTimeout(ctx, d.Within)
	defer cancel()
	return d.Scanner.Scan(ctx, from)
}
