package audit

import (
	"errors"
	"math/bits"

	"golang.org/x/mod/sumdb/tlog"
)

var errProof = errors.New("audit: the proof does not hold")

// CheckSubtreeInclusion checks that leaf is the index'th of the log and lies in the subtree over leaves [start, end)
// whose root is given. A subtree starts at a multiple of the smallest power of two that is not below its length, as in
// draft-ietf-plants-merkle-tree-certs, section "Subtrees"; with start 0 this is RFC 6962's inclusion proof. It lets a
// witness vouch for one stretch of the log without the rest.
func CheckSubtreeInclusion(proof tlog.RecordProof, start, end int64, root tlog.Hash, index int64, leaf tlog.Hash) error {
	if !isSubtree(start, end) || index < start {
		return errProof
	}
	return tlog.CheckRecord(proof, end-start, root, index-start, leaf)
}

// CheckSubtreeConsistency checks that the subtree over leaves [start, end) with the given root is part of tree. With
// start 0 this is RFC 6962's consistency proof.
func CheckSubtreeConsistency(proof tlog.TreeProof, start, end int64, root tlog.Hash, tree tlog.Tree) error {
	if !isSubtree(start, end) || end > tree.N {
		return errProof
	}
	claim := subtree{start: start, end: end, root: root}
	part, whole, err := claim.run(proof, 0, tree.N, true)
	if err != nil || part != root || whole != tree.Hash {
		return errProof
	}
	return nil
}

func isSubtree(start, end int64) bool {
	if start < 0 || start >= end {
		return false
	}
	return start&(ceilPowerOfTwo(end-start)-1) == 0
}

func ceilPowerOfTwo(n int64) int64 { return 1 << bits.Len64(uint64(n-1)) }

type subtree struct {
	start, end int64
	root       tlog.Hash
}

// run folds the proof over leaves [lo, hi) and returns what it makes of the subtree's share of them and of all of them.
// entire says that nothing left of lo has been split off the subtree, so that its root is known without the proof.
func (s subtree) run(proof tlog.TreeProof, lo, hi int64, entire bool) (part, whole tlog.Hash, err error) {
	if s.start <= lo && s.end == hi {
		return s.common(proof, entire)
	}
	if len(proof) == 0 {
		return part, whole, errProof
	}
	middle := lo + ceilPowerOfTwo(hi-lo)/2
	rest, last := proof[:len(proof)-1], proof[len(proof)-1]
	switch {
	case s.end <= middle:
		part, whole, err = s.run(rest, lo, middle, entire)
		return part, tlog.NodeHash(whole, last), err
	case s.start >= middle:
		part, whole, err = s.run(rest, middle, hi, entire)
		return part, tlog.NodeHash(last, whole), err
	default:
		part, whole, err = s.run(rest, middle, hi, false)
		return tlog.NodeHash(last, part), tlog.NodeHash(last, whole), err
	}
}

func (s subtree) common(proof tlog.TreeProof, entire bool) (part, whole tlog.Hash, err error) {
	if entire && len(proof) == 0 {
		return s.root, s.root, nil
	}
	if !entire && len(proof) == 1 {
		return proof[0], proof[0], nil
	}
	return part, whole, errProof
}
