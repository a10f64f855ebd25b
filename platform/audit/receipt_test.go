package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

var testContent = []byte("the frozen content of an invented application\n")

// aSubmission is invented; its title has the letters and signs that are hardest to write.
func aSubmission() Submission {
	return Submission{
		Number: "LD-2027-0042", Call: "LD-2", Title: "Местно развитие & \"små steg\" <2>\u2028", Content: sha256.Sum256(testContent),
		Received: testMoment, Zone: "Europe/Sofia",
	}
}

// sealed puts the submission at the index'th place of a log of the given size.
func sealed(t testing.TB, log *testLog, submission Submission, index, size int) Seal {
	t.Helper()
	facts, err := submission.Facts()
	if err != nil {
		t.Fatal(err)
	}
	entry := anEntry()
	entry.Detail = append(facts, Fact{"version", "1"})
	bytes, err := entry.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	seal := Seal{Entry: bytes, Salt: NewSalt(), Index: int64(index), Key: log.public}
	leaves := someLeaves(0, size)
	leaves[index] = Leaf(seal.Salt, bytes)
	tree := log.append(t, leaves)
	if seal.Proof, err = Inclusion(tree.N, seal.Index, &log.hashes); err != nil {
		t.Fatal(err)
	}
	seal.Checkpoint = log.checkpoint(t)
	return seal
}

func aReceipt(t testing.TB) (receipt []byte, key string) {
	t.Helper()
	log := newTestLog(t)
	receipt, err := sealed(t, log, aSubmission(), 5, 13).Write()
	if err != nil {
		t.Fatal(err)
	}
	return receipt, log.public
}

func TestRefusesASubmissionNoReceiptCanBeMadeOf(t *testing.T) {
	for name, spoil := range map[string]func(*Submission){
		"without number":  func(s *Submission) { s.Number = "" },
		"without call":    func(s *Submission) { s.Call = "" },
		"without title":   func(s *Submission) { s.Title = "" },
		"without moment":  func(s *Submission) { s.Received = time.Time{} },
		"without zone":    func(s *Submission) { s.Zone = "" },
		"in no zone":      func(s *Submission) { s.Zone = "Europe/Nowhere" },
		"in our own zone": func(s *Submission) { s.Zone = "Local" },
		"in no encoding":  func(s *Submission) { s.Title = "\xff" },
	} {
		submission := aSubmission()
		spoil(&submission)
		if _, err := submission.Facts(); err == nil {
			t.Errorf("a submission %s was accepted", name)
		}
	}
}

func TestRefusesToWriteAReceiptThatWouldNotHold(t *testing.T) {
	for name, spoil := range map[string]func(*Seal){
		"of another entry":        func(s *Seal) { s.Entry = bytes.Replace(s.Entry, []byte("0042"), []byte("0043"), 1) },
		"with another salt":       func(s *Seal) { s.Salt[0] ^= 1 },
		"at another place":        func(s *Seal) { s.Index++ },
		"at no place":             func(s *Seal) { s.Index = 13 },
		"with half a proof":       func(s *Seal) { s.Proof = s.Proof[1:] },
		"with no checkpoint":      func(s *Seal) { s.Checkpoint = nil },
		"with another's key":      func(s *Seal) { _, s.Key, _ = NewKey(testOrigin) },
		"with no key":             func(s *Seal) { s.Key = "" },
		"with no entry":           func(s *Seal) { s.Entry = nil },
		"of a fact-poor entry":    func(s *Seal) { s.Entry = bytes.Replace(s.Entry, []byte(`"zone"`), []byte(`"zane"`), 1) },
		"of an indented entry":    func(s *Seal) { s.Entry = append(s.Entry, ' ') },
		"with a later checkpoint": func(s *Seal) { s.Checkpoint = append([]byte("x"), s.Checkpoint...) },
	} {
		seal := sealed(t, newTestLog(t), aSubmission(), 5, 13)
		spoil(&seal)
		if _, err := seal.Write(); err == nil {
			t.Errorf("a receipt %s was written", name)
		}
	}
}

func TestAReceiptHolds(t *testing.T) {
	receipt, key := aReceipt(t)
	report := VerifyReceipt(receipt, key, testContent)
	if !report.Holds() || !report.Trusted || report.Key != key {
		t.Fatalf("%+v", report)
	}
	for i, step := range report.Steps {
		if step.ID != ReceiptSteps()[i] || step.State != Holds {
			t.Errorf("%+v", step)
		}
	}
	if !VerifyReceipt(bytes.TrimSuffix(receipt, []byte("\n")), key, nil).Holds() {
		t.Error("a receipt without its last newline does not hold")
	}
}

