package audit

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/tlog"
)

// ReceiptFormat names the form of a receipt file.
const ReceiptFormat = "vekst-receipt-1"

// The facts an entry must carry for a receipt to be made of it, in the order Submission.Facts gives them.
const (
	FactNumber   = "number"
	FactCall     = "call"
	FactTitle    = "title"
	FactContent  = "content"
	FactReceived = "received"
	FactLocal    = "local"
	FactZone     = "zone"
)

// Submission is what a receipt is about. It names no person and no organisation: a receipt may be shown to anyone.
type Submission struct {
	Number   string    // the number the applicant was given
	Call     string    // the call's code
	Title    string    // the call's title, in its original language
	Content  [32]byte  // SHA-256 of the frozen content, the very bytes the applicant can download
	Received time.Time // the moment of the complete receipt, to the millisecond; finer parts are cut off
	Zone     string    // IANA name of the call's time zone, as in "Europe/Sofia"
}

// Facts are what the entry of the submission must have among its Detail, so that everything a receipt says is sealed.
// It fails on a missing number, call or title, on text that is not UTF-8 and on an unknown time zone.
func (s Submission) Facts() ([]Fact, error) {
	if s.Number == "" || s.Call == "" || s.Title == "" || s.Received.IsZero() {
		return nil, errors.New("audit: a receipt needs number, call, title and moment")
	}
	if !utf8.ValidString(s.Number + s.Call + s.Title) {
		return nil, errors.New("audit: a receipt's text must be UTF-8")
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil || s.Zone == "" || s.Zone == "Local" {
		return nil, fmt.Errorf("audit: unknown time zone %q", s.Zone)
	}
	return []Fact{
		{FactNumber, s.Number}, {FactCall, s.Call}, {FactTitle, s.Title},
		{FactContent, hex.EncodeToString(s.Content[:])},
		{FactReceived, s.Received.UTC().Format("2006-01-02T15:04:05.000Z")},
		{FactLocal, s.Received.In(zone).Format("2006-01-02T15:04:05.000-07:00")},
		{FactZone, s.Zone},
	}, nil
}

// Seal is one entry's place in a signed log.
type Seal struct {
	Entry      []byte // what Entry.Bytes returned
	Salt       Salt
	Index      int64 // the leaf's place in the log, from 0
	Proof      tlog.RecordProof
	Checkpoint []byte // signed; its tree is the one the proof leads to
	Key        string // the log's verifier key
}

// Write makes the receipt file: indented JSON ending in a newline, every field of which is bound to the signature.
// Signatures of others on the checkpoint are left out, since a reader of the receipt could not check them. It fails when
// the entry lacks a fact a receipt needs and when the finished receipt does not verify: no receipt leaves the house that
// does not hold.
func (s Seal) Write() ([]byte, error) {
	entry, err := parseEntryFile(s.Entry)
	if err != nil {
		return nil, err
	}
	checkpoint, err := OpenCheckpoint(s.Checkpoint, s.Key)
	if err != nil {
		return nil, err
	}
	file := receiptFile{Format: ReceiptFormat, Entry: string(s.Entry), Salt: s.Salt[:], Key: s.Key}
	for _, field := range file.facts() {
		value, ok := entry.Detail.find(field.name)
		if !ok {
			return nil, fmt.Errorf("audit: the entry has no %s for a receipt", field.name)
		}
		*field.value = value
	}
	leaf := Leaf(s.Salt, s.Entry)
	file.Leaf, file.Index, file.Size = leaf[:], s.Index, checkpoint.Tree.N
	file.Proof, file.Root = writeProof(s.Proof), checkpoint.Tree.Hash[:]
	file.Log, file.Checkpoint = checkpoint.Origin, onlySignedBy(s.Key, string(s.Checkpoint))
	written, err := canonical(file, "  ")
	if err != nil {
		return nil, err
	}
	if step, failed := VerifyReceipt(written, s.Key, nil).Failure(); failed {
		return nil, fmt.Errorf("audit: the receipt does not hold: %s", step.Says)
	}
	return append(written, '\n'), nil
}

// onlySignedBy keeps of a checkpoint that key has signed only the first of the key's signatures.
func onlySignedBy(key, signed string) string {
	name, rest, _ := strings.Cut(key, "+")
	id, _, _ := strings.Cut(rest, "+")
	cut := strings.LastIndex(signed, "\n\n") + 2
	for line := range strings.Lines(signed[cut:]) {
		encoded := strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "— "+name+" ")
		raw, err := base64.StdEncoding.DecodeString(encoded)
		if err == nil && len(raw) > 4 && hex.EncodeToString(raw[:4]) == id {
			return signed[:cut] + line
		}
	}
	return signed
}

func writeProof(proof tlog.RecordProof) [][]byte {
	out := make([][]byte, len(proof))
	for i := range proof {
		out[i] = proof[i][:]
	}
	return out
}

