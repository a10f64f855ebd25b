// Package seal puts audit entries into the Merkle log of platform/audit, in batches, and publishes it. One job seals,
// outside every action: a chain that each action wrote would make all writers wait for one another.
package seal

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"vekst/platform/action"
	"vekst/platform/audit"
	"vekst/platform/db"
	"vekst/platform/internal/writer"
)

//go:embed schema/*.sql
var files embed.FS

// Schema holds the tables of the audit trail and the log.
func Schema() fs.FS {
	f, err := fs.Sub(files, "schema")
	if err != nil {
		panic(err) // cannot be: the folder is embedded above
	}
	return f
}

// Sealer seals the entries of one database.
type Sealer struct {
	door   *action.Door
	writer *writer.Writer
	origin string
	log    *slog.Logger
	woken  <-chan struct{}
}

// New returns a sealer for the log named origin, by custom the log's address without scheme. It must be made before the
// first action runs, to be woken by it.
func New(d *db.DB, door *action.Door, origin string, log *slog.Logger) *Sealer {
	return &Sealer{door: door, writer: d.Writer(writer.Key{}), origin: origin, log: log, woken: door.Woken()}
}

// rest is the pause between batches: what comes in the meantime is sealed together, within a second.
const rest = 200 * time.Millisecond

// batch is how many entries one transaction seals at most, so that nobody waits long behind it.
const batch = 500

// Run seals until ctx ends.
func (s *Sealer) Run(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		for {
			n, err := s.Once(ctx)
			if err != nil && ctx.Err() == nil {
				s.log.Error("seal", "error", err)
			}
			if n < batch {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
		}
		select {
		case <-ctx.Done():
			return
		case <-s.woken:
		case <-tick.C:
		}
	}
}

type waiting struct {
	id    string
	entry string
	salt  []byte
}

// Once seals the entries that wait, up to a batch of them, signs a checkpoint, and returns how many they were.
func (s *Sealer) Once(ctx context.Context) (sealed int, err error) {
	if any, err := hasWaiting(s.door.Reader(ctx)); err != nil || !any {
		return 0, err
	}
	err = s.writer.Write(ctx, func(tx *writer.Tx) error {
		sealed, err = s.seal(tx)
		return err
	})
	return sealed, err
}

func (s *Sealer) seal(tx *writer.Tx) (int, error) {
	key, err := s.key(tx)
	if err != nil {
		return 0, err
	}
	entries, err := db.All(tx, func(row db.Scanner, w *waiting) error { return row.Scan(&w.id, &w.entry, &w.salt) },
		`SELECT id, entry, salt FROM audit_entries WHERE leaf IS NULL ORDER BY id LIMIT 500`)
	if err != nil || len(entries) == 0 {
		return 0, err
	}
	size, err := size(tx)
	if err != nil {
		return 0, err
	}
	leaves := make([][32]byte, len(entries))
	for i, e := range entries {
		leaves[i] = audit.Leaf(audit.Salt(e.salt), []byte(e.entry))
	}
	tree, err := audit.Append(hashes{tx, tx}, size, leaves)
	if err != nil {
		return 0, err
	}
	if err := keep(tx, entries, leaves, size); err != nil {
		return 0, err
	}
	signed, err := audit.Checkpoint{Origin: s.origin, Tree: tree}.Sign(key)
	if err != nil {
		return 0, err
	}
	return len(entries), tx.Later(`INSERT INTO log_checkpoints (size, at, signed) VALUES ($1, $2, $3)`, tree.N, db.At(s.door.Now()), string(signed))
}

func keep(tx *writer.Tx, entries []waiting, leaves [][32]byte, size int64) error {
	for i, e := range entries {
		if err := tx.Later(`UPDATE audit_entries SET leaf = $1 WHERE id = $2`, size+int64(i), e.id); err != nil {
			return err
		}
		if err := tx.Later(`INSERT INTO log_leaves (place, leaf) VALUES ($1, $2)`, size+int64(i), leaves[i][:]); err != nil {
			return err
		}
	}
	return nil
}

// key reads the log's private key, locked so that one process seals at a time, and makes it the first time.
func (s *Sealer) key(tx *writer.Tx) (string, error) {
	lock := ""
	if tx.Locking() {
		lock = " FOR UPDATE"
	}
	keys, err := db.All(tx, db.Value[string], `SELECT private FROM log_keys WHERE origin = $1`+lock, s.origin)
	if err != nil || len(keys) > 0 {
		return strings.Join(keys, ""), err
	}
	private, public, err := audit.NewKey(s.origin)
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(`INSERT INTO log_keys (origin, private, public, at) VALUES ($1, $2, $3, $4)`, s.origin, private, public, db.At(s.door.Now()))
	return private, err
}

func hasWaiting(r db.Reader) (bool, error) {
	ids, err := db.All(r, db.Value[string], `SELECT id FROM audit_entries WHERE leaf IS NULL LIMIT 1`)
	return len(ids) > 0, err
}

func size(r db.Reader) (int64, error) {
	return db.One(r, db.Value[int64], `SELECT COALESCE(MAX(size), 0) FROM log_checkpoints`)
}

// hashes keeps the hashes of the tree in the database.
type hashes struct {
	r  db.Reader
	tx *writer.Tx
}

type placed struct {
	place int64
	hash  []byte
}

// ReadHashes implements tlog.HashReader.
func (h hashes) ReadHashes(places []int64) ([]tlog.Hash, error) {
	if len(places) == 0 {
		return nil, nil
	}
	found, err := db.All(h.r, func(s db.Scanner, p *placed) error { return s.Scan(&p.place, &p.hash) },
		`SELECT place, hash FROM log_hashes WHERE place IN `+db.In(1, len(places)), db.Args(places)...)
	if err != nil {
		return nil, err
	}
	at := map[int64]tlog.Hash{}
	for _, p := range found {
		at[p.place] = tlog.Hash(p.hash)
	}
	all := make([]tlog.Hash, len(places))
	for i, place := range places {
		hash, ok := at[place]
		if !ok {
			return nil, fmt.Errorf("seal: the log has no hash at %d", place)
		}
		all[i] = hash
	}
	return all, nil
}

// WriteHashes implements audit.HashStore.
func (h hashes) WriteHashes(first int64, all []tlog.Hash) error {
	for i, hash := range all {
		if err := h.tx.Later(`INSERT INTO log_hashes (place, hash) VALUES ($1, $2)`, first+int64(i), hash[:]); err != nil {
			return err
		}
	}
	return nil
}
