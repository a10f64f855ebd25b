package audit

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func TestRefusesToAppendWhatTheStoreCannotHold(t *testing.T) {
	broken := &brokenStore{}
	if _, err := Append(broken, 3, someLeaves(3, 1)); !errors.Is(err, fs.ErrClosed) || broken.written {
		t.Fatalf("appended to a store that cannot be read: %v", err)
	}
	if _, err := Append(broken, 0, someLeaves(0, 1)); !errors.Is(err, fs.ErrClosed) {
		t.Fatalf("appended to a store that cannot be written: %v", err)
	}
	if _, err := Append(broken, -1, nil); err == nil {
		t.Fatal("appended to a log of negative size")
	}
	if _, err := Root(-1, broken); err == nil {
		t.Fatal("gave the root of a negative size")
	}
}

type brokenStore struct{ written bool }

func (b *brokenStore) ReadHashes([]int64) ([]tlog.Hash, error) { return nil, fs.ErrClosed }
func (b *brokenStore) WriteHashes(int64, []tlog.Hash) error    { b.written = true; return fs.ErrClosed }

func TestAnEmptyBatchChangesNothing(t *testing.T) {
	log := newTestLog(t)
	before := log.append(t, someLeaves(0, 5))
	if after := log.append(t, nil); after != before {
		t.Fatalf("%v became %v", before, after)
	}
}

func TestBatchSizesDoNotChangeTheTreeAndEveryLeafIsProved(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		count := rapid.IntRange(1, 600).Draw(r, "leaves")
		leaves := someLeaves(0, count)
		once, cut := newTestLog(t), newTestLog(t)
		want := once.append(t, leaves)
		var got tlog.Tree
		for from := 0; from < count; {
			to := min(count, from+rapid.IntRange(1, 100).Draw(r, "batch"))
			old := got
			got = cut.append(t, leaves[from:to])
			checkConsistent(r, old, got, &cut.hashes)
			from = to
		}
		if got != want {
			r.Fatalf("%d leaves in batches give %v, at once %v", count, got, want)
		}
		for i, leaf := range leaves {
			proof, err := Inclusion(want.N, int64(i), &cut.hashes)
			if err != nil || tlog.CheckRecord(proof, want.N, want.Hash, int64(i), tlog.RecordHash(leaf[:])) != nil {
				r.Fatalf("leaf %d of %d is not proved: %v", i, count, err)
			}
		}
	})
}

func checkConsistent(t *rapid.T, old, grown tlog.Tree, hashes tlog.HashReader) {
	if old.N == 0 {
		return
	}
	proof, err := tlog.ProveTree(grown.N, old.N, hashes)
	if err != nil || tlog.CheckTree(proof, grown.N, grown.Hash, old.N, old.Hash) != nil {
		t.Fatalf("%d leaves are not proved to begin %d: %v", old.N, grown.N, err)
	}
	if CheckSubtreeConsistency(proof, 0, old.N, old.Hash, grown) != nil {
		t.Fatalf("the subtree of %d leaves is not proved to be in %d", old.N, grown.N)
	}
}

// knownAnswers reads one file of shared/data/decision-log, which lies beside the repository.
func knownAnswers(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "data", "decision-log", name))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the known answers of shared/data/decision-log are not beside this repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func TestRootsAgreeWithTheKnownAnswers(t *testing.T) {
	var known struct {
		Leaves []string `json:"leaf_inputs_hex"`
		Roots  []string `json:"root_hash_hex_by_tree_size"`
		L      string   `json:"leaf_hash_of_L123456"`
		Empty  string   `json:"leaf_hash_of_empty"`
		Node   string   `json:"node_hash_of_N123_N456"`
	}
	knownAnswers(t, "rfc6962_tree_roots.json", &known)
	var hashes memory
	for size, root := range known.Roots {
		tree, err := Root(int64(size), &hashes)
		if err != nil || hex.EncodeToString(tree.Hash[:]) != root {
			t.Errorf("root of %d leaves is %x, want %s; %v", size, tree.Hash, root, err)
		}
		if size < len(known.Leaves) {
			leaf, _ := hex.DecodeString(known.Leaves[size])
			next, err := tlog.StoredHashes(int64(size), leaf, &hashes)
			if err != nil || hashes.WriteHashes(int64(len(hashes)), next) != nil {
				t.Fatal(err)
			}
		}
	}
	for data, want := range map[string]string{"L123456": known.L, "": known.Empty} {
		if hash := tlog.RecordHash([]byte(data)); hex.EncodeToString(hash[:]) != want {
			t.Errorf("leaf hash of %q is %x, want %s", data, hash, want)
		}
	}
}

// vector is a known answer; which fields it has depends on the file.
type vector struct {
	Case     string
	WantErr  bool
	Proof    []string
	Root     string
	LeafHash string
	LeafIdx  uint64
	TreeSize uint64
	Start    uint64
	End      uint64
	Size     uint64
	Size1    uint64
	Size2    uint64
	Root1    string
	Root2    string
}