// receiptFile is the written form of a receipt; byte slices are base64.
type receiptFile struct {
	Format     string   `json:"format"`
	Number     string   `json:"number"`
	Call       string   `json:"call"`
	Title      string   `json:"title"`
	Content    string   `json:"content"`
	Received   string   `json:"received"`
	Local      string   `json:"local"`
	Zone       string   `json:"zone"`
	Entry      string   `json:"entry"`
	Salt       []byte   `json:"salt"`
	Leaf       []byte   `json:"leaf"`
	Index      int64    `json:"index"`
	Size       int64    `json:"size"`
	Proof      [][]byte `json:"proof"`
	Root       []byte   `json:"root"`
	Log        string   `json:"log"`
	Checkpoint string   `json:"checkpoint"`
	Key        string   `json:"key"`
}

// receiptFact is a field of the receipt that repeats a fact of the entry.
type receiptFact struct {
	name  string
	value *string
	words string // what the field is called in an English sentence
}

// facts lists them in the order they are compared: first the three a receipt is for.
func (f *receiptFile) facts() []receiptFact {
	return []receiptFact{
		{FactNumber, &f.Number, "number"},
		{FactContent, &f.Content, "content hash"},
		{FactReceived, &f.Received, "moment of receipt"},
		{FactLocal, &f.Local, "local time of receipt"},
		{FactZone, &f.Zone, "time zone"},
		{FactCall, &f.Call, "call code"},
		{FactTitle, &f.Title, "call title"},
	}
}

// largestCount is the largest number every program reads exactly from JSON, 2^53 - 1.
const largestCount = 1<<53 - 1

var errReceiptForm = errors.New("audit: the receipt is not written in the one way receipts are written")

// parseReceipt reads a receipt and refuses every way to write it but one. A newline at the end may be missing.
func parseReceipt(written []byte) (receiptFile, error) {
	written = bytes.TrimSuffix(written, []byte("\n"))
	var file receiptFile
	if err := json.Unmarshal(written, &file); err != nil {
		return receiptFile{}, fmt.Errorf("%w: %w", errReceiptForm, err)
	}
	again, err := canonical(file, "  ")
	if err != nil {
		return receiptFile{}, err
	}
	if !bytes.Equal(again, written) {
		return receiptFile{}, fmt.Errorf("%w: line %d differs", errReceiptForm, firstDifferentLine(again, written))
	}
	return file, file.checkSizes()
}

func (f *receiptFile) checkSizes() error {
	if f.Proof == nil {
		return fmt.Errorf("%w: the proof is missing", errReceiptForm)
	}
	hashes := append([][]byte{f.Salt, f.Leaf, f.Root}, f.Proof...)
	for _, hash := range hashes {
		if len(hash) != 32 {
			return fmt.Errorf("%w: a salt or hash is not 32 bytes long", errReceiptForm)
		}
	}
	if f.Index < 0 || f.Size < 0 || f.Index > largestCount || f.Size > largestCount {
		return fmt.Errorf("%w: index or size is out of range", errReceiptForm)
	}
	return nil
}

func firstDifferentLine(a, b []byte) int {
	same := 0
	for same < len(a) && same < len(b) && a[same] == b[same] {
		same++
	}
	return 1 + bytes.Count(a[:same], []byte("\n"))
}

func (f *receiptFile) tree() tlog.Tree { return tlog.Tree{N: f.Size, Hash: tlog.Hash(f.Root)} }

// leads says whether the receipt's proof leads from the leaf at the receipt's index to the root of tree.
func (f *receiptFile) leads(leaf []byte, tree tlog.Tree) bool {
	proof := make(tlog.RecordProof, len(f.Proof))
	for i, hash := range f.Proof {
		proof[i] = tlog.Hash(hash)
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, f.Index, tlog.RecordHash(leaf)) == nil
}

// receiptCheckpoint is the checkpoint inside a receipt: exactly one signature, no extension lines, one spelling.
type receiptCheckpoint struct {
	Checkpoint
	text      string // what is signed, with its last newline
	signer    string
	signature []byte // 4 bytes of key hash, 64 of Ed25519 signature
}

var receiptCheckpointForm = regexp.MustCompile(
	`^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n\n— ([^\n ]+) ([A-Za-z0-9+/]{91}=)\n$`)

func parseReceiptCheckpoint(signed string) (receiptCheckpoint, bool) {
	parts := receiptCheckpointForm.FindStringSubmatch(signed)
	if parts == nil {
		return receiptCheckpoint{}, false
	}
	text := signed[:strings.LastIndex(signed, "\n\n")+1]
	checkpoint, textErr := parseCheckpointText(text)
	signature, err := base64.StdEncoding.Strict().DecodeString(parts[5])
	if textErr != nil || err != nil || checkpoint.Tree.N > largestCount {
		return receiptCheckpoint{}, false
	}
	return receiptCheckpoint{Checkpoint: checkpoint, text: text, signer: parts[4], signature: signature}, true
}
