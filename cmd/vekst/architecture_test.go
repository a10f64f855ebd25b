package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jba/templatecheck"

	"vekst/demo"
	"vekst/look"
	"vekst/platform/action"
	"vekst/platform/web"
	"vekst/value/text"
)

const root = "../.."

type listed struct {
	ImportPath                string
	Imports                   []string
	TestImports, XTestImports []string
}

func packages(t *testing.T) []listed {
	t.Helper()
	c := exec.Command("go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	c.Dir = root
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listed
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

// Imports point upstream: cmd -> grants -> platform -> value, and within grants along the life of a grant.
func TestImportsPointUpstream(t *testing.T) {
	order := map[string]int{}
	for i, f := range features(options{}) {
		order[f.Name] = i
	}
	for _, p := range packages(t) {
		for _, i := range p.Imports {
			if why := downstream(order, p.ImportPath, i); why != "" {
				t.Errorf("%s imports %s: %s", p.ImportPath, i, why)
			}
		}
	}
}

func downstream(order map[string]int, from, to string) string {
	layer := func(path string) string { return strings.Split(strings.TrimPrefix(path, "vekst/"), "/")[0] }
	if !strings.HasPrefix(to, "vekst/") {
		return ""
	}
	switch a, b := layer(from), layer(to); {
	case a == "value" && b != "value":
		return "value imports nothing else of the program"
	case a == "platform" && b != "platform" && b != "value":
		return "platform may use value only; hand it over in cmd/vekst"
	case a == "look" && b != "look":
		return "look is imported, it does not import"
	case b == "demo" && a != "demo" && a != "cmd":
		return "nothing knows of the demonstration but the program"
	case a == "grants" && (b == "cmd" || b == "look"):
		return "grants may use platform and value, and features above"
	case a == "grants" && b == "grants":
		mine, theirs := strings.Split(from, "/")[2], strings.Split(to, "/")[2]
		if mine != theirs && order[mine] < order[theirs] {
			return theirs + " comes later in the life of a grant; let it offer a hook, or tell it through the outbox"
		}
	}
	return ""
}

// The file named after a folder of grants is pure: no SQL, no HTTP, no clock.
func TestTheFileNamedAfterItsFolderIsPure(t *testing.T) {
	for _, f := range features(options{}) {
		path := filepath.Join(root, "grants", f.Name, f.Name+".go")
		source, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{`"database/sql"`, `"net/http"`, `"vekst/platform/`, "time.Now("} {
			if strings.Contains(string(source), bad) {
				t.Errorf("%s has %s; it should be readable by somebody who knows neither SQL nor HTTP", path, bad)
			}
		}
	}
}

func testSite(t *testing.T) *web.Site {
	t.Helper()
	catalog, err := words(features(options{Clock: demo.NewClock()}))
	if err != nil {
		t.Fatal(err)
	}
	assets, err := web.NewAssets(look.Assets())
	if err != nil {
		t.Fatal(err)
	}
	return &web.Site{Catalog: catalog, Layout: look.Layout(), Assets: assets}
}

// Every page fits the struct it shows, in every language, with the layout around it.
func TestEveryPageFitsItsStruct(t *testing.T) {
	site := testSite(t)
	checked := map[string]bool{}
	for _, f := range features(options{Clock: demo.NewClock()}) {
		for _, p := range f.Pages {
			checked[f.Name+"/"+p.Name()] = true
			err := p.Check(site, func(tmpl *template.Template, data any) error {
				return templatecheck.CheckHTML(tmpl.Lookup("layout"), data)
			})
			if err != nil {
				t.Errorf("%s: %v", f.Name, err)
			}
		}
	}
	files, err := filepath.Glob(root + "/grants/*/pages/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		feature, page := filepath.Base(filepath.Dir(filepath.Dir(file))), filepath.Base(file)
		if !strings.HasPrefix(page, "_") && !checked[feature+"/pages/"+page] {
			t.Errorf("%s is in no feature's Pages, so nobody checks it", file)
		}
	}
}

// Every word is there in Bulgarian, Norwegian and English, with the same arguments.
func TestEveryWordIsInThreeLanguages(t *testing.T) {
	catalog := testSite(t).Catalog
	for _, l := range text.Languages {
		for _, k := range catalog.Keys(l) {
			if !catalog.Has(k) {
				t.Errorf("%s is in %s, but not in every language", k, l)
			}
		}
	}
	argument := regexp.MustCompile(`{{\s*\.(\w+)\s*}}`)
	for _, f := range features(options{Clock: demo.NewClock()}) {
		if f.Words == nil {
			continue
		}
		want := map[string]string{}
		for _, l := range text.Languages {
			for _, line := range wordLines(t, f.Words, l) {
				key, sentence := line[0], line[1]
				var names []string
				for _, m := range argument.FindAllStringSubmatch(sentence, -1) {
					names = append(names, m[1])
				}
				slices.Sort(names)
				got := fmt.Sprint(slices.Compact(names))
				if first, ok := want[key]; !ok {
					want[key] = got
				} else if first != got && !strings.HasSuffix(key, ".one") {
					t.Errorf("%s.%s takes %s in %s, but %s in Bulgarian", f.Name, key, got, l, first)
				}
			}
		}
	}
}

func wordLines(t *testing.T, files fs.FS, l string) [][2]string {
	t.Helper()
	data, err := fs.ReadFile(files, l+".toml")
	if err != nil {
		t.Fatal(err)
	}
	var lines [][2]string
	table := ""
	line := regexp.MustCompile(`^\s*([\w.-]+)\s*=\s*"(.*)"\s*$`)
	for s := range strings.Lines(string(data)) {
		if s = strings.TrimSpace(s); strings.HasPrefix(s, "[") {
			table = strings.Trim(s, "[]") + "."
		} else if m := line.FindStringSubmatch(s); m != nil {
			lines = append(lines, [2]string{table + m[1], m[2]})
		}
	}
	return lines
}

// Every key is used, and every key that is used is there. A literal that ends in a dot stands for all keys that begin
// with it: t (print "application.state." .State).
func TestEveryWordIsUsedAndEveryUsedWordIsThere(t *testing.T) {
	catalog := testSite(t).Catalog
	names := []string{}
	for _, f := range features(options{Clock: demo.NewClock()}) {
		names = append(names, f.Name)
	}
	literal := regexp.MustCompile(`["'` + "`" + `]((?:` + strings.Join(names, "|") + `)\.[a-z0-9_.\-]*)["'` + "`" + `]`)
	used, prefixes := map[string]string{}, []string{}
	for _, file := range sources(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(data), -1) {
			if strings.HasSuffix(m[1], ".") {
				prefixes = append(prefixes, m[1])
			}
			used[m[1]] = file
		}
	}
	for _, k := range catalog.Keys(text.EN) {
		if _, ok := used[k]; !ok && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(k, p) }) && !ofLetter(used, k) {
			t.Errorf("%s is said nowhere", k)
		}
	}
	actions := map[string]bool{}
	for _, a := range action.All() {
		actions[a.Name] = true
	}
	for k, file := range used {
		if !strings.HasSuffix(k, ".") && !catalog.Has(k) && !actions[k] && !isPrefixOfLetter(catalog.Keys(text.EN), k) && !strings.HasSuffix(file, "_test.go") && !fileName(k) {
			t.Errorf("%s says %s, which no words file has", file, k)
		}
	}
}