func TestAReceiptAloneHoldsButItsKeyIsNotTrusted(t *testing.T) {
	receipt, key := aReceipt(t)
	report := VerifyReceipt(receipt, "", nil)
	if !report.Holds() || report.Trusted || report.Key != key {
		t.Fatalf("%+v", report)
	}
	if last := report.Steps[len(report.Steps)-1]; last.State != Skipped || last.Reason != NotAsked {
		t.Errorf("%+v", last)
	}
}

func TestAReceiptSaysTheMomentInUTCAndInTheCallsZone(t *testing.T) {
	receipt, _ := aReceipt(t)
	for _, line := range []string{
		`"received": "2027-03-01T11:59:59.123Z"`, `"local": "2027-03-01T13:59:59.123+02:00"`, `"zone": "Europe/Sofia"`,
	} {
		if !bytes.Contains(receipt, []byte(line)) {
			t.Errorf("%s is not in\n%s", line, receipt)
		}
	}
}

func TestEveryPlaceInEveryLogGivesAReceiptThatHolds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		size := rapid.IntRange(1, 300).Draw(r, "size")
		index := rapid.IntRange(0, size-1).Draw(r, "index")
		log := newTestLog(t)
		receipt, err := sealed(t, log, aSubmission(), index, size).Write()
		if err != nil || !VerifyReceipt(receipt, log.public, testContent).Holds() {
			r.Fatalf("leaf %d of %d: %v", index, size, err)
		}
	})
}

// flips are the ways a byte is changed: one bit, a letter's case, beyond ASCII, all bits.
var flips = []byte{0x01, 0x02, 0x10, 0x20, 0x80, 0xff}

func TestEveryChangedByteIsFound(t *testing.T) {
	receipt, key := aReceipt(t)
	for _, trusted := range []string{key, ""} {
		for at := range receipt {
			for _, flip := range flips {
				changed := slices.Clone(receipt)
				changed[at] ^= flip
				if VerifyReceipt(changed, trusted, testContent).Holds() {
					t.Errorf("byte %d changed from %q to %q holds (key given: %v)", at, receipt[at], changed[at], trusted != "")
				}
			}
		}
	}
}

func TestEveryLostOrAddedByteIsFound(t *testing.T) {
	receipt, key := aReceipt(t)
	for at := range len(receipt) - 1 {
		if VerifyReceipt(slices.Delete(slices.Clone(receipt), at, at+1), key, nil).Holds() {
			t.Errorf("without byte %d it holds", at)
		}
		for _, more := range []byte(" \n0A\"") {
			if VerifyReceipt(slices.Insert(slices.Clone(receipt), at, more), key, nil).Holds() {
				t.Errorf("with %q added at %d it holds", more, at)
			}
		}
	}
	if VerifyReceipt(append(slices.Clone(receipt), '\n'), key, nil).Holds() {
		t.Error("with a second newline at the end it holds")
	}
}

func TestAnyByteMayBecomeAnyOther(t *testing.T) {
	receipt, key := aReceipt(t)
	rapid.Check(t, func(r *rapid.T) {
		changed := slices.Clone(receipt)
		at := rapid.IntRange(0, len(receipt)-1).Draw(r, "at")
		changed[at] ^= rapid.ByteRange(1, 255).Draw(r, "flip")
		if VerifyReceipt(changed, key, nil).Holds() {
			r.Fatalf("byte %d changed to %q holds", at, changed[at])
		}
	})
}

// rewrite changes a receipt as someone would who knows its form, so that only the proof can tell.
func rewrite(t *testing.T, receipt []byte, change func(*receiptFile)) []byte {
	t.Helper()
	var file receiptFile
	if err := json.Unmarshal(receipt, &file); err != nil {
		t.Fatal(err)
	}
	change(&file)
	written, err := canonical(file, "  ")
	if err != nil {
		t.Fatal(err)
	}
	return written
}

// change is a change to a receipt by someone who knows its form, the key it is verified with, and what must be found.
type change struct {
	change     func(*receiptFile)
	step, want string
	key        string
}

