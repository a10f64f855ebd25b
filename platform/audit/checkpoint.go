package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint says what the log was at one size. Its text is that of C2SP tlog-checkpoint: three lines, the origin, the
// number of leaves and the root in base64.
type Checkpoint struct {
	Origin string // the log's name; by custom its address without scheme, as in "vekst.example/log"
	Tree   tlog.Tree
}

// NewKey makes an Ed25519 key pair for the log of this origin, in the text forms of signed notes. The private key signs
// checkpoints and must be kept secret; the public one, the verifier key, is to be printed, published and remembered in
// as many places as possible. The origin may hold neither spaces nor a plus.
func NewKey(origin string) (private, public string, err error) {
	if origin == "" || strings.ContainsAny(origin, "+\n") || len(strings.Fields(origin)) != 1 || strings.TrimSpace(origin) != origin {
		return "", "", fmt.Errorf("audit: %q cannot name a log: no spaces, no plus", origin)
	}
	return note.GenerateKey(rand.Reader, origin)
}

// Fingerprint is the SHA-256 of a verifier key's text in groups of eight hexadecimal digits, short enough to be compared
// with what was printed or read out.
func Fingerprint(key string) string {
	sum := sha256.Sum256([]byte(key))
	digits := hex.EncodeToString(sum[:])
	var groups []string
	for ; digits != ""; digits = digits[8:] {
		groups = append(groups, digits[:8])
	}
	return strings.Join(groups, " ")
}

// Text is what is signed.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Tree.N, c.Tree.Hash)
}

// Sign writes the checkpoint as a signed note. The key must be the log's own: its name is the origin.
func (c Checkpoint) Sign(private string) ([]byte, error) {
	signer, err := note.NewSigner(private)
	if err != nil {
		return nil, fmt.Errorf("audit: signing key: %w", err)
	}
	if signer.Name() != c.Origin {
		return nil, fmt.Errorf("audit: key of %q cannot sign for %q", signer.Name(), c.Origin)
	}
	return note.Sign(&note.Note{Text: c.Text()}, signer)
}

// OpenCheckpoint reads a signed checkpoint and checks that it is signed with key and names the key's log. Signatures of
// others, such as witnesses, are passed over; extension lines are allowed and covered by the signature.
func OpenCheckpoint(signed []byte, key string) (Checkpoint, error) {
	verifier, err := openKey(key)
	if err != nil {
		return Checkpoint{}, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("audit: checkpoint: %w", err)
	}
	checkpoint, err := parseCheckpointText(opened.Text)
	if err != nil {
		return Checkpoint{}, err
	}
	if checkpoint.Origin != verifier.Name() {
		return Checkpoint{}, fmt.Errorf("audit: checkpoint of %q, but key of %q", checkpoint.Origin, verifier.Name())
	}
	return checkpoint, nil
}

// openKey reads a verifier key and refuses every spelling but the usual one.
func openKey(key string) (note.Verifier, error) {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return nil, fmt.Errorf("audit: verifier key: %w", err)
	}
	_, encoded, _ := strings.Cut(strings.TrimPrefix(key, verifier.Name()+"+"), "+")
	raw, err := base64.StdEncoding.DecodeString(encoded)
	usual := fmt.Sprintf("%s+%08x+%s", verifier.Name(), verifier.KeyHash(), base64.StdEncoding.EncodeToString(raw))
	if err != nil || usual != key {
		return nil, errors.New("audit: verifier key: unusual spelling")
	}
	return verifier, nil
}

func parseCheckpointText(text string) (Checkpoint, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	for _, line := range lines {
		if line == "" {
			return Checkpoint{}, errors.New("audit: checkpoint: empty line")
		}
	}
	if len(lines) < 3 {
		return Checkpoint{}, errors.New("audit: checkpoint: fewer than three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("audit: checkpoint: size %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil || root.String() != lines[2] {
		return Checkpoint{}, fmt.Errorf("audit: checkpoint: root %q", lines[2])
	}
	return Checkpoint{Origin: lines[0], Tree: tlog.Tree{N: size, Hash: root}}, nil
}
