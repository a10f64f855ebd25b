package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

	"golang.org/x/mod/sumdb/tlog"
)

// The steps of VerifyReceipt, in order. The verifier in the browser (look/script/verify.ts) takes the same.
const (
	StepForm       = "form"       // the file is a receipt, byte for byte as it was written
	StepEntry      = "entry"      // the log entry in it carries this number, content hash and moment
	StepLeaf       = "leaf"       // entry and salt give the leaf
	StepInclusion  = "inclusion"  // the proof leads from the leaf to the root
	StepCheckpoint = "checkpoint" // the root and size are those of the log's checkpoint
	StepSignature  = "signature"  // the checkpoint is signed with the log's key
	StepContent    = "content"    // the content file is the one that was received; only when it is given
)

// ReceiptSteps lists the steps of VerifyReceipt in order.
func ReceiptSteps() []string {
	return []string{StepForm, StepEntry, StepLeaf, StepInclusion, StepCheckpoint, StepSignature, StepContent}
}

// ReceiptReasons lists every reason a step of VerifyReceipt can give, so that pages can have words for each.
func ReceiptReasons() []string {
	return []string{
		"not-a-receipt", "not-as-written",
		"entry-unreadable", "number-differs", "content-hash-differs", "received-differs", "local-differs",
		"zone-differs", "call-differs", "title-differs",
		"entry-changed", "leaf-changed", "leaf-differs",
		"root-changed", "size-changed", "proof-fails",
		"checkpoint-unreadable", "origin-differs", "size-differs", "root-differs",
		"key-unreadable", "key-not-trusted", "key-of-another-log", "signature-missing", "signature-invalid",
		"content-differs",
		NotAsked, NotReached,
		"no-ed25519", // only ever given by a browser that cannot check the signature
	}
}

// VerifyReceipt checks a receipt from the file alone. The trusted key is the log's verifier key, known from elsewhere; when
// empty, the key in the receipt is used, and the report says so. Content is the submitted content as downloaded, nil when
// it is not to be checked. Any change to any byte of the file makes a step fail, but a newline at its end may be missing.
func VerifyReceipt(file []byte, trusted string, content []byte) Report {
	v := receiptCheck{written: file, trusted: trusted, content: content}
	steps := take([]check{
		{StepForm, v.form}, {StepEntry, v.entry}, {StepLeaf, v.leaf}, {StepInclusion, v.inclusion},
		{StepCheckpoint, v.checkpoint}, {StepSignature, v.signature}, {StepContent, v.contentFile},
	})
	return Report{Steps: steps, Key: v.key(), Trusted: trusted != ""}
}

// receiptCheck is one verification under way.
type receiptCheck struct {
	written []byte
	trusted string
	content []byte
	receipt receiptFile
}

func (v *receiptCheck) key() string {
	if v.trusted != "" {
		return v.trusted
	}
	if _, err := openKey(v.receipt.Key); err != nil {
		return ""
	}
	return v.receipt.Key
}

func (v *receiptCheck) form() Step {
	if !bytes.HasPrefix(v.written, []byte("{\n  \"format\": \""+ReceiptFormat+"\",\n")) {
		return fails("not-a-receipt", "the file does not begin as a receipt of format %s does", ReceiptFormat)
	}
	receipt, err := parseReceipt(v.written)
	if err != nil {
		return fails("not-as-written", "the file is not as it was written: %v", err)
	}
	v.receipt = receipt
	return holds("the file is a receipt, written the one way receipts are written")
}

func (v *receiptCheck) entry() Step {
	entry, err := parseEntryFile([]byte(v.receipt.Entry))
	if err != nil {
		return fails("entry-unreadable", "the log entry in the receipt cannot be read: %v", err)
	}
	for _, field := range v.receipt.facts() {
		sealed, ok := entry.Detail.find(field.name)
		if !ok || sealed != *field.value {
			return v.factDiffers(field, sealed)
		}
	}
	return holds("the log entry carries this number, content hash and moment: %s, received %s",
		v.receipt.Number, v.receipt.Received)
}

func (v *receiptCheck) factDiffers(field receiptFact, sealed string) Step {
	reason := field.name + "-differs"
	if field.name == FactContent {
		reason = "content-hash-differs" // "content-differs" is about the content file
	}
	culprit := "the two disagree"
	if leaf := v.leafOfEntry(); bytes.Equal(leaf[:], v.receipt.Leaf) {
		culprit = "the entry still matches its leaf, so it is the receipt's line that was changed"
	}
	return fails(reason, "the %s in the receipt is not the one in the log entry: %q in the receipt, %q in the entry; %s",
		field.words, *field.value, sealed, culprit)
}

