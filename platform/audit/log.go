package audit

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// The steps of VerifyLog, in order.
const (
	StepLogCheckpoint = "checkpoint" // the checkpoint is signed with the log's key
	StepLogEntries    = "entries"    // every leaf up to the checkpoint's size is there
	StepLogTiles      = "tiles"      // every tile is the one these leaves give
	StepLogRoot       = "root"       // so is the root in the checkpoint
	StepLogSince      = "since"      // the log still begins as an earlier checkpoint said; only when one is given
)

// StepPublished is the step of CheckPublished.
const StepPublished = "log"

// A Fetcher reads one file of a published log by its path. A file that is not there gives an error that is
// fs.ErrNotExist; every other error means that it could not be read.
type Fetcher func(path string) ([]byte, error)

// FetchDir reads a log from a folder.
func FetchDir(dir string) Fetcher {
	return func(path string) ([]byte, error) {
		return os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
	}
}

// largestFile is more than any file of a log of ours can be, and as much as is read from a stranger.
const largestFile = 1 << 20

// FetchHTTP reads a log from its address.
func FetchHTTP(client *http.Client, address string) Fetcher {
	return func(path string) ([]byte, error) {
		answer, err := client.Get(strings.TrimRight(address, "/") + "/" + path)
		if err != nil {
			return nil, err
		}
		defer answer.Body.Close()
		switch answer.StatusCode {
		case http.StatusOK:
			return readAtMost(answer.Body, largestFile)
		case http.StatusNotFound, http.StatusGone:
			return nil, &fs.PathError{Op: "fetch", Path: path, Err: fs.ErrNotExist}
		}
		return nil, fmt.Errorf("fetch %s: %s", path, answer.Status)
	}
}

func readAtMost(in io.Reader, most int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(in, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("more than %d bytes", most)
	}
	return data, err
}

// tile reads a tile, or as much of the full one when the partial one has been removed meanwhile, as C2SP allows.
func (fetch Fetcher) tile(tile Tile) ([]byte, error) {
	data, err := fetch(tile.Path())
	if tile.Width == tileWidth || !errors.Is(err, fs.ErrNotExist) {
		return data, err
	}
	full, fullErr := fetch(tile.full().Path())
	length := tile.Width * leafSize
	if tile.Bundle {
		length = tile.Width * (2 + leafSize)
	}
	if fullErr != nil || len(full) < length {
		return nil, err
	}
	return full[:length], nil
}

// VerifyLog reads a whole published log, recomputes its tree from the leaves and compares every tile and the root, naming
// the first difference. With an empty key the one published beside the log is used, and the report says so. Since is an
// earlier signed checkpoint of the same log and key, nil when there is none. The error means that the log could not be
// read; a file missing from a log that is otherwise there is a failing step. It needs 64 bytes of memory a leaf.
func VerifyLog(fetch Fetcher, key string, since []byte) (Report, error) {
	v := logCheck{fetch: fetch, key: key, since: since}
	if err := v.open(); err != nil {
		return Report{}, err
	}
	steps := take([]check{
		{StepLogCheckpoint, v.checkpoint}, {StepLogEntries, v.entries}, {StepLogTiles, v.tiles},
		{StepLogRoot, v.root}, {StepLogSince, v.earlier},
	})
	return Report{Steps: steps, Key: v.key, Trusted: key != ""}, v.err
}

// logCheck is one verification under way. A failure to read is kept in err and outweighs every step.
type logCheck struct {
	fetch  Fetcher
	key    string
	since  []byte
	signed []byte
	tree   tlog.Tree // as the checkpoint has it
	hashes memory    // as the leaves give it
	err    error
}

func (v *logCheck) open() error {
	var err error
	if v.signed, err = v.fetch(CheckpointPath); err != nil {
		return fmt.Errorf("audit: read the checkpoint: %w", err)
	}
	if v.key != "" {
		return nil
	}
	key, err := v.fetch(KeyPath)
	if err != nil {
		return fmt.Errorf("audit: no key was given and the log does not publish its own: %w", err)
	}
	v.key = strings.TrimSpace(string(key))
	return nil
}

func (v *logCheck) checkpoint() Step {
	checkpoint, err := OpenCheckpoint(v.signed, v.key)
	if err != nil {
		return fails("checkpoint-invalid", "the checkpoint does not hold: %v", err)
	}
	v.tree = checkpoint.Tree
	return holds("the checkpoint of %s at size %d is signed with the log's key", checkpoint.Origin, v.tree.N)
}

func (v *logCheck) entries() Step {
	for size := int64(0); size < v.tree.N; size += tileWidth {
		bundle := Tile{Bundle: true, Index: size / tileWidth, Width: int(min(tileWidth, v.tree.N-size))}
		data, step, ok := v.read(bundle)
		if !ok {
			return step
		}
		leaves, err := readBundle(data, bundle.Width)
		if err != nil {
			return fails("entries-malformed", "%s, from leaf %d on: %v", bundle.Path(), size+int64(len(leaves)), err)
		}
		if _, err := Append(&v.hashes, size, leaves); err != nil {
			v.err = err
			return fails("unreadable", "%v", err)
		}
	}
	return holds("all %d leaves are there", v.tree.N)
}

// read fetches a tile; when that fails, the step says how.
func (v *logCheck) read(tile Tile) ([]byte, Step, bool) {
	data, err := v.fetch.tile(tile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fails("missing", "%s is missing", tile.Path()), false
	}
	if err != nil {
		v.err = fmt.Errorf("audit: read %s: %w", tile.Path(), err)
		return nil, fails("unreadable", "%v", err), false
	}
	return data, Step{}, true
}

