package audit

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// HashStore keeps the hashes of the log's tree at the places tlog.StoredHashIndex gives them. Reading is as in
// tlog.HashReader. WriteHashes stores hashes at first, first+1, ...; they are never written a second time with another
// value, so a store may refuse that.
type HashStore interface {
	tlog.HashReader
	WriteHashes(first int64, hashes []tlog.Hash) error
}

// Append adds a batch of leaves to the log of the given size and returns the grown tree. The same leaves in the same
// order give the same tree, however they were cut into batches. It reads at most once (the right edge of the old tree)
// and writes at most once; nothing is written when it fails before. An empty batch returns the tree as it is.
func Append(store HashStore, size int64, leaves [][32]byte) (tlog.Tree, error) {
	known, err := readEdge(store, size)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("audit: append at %d: %w", size, err)
	}
	first := tlog.StoredHashCount(size)
	var added []tlog.Hash
	for i, leaf := range leaves {
		hashes, err := tlog.StoredHashes(size+int64(i), leaf[:], known)
		if err != nil {
			return tlog.Tree{}, fmt.Errorf("audit: append at %d: %w", size, err)
		}
		known.put(first+int64(len(added)), hashes)
		added = append(added, hashes...)
	}
	if len(added) > 0 {
		if err := store.WriteHashes(first, added); err != nil {
			return tlog.Tree{}, fmt.Errorf("audit: append at %d: %w", size, err)
		}
	}
	return Root(size+int64(len(leaves)), known)
}

// Root is the tree of the first size leaves.
func Root(size int64, hashes tlog.HashReader) (tlog.Tree, error) {
	if size < 0 {
		return tlog.Tree{}, fmt.Errorf("audit: a tree cannot have %d leaves", size)
	}
	root, err := tlog.TreeHash(size, hashes)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("audit: root at %d: %w", size, err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// Inclusion proves that leaf index is in the tree of size leaves. Check it with tlog.CheckRecord.
func Inclusion(size, index int64, hashes tlog.HashReader) (tlog.RecordProof, error) {
	return tlog.ProveRecord(size, index, hashes)
}

// placed is a handful of hashes by their stored index.
type placed map[int64]tlog.Hash

// readEdge reads the roots of the complete subtrees a tree of this size is made of: all that growing it needs.
func readEdge(store tlog.HashReader, size int64) (placed, error) {
	if size < 0 {
		return nil, fmt.Errorf("a log cannot have %d leaves", size)
	}
	var places []int64
	for level := 0; size>>level > 0; level++ {
		if size>>level&1 == 1 {
			places = append(places, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	known := placed{}
	if len(places) == 0 {
		return known, nil
	}
	hashes, err := store.ReadHashes(places)
	if err != nil {
		return nil, err
	}
	if len(hashes) != len(places) {
		return nil, fmt.Errorf("the store gave %d hashes for %d places", len(hashes), len(places))
	}
	for i, place := range places {
		known[place] = hashes[i]
	}
	return known, nil
}

func (p placed) put(first int64, hashes []tlog.Hash) {
	for i, hash := range hashes {
		p[first+int64(i)] = hash
	}
}

// ReadHashes implements tlog.HashReader.
func (p placed) ReadHashes(places []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(places))
	for i, place := range places {
		hash, ok := p[place]
		if !ok {
			return nil, fmt.Errorf("hash %d is not at hand", place)
		}
		hashes[i] = hash
	}
	return hashes, nil
}

// memory is a HashStore for a tree that is recomputed and thrown away.
type memory []tlog.Hash

var errOutsideMemory = errors.New("hash outside the tree")

// ReadHashes implements tlog.HashReader.
func (m *memory) ReadHashes(places []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(places))
	for i, place := range places {
		if place < 0 || place >= int64(len(*m)) {
			return nil, errOutsideMemory
		}
		hashes[i] = (*m)[place]
	}
	return hashes, nil
}

// WriteHashes implements HashStore.
func (m *memory) WriteHashes(first int64, hashes []tlog.Hash) error {
	if first != int64(len(*m)) {
		return errOutsideMemory
	}
	*m = append(*m, hashes...)
	return nil
}