func (v *receiptCheck) leafOfEntry() [32]byte {
	return Leaf(Salt(v.receipt.Salt), []byte(v.receipt.Entry))
}

func (v *receiptCheck) leaf() Step {
	leaf := v.leafOfEntry()
	switch {
	case bytes.Equal(leaf[:], v.receipt.Leaf):
		return holds("log entry and salt give leaf %s", hex.EncodeToString(leaf[:]))
	case v.receipt.leads(v.receipt.Leaf, v.receipt.tree()):
		return fails("entry-changed", "the log entry in the receipt, or its salt, was changed: the log sealed another")
	case v.receipt.leads(leaf[:], v.receipt.tree()):
		return fails("leaf-changed", "the leaf in the receipt was changed: entry and salt give the one the log sealed")
	default:
		return fails("leaf-differs", "log entry and salt do not give the leaf in the receipt")
	}
}

func (v *receiptCheck) inclusion() Step {
	r := &v.receipt
	if r.leads(r.Leaf, r.tree()) {
		return holds("the proof leads from leaf %d of %d to root %s", r.Index, r.Size, r.tree().Hash)
	}
	signed, _ := parseReceiptCheckpoint(r.Checkpoint)
	switch {
	case signed.Tree.N == r.Size && r.leads(r.Leaf, signed.Tree):
		return fails("root-changed", "the root in the receipt was changed: the proof leads to the checkpoint's root")
	case r.leads(r.Leaf, tlog.Tree{N: signed.Tree.N, Hash: tlog.Hash(r.Root)}):
		return fails("size-changed", "the tree size in the receipt was changed: the proof fits the checkpoint's size, %d",
			signed.Tree.N)
	default:
		return fails("proof-fails", "the proof does not lead from leaf %d of %d to the root: "+
			"leaf index or inclusion proof were changed", r.Index, r.Size)
	}
}

func (v *receiptCheck) checkpoint() Step {
	r := &v.receipt
	signed, ok := parseReceiptCheckpoint(r.Checkpoint)
	switch {
	case !ok:
		return fails("checkpoint-unreadable", "the checkpoint in the receipt cannot be read")
	case signed.Origin != r.Log:
		return fails("origin-differs", "the receipt names log %q, its checkpoint %q", r.Log, signed.Origin)
	case signed.Tree.N != r.Size:
		return fails("size-differs", "the tree size is %d in the receipt, %d in the checkpoint", r.Size, signed.Tree.N)
	case signed.Tree.Hash != r.tree().Hash:
		return fails("root-differs", "the root is %s in the receipt, %s in the checkpoint", r.tree().Hash, signed.Tree.Hash)
	}
	return holds("the root is that of the checkpoint of %s at size %d", r.Log, r.Size)
}

func (v *receiptCheck) signature() Step {
	verifier, err := openKey(v.receipt.Key)
	signed, _ := parseReceiptCheckpoint(v.receipt.Checkpoint)
	switch {
	case err != nil:
		return fails("key-unreadable", "the verifier key in the receipt cannot be read: %v", err)
	case v.trusted != "" && v.trusted != v.receipt.Key:
		return fails("key-not-trusted", "the receipt names key %q, not the trusted key", v.receipt.Key)
	case verifier.Name() != signed.Origin:
		return fails("key-of-another-log", "the key is that of log %q, not of %q", verifier.Name(), signed.Origin)
	case signed.signer != verifier.Name() || binary.BigEndian.Uint32(signed.signature) != verifier.KeyHash():
		return fails("signature-missing", "the checkpoint is not signed with the log's key")
	case !verifier.Verify([]byte(signed.text), signed.signature[4:]):
		return fails("signature-invalid", "the signature is not of this checkpoint: checkpoint or signature were changed")
	}
	return holds("the checkpoint is signed with the key of %s", signed.Origin)
}

func (v *receiptCheck) contentFile() Step {
	if v.content == nil {
		return notAsked("no content file given")
	}
	sum := sha256.Sum256(v.content)
	if got := hex.EncodeToString(sum[:]); got != v.receipt.Content {
		return fails("content-differs", "the content file is not the one received: its SHA-256 is %s, the receipt's %s",
			got, v.receipt.Content)
	}
	return holds("the content file is the one received")
}
