package audit

import (
	"bytes"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestVerifyReceiptAtTheTerminal(t *testing.T) {
	log := newTestLog(t)
	receipt, err := sealed(t, log, aSubmission(), 5, 13).Write()
	if err != nil {
		t.Fatal(err)
	}
	logDir, dir := folder(t, log.published(t)), t.TempDir()
	good, bad, content := filepath.Join(dir, "good.json"), filepath.Join(dir, "bad.json"), filepath.Join(dir, "content")
	write(t, good, receipt)
	write(t, bad, bytes.Replace(receipt, []byte("LD-2027-0042"), []byte("LD-2027-0043"), 1))
	write(t, content, testContent)
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"", 2, "usage: vekst verify receipt"},
		{"one two", 2, "usage: vekst verify receipt"},
		{"--nonsense " + good, 2, "usage: vekst verify receipt"},
		{good + " --key nonsense", 2, "not a verifier key"},
		{filepath.Join(dir, "none.json"), 2, "could not be read"},
		{good + " --content " + filepath.Join(dir, "none"), 2, "could not be read"},
		{good + " --log " + dir, 2, "could not be read"},
		{bad + " --key " + log.public, 1, "DOES NOT HOLD: the number in the receipt is not the one in the log entry"},
		{"--content " + good + " " + good, 1, "DOES NOT HOLD: the content file is not the one received"},
		{good, 0, "This key came with what was verified"},
		{good, 0, Fingerprint(log.public)},
		{good + " --key " + log.public + " --content " + content + " --log " + logDir, 0, "still has this leaf at 5"},
	} {
		t.Run(c.args, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := VerifyReceiptCommand(strings.Fields(c.args), &stdout, &stderr)
			if out := stdout.String() + stderr.String(); code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit %d, want %d\n%s", code, c.code, out)
			}
		})
	}
}

func TestVerifyLogAtTheTerminal(t *testing.T) {
	log := grownLog(t, 300)
	old := filepath.Join(t.TempDir(), "checkpoint")
	write(t, old, log.checkpoint(t))
	log.append(t, someLeaves(300, 10))
	dir, shorter := folder(t, log.published(t)), folder(t, grownAs(t, log, 5).published(t))
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"", 2, "usage: vekst verify log"},
		{t.TempDir(), 2, "could not be read"},
		{dir + " --since " + dir + "/none", 2, "could not be read"},
		{shorter + " --since " + old, 1, "DOES NOT HOLD: the log has 5 leaves; it had 300 before"},
		{dir, 0, "This key came with what was verified"},
		{dir + " --key " + log.public + " --since " + old, 0, "IT HOLDS"},
	} {
		t.Run(c.args, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := VerifyLogCommand(strings.Fields(c.args), &stdout, &stderr)
			if out := stdout.String() + stderr.String(); code != c.code || !strings.Contains(out, c.says) {
				t.Errorf("exit %d, want %d\n%s", code, c.code, out)
			}
		})
	}
}

func TestNothingInAFileReachesTheTerminalRaw(t *testing.T) {
	var out bytes.Buffer
	Report{Steps: []Step{{ID: "x", State: Fails, Says: "a\x1b[2Jb"}}, Key: "k\x1b"}.Write(&out)
	if strings.Contains(out.String(), "\x1b") {
		t.Errorf("%q", out.String())
	}
}