func changes(t *testing.T, key string) map[string]change {
	t.Helper()
	foreign, foreignKey := aReceipt(t)
	var other receiptFile
	if err := json.Unmarshal(foreign, &other); err != nil {
		t.Fatal(err)
	}
	_, strangerKey, _ := NewKey("another.example")
	flip := func(b []byte) { b[0] ^= 1 }
	swap := func(s *string, old, new string) { *s = strings.Replace(*s, old, new, 1) }
	resign := func(f *receiptFile) { f.Checkpoint = other.Checkpoint }
	return map[string]change{
		"format":            {func(f *receiptFile) { f.Format = "vekst-receipt-2" }, StepForm, "not-a-receipt", key},
		"short salt":        {func(f *receiptFile) { f.Salt = f.Salt[1:] }, StepForm, "not-as-written", key},
		"short proof hash":  {func(f *receiptFile) { f.Proof[0] = nil }, StepForm, "not-as-written", key},
		"no proof":          {func(f *receiptFile) { f.Proof = nil }, StepForm, "not-as-written", key},
		"negative index":    {func(f *receiptFile) { f.Index = -1 }, StepForm, "not-as-written", key},
		"enormous size":     {func(f *receiptFile) { f.Size = largestCount + 1 }, StepForm, "not-as-written", key},
		"number":            {func(f *receiptFile) { f.Number += "1" }, StepEntry, "number-differs", key},
		"content hash":      {func(f *receiptFile) { f.Content = strings.Repeat("0", 64) }, StepEntry, "content-hash-differs", key},
		"moment":            {func(f *receiptFile) { swap(&f.Received, "59.1", "58.1") }, StepEntry, "received-differs", key},
		"local time":        {func(f *receiptFile) { swap(&f.Local, "+02", "+01") }, StepEntry, "local-differs", key},
		"zone":              {func(f *receiptFile) { f.Zone = "Europe/Oslo" }, StepEntry, "zone-differs", key},
		"call":              {func(f *receiptFile) { f.Call = "LD-1" }, StepEntry, "call-differs", key},
		"title":             {func(f *receiptFile) { f.Title = "" }, StepEntry, "title-differs", key},
		"fact in the entry": {func(f *receiptFile) { swap(&f.Entry, "LD-2027-0042", "LD-2027-0043") }, StepEntry, "number-differs", key},
		"entry, no fact":    {func(f *receiptFile) { swap(&f.Entry, `"title"`, `"totle"`) }, StepEntry, "title-differs", key},
		"entry, broken":     {func(f *receiptFile) { f.Entry += " " }, StepEntry, "entry-unreadable", key},
		"entry":             {func(f *receiptFile) { swap(&f.Entry, "person-7", "person-8") }, StepLeaf, "entry-changed", key},
		"salt":              {func(f *receiptFile) { flip(f.Salt) }, StepLeaf, "entry-changed", key},
		"leaf":              {func(f *receiptFile) { flip(f.Leaf) }, StepLeaf, "leaf-changed", key},
		"leaf and root":     {func(f *receiptFile) { flip(f.Leaf); flip(f.Root) }, StepLeaf, "leaf-differs", key},
		"root":              {func(f *receiptFile) { flip(f.Root) }, StepInclusion, "root-changed", key},
		"size":              {func(f *receiptFile) { f.Size = 300 }, StepInclusion, "size-changed", key},
		// The proof of leaf 5 looks the same in trees of 9 to 16 leaves: only the checkpoint knows.
		"size, near":       {func(f *receiptFile) { f.Size = 12 }, StepCheckpoint, "size-differs", key},
		"index":            {func(f *receiptFile) { f.Index = 4 }, StepInclusion, "proof-fails", key},
		"index past size":  {func(f *receiptFile) { f.Index = 13 }, StepInclusion, "proof-fails", key},
		"proof":            {func(f *receiptFile) { flip(f.Proof[1]) }, StepInclusion, "proof-fails", key},
		"log":              {func(f *receiptFile) { f.Log = "another.example" }, StepCheckpoint, "origin-differs", key},
		"checkpoint":       {func(f *receiptFile) { swap(&f.Checkpoint, "\n13\n", "\n14\n") }, StepCheckpoint, "size-differs", key},
		"other checkpoint": {resign, StepCheckpoint, "root-differs", key},
		"checkpoint, form": {func(f *receiptFile) { swap(&f.Checkpoint, "\n13\n", "\n013\n") }, StepCheckpoint, "checkpoint-unreadable", key},
		"second signature": {func(f *receiptFile) {
			f.Checkpoint += f.Checkpoint[strings.Index(f.Checkpoint, "— "):]
		}, StepCheckpoint, "checkpoint-unreadable", key},
		"key, broken":    {func(f *receiptFile) { f.Key = "x" }, StepSignature, "key-unreadable", key},
		"key":            {func(f *receiptFile) { f.Key = foreignKey }, StepSignature, "key-not-trusted", key},
		"key, no trust":  {func(f *receiptFile) { f.Key = foreignKey }, StepSignature, "signature-missing", ""},
		"stranger's key": {func(f *receiptFile) { f.Key = strangerKey }, StepSignature, "key-of-another-log", ""},
		"signature": {func(f *receiptFile) {
			f.Checkpoint = f.Checkpoint[:len(f.Checkpoint)-20] + "AAAA" + f.Checkpoint[len(f.Checkpoint)-16:]
		}, StepSignature, "signature-invalid", key},
		"nothing, other content": {func(*receiptFile) {}, StepContent, "content-differs", key},
	}
}

