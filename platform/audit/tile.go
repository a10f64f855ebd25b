package audit

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight // hashes in a full tile, entries in a full bundle
	leafSize   = 32
)

// CheckpointPath and KeyPath are where a published log keeps its signed checkpoint (C2SP tlog-tiles) and its verifier
// key (our own addition; it saves typing, but a key taken from the log itself proves nothing about who runs the log).
const (
	CheckpointPath = "checkpoint"
	KeyPath        = "key"
)

// Tile names one file of the published tree in the layout of C2SP tlog-tiles (https://c2sp.org/tlog-tiles): a row of up
// to 256 hashes, or a bundle of up to 256 leaves. It is not the layout of tlog.Tile.Path, which also names the height.
type Tile struct {
	Bundle bool  // a bundle of leaves rather than a row of hashes
	Level  int   // 0 to 63; 0 for a bundle
	Index  int64 // place within its level, from 0
	Width  int   // hashes or leaves in it, 1 to 256; 256 is a full tile
}

// Path is the tile's path below the log's address: tile/<L>/<N>[.p/<W>] or tile/entries/<N>[.p/<W>].
func (t Tile) Path() string {
	level := strconv.Itoa(t.Level)
	if t.Bundle {
		level = "entries"
	}
	path := "tile/" + level + "/" + spell(t.Index)
	if t.Width != tileWidth {
		path += ".p/" + strconv.Itoa(t.Width)
	}
	return path
}

// spell writes a number in groups of three digits, every group but the last marked with an x: 1234067 is x001/x234/067.
func spell(n int64) string {
	path := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		path = fmt.Sprintf("x%03d/%s", n%1000, path)
	}
	return path
}

// ParseTile reads a tile's path and refuses every other spelling of it: leading zeroes, widths of 0 or 256, levels
// above 63, numbers too large for any log.
func ParseTile(path string) (Tile, error) {
	tile, err := readTilePath(path)
	if err != nil || tile.Path() != path {
		return Tile{}, fmt.Errorf("audit: %q is not the path of a tile", path)
	}
	return tile, nil
}

var errTilePath = errors.New("not a tile path")

func readTilePath(path string) (Tile, error) {
	tile := Tile{Width: tileWidth}
	place, width, partial := strings.Cut(path, ".p/")
	if partial {
		var err error
		if tile.Width, err = strconv.Atoi(width); err != nil || tile.Width < 1 || tile.Width >= tileWidth {
			return Tile{}, errTilePath
		}
	}
	parts := strings.Split(place, "/")
	if len(parts) < 3 || parts[0] != "tile" {
		return Tile{}, errTilePath
	}
	if tile.Bundle = parts[1] == "entries"; !tile.Bundle {
		var err error
		if tile.Level, err = strconv.Atoi(parts[1]); err != nil || tile.Level < 0 || tile.Level > 63 {
			return Tile{}, errTilePath
		}
	}
	var err error
	tile.Index, err = readSpelled(parts[2:])
	return tile, err
}

// readSpelled keeps the index so small that the places of the tile's hashes can be counted in 63 bits.
func readSpelled(groups []string) (int64, error) {
	var n int64
	for i, group := range groups {
		if i < len(groups)-1 {
			group = strings.TrimPrefix(group, "x")
		}
		digits, err := strconv.ParseUint(group, 10, 16)
		if err != nil || len(group) != 3 || n >= 1<<44 {
			return 0, errTilePath
		}
		n = n*1000 + int64(digits)
	}
	return n, nil
}

// isIn says whether a tree of this size has all that the tile names.
func (t Tile) isIn(size int64) bool {
	return t.Index*tileWidth+int64(t.Width) <= size>>(tileHeight*t.Level)
}

// full is the tile once the tree has grown past it.
func (t Tile) full() Tile {
	t.Width = tileWidth
	return t
}

// LeafReader reads the leaves of the log, count of them from first on.
type LeafReader interface {
	ReadLeaves(first int64, count int) ([][32]byte, error)
}

// Published is a log as it is published: the signed checkpoint and everything below it. Size must be the checkpoint's,
// so that nothing is shown that has not been signed.
type Published struct {
	Checkpoint []byte
	Key        string // verifier key, published beside the checkpoint
	Size       int64
	Hashes     tlog.HashReader
	Leaves     LeafReader
}

// File renders the file at path, for a handler or for writing to a folder. A path the log does not have, or not yet,
// gives an error that is fs.ErrNotExist. Tiles never change once rendered and may be cached for ever; the checkpoint not.
func (p Published) File(path string) ([]byte, error) {
	switch path {
	case CheckpointPath:
		return p.Checkpoint, nil
	case KeyPath:
		return []byte(p.Key + "\n"), nil
	}
	tile, err := ParseTile(path)
	if err != nil || !tile.isIn(p.Size) {
		return nil, &fs.PathError{Op: "publish", Path: path, Err: fs.ErrNotExist}
	}
	if tile.Bundle {
		return p.bundle(tile)
	}
	return tlog.ReadTileData(tlog.Tile{H: tileHeight, L: tile.Level, N: tile.Index, W: tile.Width}, p.Hashes)
}

func (p Published) bundle(tile Tile) ([]byte, error) {
	leaves, err := p.Leaves.ReadLeaves(tile.Index*tileWidth, tile.Width)
	if err != nil {
		return nil, fmt.Errorf("audit: render %s: %w", tile.Path(), err)
	}
	if len(leaves) != tile.Width {
		return nil, fmt.Errorf("audit: render %s: got %d leaves", tile.Path(), len(leaves))
	}
	return writeBundle(leaves), nil
}

// writeBundle writes each leaf after its length, two bytes, the higher first.
func writeBundle(leaves [][32]byte) []byte {
	out := make([]byte, 0, len(leaves)*(2+leafSize))
	for _, leaf := range leaves {
		out = binary.BigEndian.AppendUint16(out, leafSize)
		out = append(out, leaf[:]...)
	}
	return out
}

// readBundle reads a bundle of exactly width leaves; on error it returns those before the fault.
func readBundle(bundle []byte, width int) ([][32]byte, error) {
	leaves := make([][32]byte, width)
	for i := range leaves {
		if len(bundle) < 2+leafSize || binary.BigEndian.Uint16(bundle) != leafSize {
			return leaves[:i], fmt.Errorf("entry %d of the bundle is not a leaf of %d bytes", i, leafSize)
		}
		leaves[i] = [32]byte(bundle[2 : 2+leafSize])
		bundle = bundle[2+leafSize:]
	}
	if len(bundle) > 0 {
		return leaves, fmt.Errorf("the bundle goes on after its %d entries", width)
	}
	return leaves, nil
}
