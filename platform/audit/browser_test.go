package audit

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/evanw/esbuild/pkg/api"
)

// The verifier in the browser lives with the other scripts; what it must agree with lives here.
const browserScripts = "../../look/script/"

// browserFixture is what the test in the browser's language reads.
type browserFixture struct {
	Receipt     []byte          `json:"receipt"`
	Content     []byte          `json:"content"`
	Key         string          `json:"key"`
	Fingerprint string          `json:"fingerprint"`
	Holds       []string        `json:"holds"`
	Others      [][]byte        `json:"others"`
	Flips       []browserFlip   `json:"flips"`
	Rewritten   []browserChange `json:"rewritten"`
}

type browserFlip struct {
	At    int      `json:"at"`
	Flip  int      `json:"flip"`
	Steps []string `json:"steps"`
}

type browserChange struct {
	Name  string   `json:"name"`
	File  []byte   `json:"file"`
	Key   string   `json:"key"`
	Steps []string `json:"steps"`
}

func shortSteps(report Report) []string {
	var steps []string
	for _, step := range report.Steps {
		steps = append(steps, step.ID+":"+step.State+":"+step.Reason)
	}
	return steps
}

func aBrowserFixture(t *testing.T) browserFixture {
	log := newTestLog(t)
	receipt, err := sealed(t, log, aSubmission(), 5, 13).Write()
	if err != nil {
		t.Fatal(err)
	}
	fixture := browserFixture{
		Receipt: receipt, Content: testContent, Key: log.public, Fingerprint: Fingerprint(log.public),
		Holds: shortSteps(VerifyReceipt(receipt, log.public, testContent)),
	}
	for at := range receipt {
		for _, flip := range flips {
			changed := slices.Clone(receipt)
			changed[at] ^= flip
			steps := shortSteps(VerifyReceipt(changed, log.public, testContent))
			fixture.Flips = append(fixture.Flips, browserFlip{at, int(flip), steps})
		}
	}
	for _, size := range []int{1, 2, 3, 7, 8, 9, 257} {
		other := &testLog{private: log.private, public: log.public}
		receipt, err := sealed(t, other, aSubmission(), size-1, size).Write()
		if err != nil {
			t.Fatal(err)
		}
		fixture.Others = append(fixture.Others, receipt)
	}
	for name, c := range changes(t, log.public) {
		file := rewrite(t, receipt, c.change)
		steps := shortSteps(VerifyReceipt(file, c.key, testContent))
		fixture.Rewritten = append(fixture.Rewritten, browserChange{name, file, c.key, steps})
	}
	return fixture
}

func TestTheVerifierInTheBrowserFindsTheSame(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("VEKST_TEST_REQUIRE_BROWSER") != "" {
			t.Fatal("node is not installed: run scripts/install nodejs")
		}
		t.Skip("node is not installed, so the verifier in the browser cannot be tried")
	}
	dir := t.TempDir()
	module, fixture := filepath.Join(dir, "verify.mjs"), filepath.Join(dir, "fixture.json")
	built := api.Build(api.BuildOptions{
		EntryPoints: []string{browserScripts + "verify.ts"}, Outfile: module, Bundle: true, Write: true,
		Format: api.FormatESModule, Target: api.ES2020,
	})
	if len(built.Errors) > 0 {
		t.Fatal(api.FormatMessages(built.Errors, api.FormatMessagesOptions{}))
	}
	data, err := json.Marshal(aBrowserFixture(t))
	if err != nil {
		t.Fatal(err)
	}
	write(t, fixture, data)
	command := exec.Command(node, "--test", browserScripts+"verify.test.mjs")
	command.Env = append(os.Environ(), "VERIFY_MODULE="+module, "VERIFY_FIXTURE="+fixture)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