var errVector = errors.New("no hash, or a number no log reaches")

func (v vector) hashes(texts ...string) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(texts))
	for i, text := range texts {
		raw, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(raw) != tlog.HashSize {
			return nil, errVector
		}
		hashes[i] = tlog.Hash(raw)
	}
	return hashes, nil
}

func numbers(numbers ...uint64) ([]int64, error) {
	out := make([]int64, len(numbers))
	for i, n := range numbers {
		if n > math.MaxInt64 {
			return nil, errVector
		}
		out[i] = int64(n)
	}
	return out, nil
}

func TestProofsAgreeWithTheKnownAnswers(t *testing.T) {
	for file, check := range map[string]struct {
		count int
		run   func(vector, []tlog.Hash) error
	}{
		"rfc6962_inclusion.json":          {35, vector.inclusion},
		"rfc6962_consistency.json":        {22, vector.consistency},
		"rfc6962_subtreeinclusion.json":   {78, vector.subtreeInclusion},
		"rfc6962_subtreeconsistency.json": {23, vector.subtreeConsistency},
	} {
		t.Run(file, func(t *testing.T) {
			var vectors []vector
			knownAnswers(t, file, &vectors)
			if len(vectors) != check.count {
				t.Errorf("%d vectors, want %d", len(vectors), check.count)
			}
			for _, v := range vectors {
				proof, err := v.hashes(v.Proof...)
				if err == nil {
					err = check.run(v, proof)
				}
				if (err != nil) != v.WantErr {
					t.Errorf("%s: %v, want an error: %v", v.Case, err, v.WantErr)
				}
			}
		})
	}
}

func (v vector) inclusion(proof []tlog.Hash) error {
	hashes, hashErr := v.hashes(v.Root, v.LeafHash)
	n, err := numbers(v.TreeSize, v.LeafIdx)
	if err = errors.Join(hashErr, err); err != nil {
		return err
	}
	return tlog.CheckRecord(proof, n[0], hashes[0], n[1], hashes[1])
}

func (v vector) consistency(proof []tlog.Hash) error {
	hashes, hashErr := v.hashes(v.Root1, v.Root2)
	n, err := numbers(v.Size1, v.Size2)
	if err = errors.Join(hashErr, err); err != nil {
		return err
	}
	return tlog.CheckTree(proof, n[1], hashes[1], n[0], hashes[0])
}

func (v vector) subtreeInclusion(proof []tlog.Hash) error {
	hashes, hashErr := v.hashes(v.Root, v.LeafHash)
	n, err := numbers(v.Start, v.End, v.LeafIdx)
	if err = errors.Join(hashErr, err); err != nil {
		return err
	}
	return CheckSubtreeInclusion(proof, n[0], n[1], hashes[0], n[2], hashes[1])
}

func (v vector) subtreeConsistency(proof []tlog.Hash) error {
	hashes, hashErr := v.hashes(v.Root1, v.Root2)
	n, err := numbers(v.Start, v.End, v.Size)
	if err = errors.Join(hashErr, err); err != nil {
		return err
	}
	return CheckSubtreeConsistency(proof, n[0], n[1], hashes[0], tlog.Tree{N: n[2], Hash: hashes[1]})
}

// The known answers for subtrees have no valid proof of one that starts later than 0; these are made by hand.
func TestProvesASubtreeInTheMiddleOfTheLog(t *testing.T) {
	log := newTestLog(t)
	tree := log.append(t, someLeaves(0, 11))
	leaf := func(i int) tlog.Hash { return tlog.RecordHash(log.leaves[i][:]) }
	pair := func(i int) tlog.Hash { return tlog.NodeHash(leaf(i), leaf(i+1)) }
	four := func(i int) tlog.Hash { return tlog.NodeHash(pair(i), pair(i+2)) }
	last := tlog.NodeHash(pair(8), leaf(10))
	for _, c := range []struct {
		start, end int64
		root       tlog.Hash
		proof      tlog.TreeProof
	}{
		{4, 8, four(4), tlog.TreeProof{four(0), last}},
		{8, 11, last, tlog.TreeProof{tlog.NodeHash(four(0), four(4))}},
		{4, 7, tlog.NodeHash(pair(4), leaf(6)), tlog.TreeProof{leaf(6), leaf(7), pair(4), four(0), last}},
	} {
		if err := CheckSubtreeConsistency(c.proof, c.start, c.end, c.root, tree); err != nil {
			t.Errorf("[%d, %d) is not proved", c.start, c.end)
		}
		c.proof[0][0] ^= 1
		if err := CheckSubtreeConsistency(c.proof, c.start, c.end, c.root, tree); err == nil {
			t.Errorf("[%d, %d) is proved by a changed proof", c.start, c.end)
		}
	}
}
