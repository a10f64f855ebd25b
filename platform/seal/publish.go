package seal

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"time"

	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Address is where the log is published.
const Address = "/log/"

// ServeHTTP publishes the log: /log/checkpoint, /log/key and the tiles of C2SP tlog-tiles below /log/tile/.
func (s *Sealer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, Address)
	data, err := s.file(r.Context(), path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || refusal.KindOf(err) == refusal.Missing:
		http.NotFound(w, r)
		return
	case err != nil:
		s.log.Error("log", "error", err)
		http.Error(w, "the log cannot be read now", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	if path == audit.CheckpointPath || path == audit.KeyPath {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	} else {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("Access-Control-Allow-Origin", "*")
	_, _ = w.Write(data)
}

func (s *Sealer) file(ctx context.Context, path string) ([]byte, error) {
	r := s.door.Reader(ctx)
	published, err := s.published(r)
	if err != nil {
		return nil, err
	}
	return published.File(path)
}

func (s *Sealer) published(r db.Reader) (audit.Published, error) {
	p := audit.Published{Hashes: hashes{r: r}, Leaves: leaves{r}}
	var err error
	if p.Key, err = s.PublicKey(r); err != nil {
		return p, err
	}
	type checkpoint struct {
		size   int64
		signed string
	}
	last, err := db.One(r, func(row db.Scanner, c *checkpoint) error { return row.Scan(&c.size, &c.signed) },
		`SELECT size, signed FROM log_checkpoints ORDER BY size DESC LIMIT 1`)
	p.Size, p.Checkpoint = last.size, []byte(last.signed)
	return p, err
}

// PublicKey is the log's verifier key.
func (s *Sealer) PublicKey(r db.Reader) (string, error) {
	return db.One(r, db.Value[string], `SELECT public FROM log_keys WHERE origin = $1`, s.origin)
}

type leaves struct{ r db.Reader }

// ReadLeaves implements audit.LeafReader.
func (l leaves) ReadLeaves(first int64, count int) ([][32]byte, error) {
	found, err := db.All(l.r, db.Value[[]byte], `SELECT leaf FROM log_leaves WHERE place >= $1 AND place < $2 ORDER BY place`, first, first+int64(count))
	if err != nil {
		return nil, err
	}
	all := make([][32]byte, len(found))
	for i, leaf := range found {
		all[i] = [32]byte(leaf)
	}
	return all, nil
}

// ErrNotSealed says that an entry is not in the log yet; it will be within a second or two.
var ErrNotSealed = errors.New("seal: not sealed yet")

type sealedEntry struct {
	entry string
	salt  []byte
	leaf  *int64
}

// Seal returns the place of an audit entry in the log, with its proof under the newest checkpoint. It waits up to
// patience for an entry that was written just now, then gives ErrNotSealed.
func (s *Sealer) Seal(ctx context.Context, entryID string, patience time.Duration) (audit.Seal, error) {
	r := s.door.Reader(ctx)
	for waited := time.Duration(0); ; waited += rest / 4 {
		e, err := db.One(r, func(row db.Scanner, e *sealedEntry) error { return row.Scan(&e.entry, &e.salt, &e.leaf) },
			`SELECT entry, salt, leaf FROM audit_entries WHERE id = $1`, entryID)
		if err != nil {
			return audit.Seal{}, err
		}
		if e.leaf != nil {
			return s.prove(r, e)
		}
		if waited >= patience || ctx.Err() != nil {
			return audit.Seal{}, ErrNotSealed
		}
		time.Sleep(rest / 4)
	}
}

func (s *Sealer) prove(r db.Reader, e sealedEntry) (audit.Seal, error) {
	p, err := s.published(r)
	if err != nil {
		return audit.Seal{}, err
	}
	proof, err := audit.Inclusion(p.Size, *e.leaf, p.Hashes)
	if err != nil {
		return audit.Seal{}, err
	}
	return audit.Seal{Entry: []byte(e.entry), Salt: audit.Salt(e.salt), Index: *e.leaf, Proof: proof,
		Checkpoint: p.Checkpoint, Key: p.Key}, nil
}