func (v *logCheck) tiles() Step {
	count := 0
	for _, tile := range tlog.NewTiles(tileHeight, 0, v.tree.N) {
		published := Tile{Level: tile.L, Index: tile.N, Width: tile.W}
		data, step, ok := v.read(published)
		if !ok {
			return step
		}
		computed, err := tlog.ReadTileData(tile, &v.hashes)
		if err != nil {
			v.err = err
			return fails("unreadable", "%v", err)
		}
		if !bytes.Equal(data, computed) {
			return tileDiffers(published, data, computed)
		}
		count++
	}
	return holds("all %d tiles are those the leaves give", count)
}

// tileDiffers names the first leaf, or stretch of leaves, on which a published tile and the entries disagree.
func tileDiffers(tile Tile, published, computed []byte) Step {
	if len(published) != len(computed) {
		return fails("tile-malformed", "%s has %d bytes instead of %d", tile.Path(), len(published), len(computed))
	}
	at := 0
	for published[at] == computed[at] {
		at++
	}
	place := tile.Index*tileWidth + int64(at/leafSize)
	if tile.Level == 0 {
		bundle := Tile{Bundle: true, Index: tile.Index, Width: tile.Width}
		return fails("leaf-differs", "leaf %d differs: the entry in %s is not the one hashed in %s",
			place, bundle.Path(), tile.Path())
	}
	span := int64(1) << (tileHeight * tile.Level)
	return fails("tile-differs", "%s, hash %d, is not that of leaves %d to %d: entries or tile were changed",
		tile.Path(), at/leafSize, place*span, (place+1)*span-1)
}

func (v *logCheck) root() Step {
	computed, err := Root(v.tree.N, &v.hashes)
	if err != nil {
		v.err = err
		return fails("unreadable", "%v", err)
	}
	if computed != v.tree {
		return fails("root-differs", "the entries give root %s, the signed checkpoint says %s: "+
			"entries and tiles were changed together, or leaves were", computed.Hash, v.tree.Hash)
	}
	return holds("the root is the signed one, %s", computed.Hash)
}

func (v *logCheck) earlier() Step {
	if v.since == nil {
		return notAsked("no earlier checkpoint given")
	}
	earlier, err := OpenCheckpoint(v.since, v.key)
	if err != nil {
		return fails("since-invalid", "the earlier checkpoint does not hold: %v", err)
	}
	if earlier.Tree.N > v.tree.N {
		return fails("log-shorter", "the log has %d leaves; it had %d before", v.tree.N, earlier.Tree.N)
	}
	then, err := Root(earlier.Tree.N, &v.hashes)
	if err != nil || then != earlier.Tree {
		return fails("log-rewritten", "the first %d leaves are no longer those of the earlier checkpoint: "+
			"the log was rewritten", earlier.Tree.N)
	}
	return holds("the log still begins with the %d leaves of the earlier checkpoint", earlier.Tree.N)
}

// CheckPublished checks, for a receipt that holds, that the log as published now still has its leaf in its place and
// still begins as the receipt's checkpoint said. It reads only the tiles it needs. The error means that the log or the
// receipt could not be read.
func CheckPublished(receipt []byte, fetch Fetcher) (Step, error) {
	r, err := parseReceipt(receipt)
	if err != nil {
		return Step{}, err
	}
	signed, err := fetch(CheckpointPath)
	if err != nil {
		return Step{}, fmt.Errorf("audit: read the checkpoint: %w", err)
	}
	step, err := r.isIn(signed, fetch)
	step.ID = StepPublished
	return step, err
}

func (f *receiptFile) isIn(signed []byte, fetch Fetcher) (Step, error) {
	now, err := OpenCheckpoint(signed, f.Key)
	if err != nil {
		return fails("checkpoint-invalid", "the checkpoint published now does not hold with the receipt's key: %v", err), nil
	}
	if now.Tree.N < f.Size {
		return fails("log-shorter", "the log has %d leaves now; the receipt's checkpoint had %d", now.Tree.N, f.Size), nil
	}
	tiles := &tileSource{fetch: fetch}
	hashes := tlog.TileHashReader(now.Tree, tiles)
	then, err := Root(f.Size, hashes)
	if err != nil {
		return f.brokenLog(tiles, err)
	}
	leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, f.Index)})
	if err != nil {
		return f.brokenLog(tiles, err)
	}
	if then != f.tree() || leaf[0] != tlog.RecordHash(f.Leaf) {
		return fails("log-rewritten", "the log published now does not begin as the receipt's checkpoint said"), nil
	}
	return holds("the log published now, at size %d, still has this leaf at %d", now.Tree.N, f.Index), nil
}

// brokenLog tells a log that could not be read from one whose tiles do not fit its own checkpoint.
func (f *receiptFile) brokenLog(tiles *tileSource, err error) (Step, error) {
	if tiles.err != nil && !errors.Is(tiles.err, fs.ErrNotExist) {
		return Step{}, err
	}
	return fails("tile-differs", "the tiles published now do not fit the checkpoint: %v", err), nil
}

// tileSource lets tlog read tiles in the C2SP layout; it remembers a failure to read.
type tileSource struct {
	fetch Fetcher
	err   error
}

// Height implements tlog.TileReader.
func (s *tileSource) Height() int { return tileHeight }

// ReadTiles implements tlog.TileReader.
func (s *tileSource) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	rows := make([][]byte, len(tiles))
	for i, tile := range tiles {
		if rows[i], s.err = s.fetch.tile(Tile{Level: tile.L, Index: tile.N, Width: tile.W}); s.err != nil {
			return nil, s.err
		}
	}
	return rows, nil
}

// SaveTiles implements tlog.TileReader; nothing is kept.
func (s *tileSource) SaveTiles([]tlog.Tile, [][]byte) {}
