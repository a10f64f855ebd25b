package call_test

import (
	"os"
	"strings"
	"testing"

	"vekst/grants/call"
)

// example is the small, complete call of docs/call-format.md.
func example(t testing.TB) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/call-format.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	file, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("docs/call-format.md has no example")
	}
	return file
}

func TestTheDocumentedExampleHasNoFaults(t *testing.T) {
	d, faults := call.Read([]byte(example(t)))
	for _, f := range faults {
		t.Error(f)
	}
	if got := d.Contents(); got != "2 sections, 6 fields, 4 conditions" {
		t.Errorf("the page says otherwise than: %s", got)
	}
}