// ofLetter says whether the key is the subject or the body of a letter whose key is used, or of a kind of notice.
func ofLetter(used map[string]string, k string) bool {
	for _, part := range []string{".subject", ".body", ".name", ".line"} {
		if letter, ok := strings.CutSuffix(k, part); ok && used[letter] != "" {
			return true
		}
	}
	return false
}

func isPrefixOfLetter(keys []string, k string) bool {
	return slices.Contains(keys, k+".subject") || slices.Contains(keys, k+".name") && slices.Contains(keys, k+".line")
}

// fileName tells names of files and outbox kinds, which look like keys.
func fileName(k string) bool {
	return slices.Contains([]string{".html", ".go", ".sql", ".toml", ".json", ".yaml", ".csv", ".css", ".js"}, filepath.Ext(k))
}

func sources(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, dir := range []string{"cmd", "demo", "grants", "platform", "look"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, _ fs.DirEntry, err error) error {
			if ext := filepath.Ext(path); ext == ".go" || ext == ".html" {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// docs/permissions.md is what the program says.
func TestThePermissionTableIsCurrent(t *testing.T) {
	var now bytes.Buffer
	if err := action.PrintPermissions(&now); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "docs", "permissions.md")
	have, err := os.ReadFile(file)
	if err != nil || !bytes.Equal(have, now.Bytes()) {
		t.Errorf("%s is not current: go run ./cmd/vekst permissions > docs/permissions.md", file)
	}
}

// Every feature with a store has tests that run on both engines.
func TestEveryStoreIsTestedOnBothEngines(t *testing.T) {
	stores, err := filepath.Glob(root + "/grants/*/store.go")
	if err != nil || len(stores) == 0 {
		t.Fatalf("%d stores, %v", len(stores), err)
	}
	for _, store := range stores {
		tests, err := filepath.Glob(filepath.Join(filepath.Dir(store), "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		both := slices.ContainsFunc(tests, func(file string) bool {
			data, _ := os.ReadFile(file)
			return strings.Contains(string(data), "testkit.Databases(")
		})
		if !both {
			t.Errorf("%s has no test that runs on SQLite and PostgreSQL", store)
		}
	}
}

// What breaks on one of the engines silently is not written at all; docs/design.md, 3.8.
func TestNoSQLThatMeansDifferentThings(t *testing.T) {
	traps := regexp.MustCompile("(?i)`[^`]*(?:\\bLOWER\\(|\\bUPPER\\(|[^.]now\\(\\)|CURRENT_TIMESTAMP|\\bILIKE\\b|AS JSON|INTERVAL '|= ANY\\(|\\bSERIAL\\b|FOR UPDATE`)[^`]*`")
	for _, file := range sources(t) {
		if !strings.HasSuffix(file, "store.go") {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range traps.FindAllString(string(data), -1) {
			t.Errorf("%s: %s", file, m)
		}
	}
}