func TestSaysWhatWasChanged(t *testing.T) {
	receipt, key := aReceipt(t)
	for name, c := range changes(t, key) {
		report := VerifyReceipt(rewrite(t, receipt, c.change), c.key, []byte("other content"))
		step, _ := report.Failure()
		if step.ID != c.step || step.Reason != c.want || step.Says == "" {
			t.Errorf("%s: %+v, want %s: %s", name, step, c.step, c.want)
		}
		if !slices.Contains(ReceiptReasons(), step.Reason) {
			t.Errorf("%s is not listed among the reasons", step.Reason)
		}
	}
}

func TestSaysWhichSideOfAFactWasChanged(t *testing.T) {
	receipt, key := aReceipt(t)
	step, _ := VerifyReceipt(rewrite(t, receipt, func(f *receiptFile) { f.Number = "1" }), key, nil).Failure()
	want := `the number in the receipt is not the one in the log entry: "1" in the receipt, "LD-2027-0042" in the entry; ` +
		`the entry still matches its leaf, so it is the receipt's line that was changed`
	if step.Says != want {
		t.Errorf("says: %s", step.Says)
	}
}

func TestAnEmptyContentFileIsAContentFile(t *testing.T) {
	receipt, key := aReceipt(t)
	if VerifyReceipt(receipt, key, []byte{}).Holds() {
		t.Error("an empty file passed for the content")
	}
}

func TestSignaturesOfWitnessesAreLeftOutOfAReceipt(t *testing.T) {
	log := newTestLog(t)
	seal := sealed(t, log, aSubmission(), 5, 13)
	private, _, err := note.GenerateKey(nil, "witness.example")
	if err != nil {
		t.Fatal(err)
	}
	witness, _ := note.NewSigner(private)
	verifier, _ := openKey(log.public)
	opened, err := note.Open(seal.Checkpoint, note.VerifierList(verifier))
	if err != nil {
		t.Fatal(err)
	}
	opened.UnverifiedSigs, opened.Sigs = opened.Sigs, nil
	if seal.Checkpoint, err = note.Sign(opened, witness); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the witness after the log, then before it
		receipt, err := seal.Write()
		if err != nil || bytes.Contains(receipt, []byte("witness")) {
			t.Fatalf("%v\n%s", err, receipt)
		}
		lines := strings.SplitAfter(string(seal.Checkpoint), "\n")
		lines[4], lines[5] = lines[5], lines[4]
		seal.Checkpoint = []byte(strings.Join(lines, ""))
	}
}

func TestErasingAnEntryLeavesProofsIntact(t *testing.T) {
	log := newTestLog(t)
	sealed(t, log, aSubmission(), 5, 13) // the entry and its salt are forgotten; the leaf stays
	tree, err := Root(13, &log.hashes)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := Inclusion(13, 5, &log.hashes)
	if err != nil || tlog.CheckRecord(proof, 13, tree.Hash, 5, tlog.RecordHash(log.leaves[5][:])) != nil {
		t.Error("the leaf is not proved without its entry")
	}
	if report, err := VerifyLog(log.published(t).File, log.public, nil); err != nil || !report.Holds() {
		t.Errorf("%+v, %v", report, err)
	}
}

func FuzzNoFileMakesTheVerifierFailOrHold(f *testing.F) {
	receipt, key := aReceipt(f)
	f.Add(receipt)
	f.Add(receipt[:len(receipt)/2])
	f.Add([]byte("{\n  \"format\": \"vekst-receipt-1\",\n}"))
	f.Fuzz(func(t *testing.T, file []byte) {
		original := bytes.Equal(bytes.TrimSuffix(file, []byte("\n")), bytes.TrimSuffix(receipt, []byte("\n")))
		if report := VerifyReceipt(file, key, nil); report.Holds() != original {
			t.Fatalf("%+v", report)
		}
		VerifyReceipt(file, "", file).Write(&bytes.Buffer{})
	})
}
