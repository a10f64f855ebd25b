package call

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Bytes are the bytes of the file, exactly as read.
func (d Definition) Bytes() []byte { return bytes.Clone(d.bytes) }

// Hash is the SHA-256 of the file, in hexadecimal. An application names the hash of the call it answers.
func (d Definition) Hash() string { return d.hash }

// hashed is the SHA-256 of bytes in hexadecimal.
func hashed(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Numbered is the number of the nth application, in the pattern of the call: BGLD-1.004-0001. Numbers that outgrow the
// pattern are written in full.
func (d Definition) Numbered(n int) string {
	before, rest, _ := strings.Cut(d.Number, "{")
	zeros, after, _ := strings.Cut(rest, "}")
	return fmt.Sprintf("%s%0*d%s", before, len(zeros), n, after)
}

// Mark tells how sure we are of the part of the file at a path: its own mark, or the nearest above it. A part of no
// mark is unconfirmed.
func (d Definition) Mark(path string) Mark {
	best := Mark{Path: path, Certainty: Unconfirmed}
	length := -1
	for _, m := range d.Marks {
		if (m.Path == path || strings.HasPrefix(path, m.Path+".")) && len(m.Path) > length {
			best, length = m, len(m.Path)
		}
	}
	return best
}

// Source is the source with this id.
func (d Definition) Source(id string) (Source, bool) {
	for _, s := range d.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return Source{}, false
}
