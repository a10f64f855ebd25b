package browser_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// checkers are where scripts/checkers leaves the outside checkers of open data.
var checkers = filepath.Join(root, ".tools", "checkers")

// Whoever gathers open data can take ours: every table conforms to its schema (Frictionless), the catalogue to DCAT-AP 3.0.1,
// the profile of European portals, and every map to RFC 7946.
func TestOutsideCheckersAcceptWhatIsPublishedAsData(t *testing.T) {
	t.Parallel()
	s := theDemo(t)
	t.Run("tables", func(t *testing.T) {
		passes(t, s.address, checker(t, "python/bin/frictionless"), "validate", s.address+"/open/datapackage.json", "--trusted")
	})
	t.Run("the catalogue", func(t *testing.T) {
		tool := checker(t, "python/bin/pyshacl")
		shapes, err := filepath.Abs("testdata/dcat-ap-3.0.1.ttl")
		if err != nil {
			t.Fatal(err)
		}
		whole := s.had(t, "/open/catalogue.jsonld")
		passes(t, s.address, tool, "-s", shapes, "-df", "json-ld", "-f", "human", written(t, "whole.jsonld", whole))
		poor := written(t, "poor.jsonld", bytes.ReplaceAll(whole, []byte("dct:publisher"), []byte("dct:nobody")))
		if out, err := exec.Command(tool, "-s", shapes, "-df", "json-ld", "-f", "human", poor).CombinedOutput(); err == nil || !bytes.Contains(out, []byte("publisher")) {
			t.Errorf("a catalogue without a publisher is accepted: %s", out)
		}
	})
	t.Run("maps", func(t *testing.T) {
		module := checker(t, "node/node_modules/@placemarkio/check-geojson/dist/index.js")
		script := written(t, "check.cjs", []byte(`const {check} = require(process.argv[2]); check(require("fs").readFileSync(process.argv[3], "utf8"));`))
		for _, r := range s.maps(t) {
			passes(t, r, "node", script, module, written(t, "map.geojson", s.had(t, r)))
		}
	})
}

// maps are the addresses of what is published as GeoJSON, from the page of open data.
func (s *server) maps(t *testing.T) (all []string) {
	t.Helper()
	var listed struct{ Resources []struct{ Name string } }
	if err := json.Unmarshal(s.had(t, "/open/datapackage.json"), &listed); err != nil {
		t.Fatal(err)
	}
	page := string(s.had(t, "/en/open-data"))
	for _, r := range listed.Resources {
		if address := "/open/" + r.Name + ".geojson"; strings.Contains(page, address) {
			all = append(all, address)
		}
	}
	if len(all) < 3 {
		t.Errorf("only %q can be had as maps", all)
	}
	return all
}

// checker is a tool of scripts/checkers; without it the test is skipped.
func checker(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(checkers, name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not here: run scripts/checkers", name)
	}
	return path
}

func passes(t *testing.T, what, tool string, arguments ...string) {
	t.Helper()
	if out, err := exec.Command(tool, arguments...).CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", what, err, beginning(string(out)))
	}
}

// had is what a server gives for an address to somebody without an account.
func (s *server) had(t *testing.T, path string) []byte {
	t.Helper()
	r, err := http.Get(s.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", path, r.Status, err)
	}
	return body
}

func written(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
