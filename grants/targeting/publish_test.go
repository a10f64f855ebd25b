package targeting

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

const publishedTestRecipe = `choose: {number: 2, from: lowest}
scale: {from: 1, to: 100}
treat: winsorise
impute: group-median
group: oblast
others: {normalise: [z-score], aggregate: [geometric], without_each: true}
random: {seed: 5, draws: 64, weights: 25 %}
`

const publishedTestData = "uCode,uName,oblast,jobs,poverty\nA,Алфа,X,10,3\nB,Бета,X,20,2\nC,Гама,Y,40,7\nD,Делта,Y,30,\nE,Ета,Y,35,6\n"

func published(t testing.TB) *Published {
	t.Helper()
	p, faults := Publish([]byte(publishedTestData), []byte(smallFramework), []byte(head+publishedTestRecipe))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return p
}

func folderOf(p *Published) fstest.MapFS {
	folder := fstest.MapFS{}
	for _, f := range p.Folder() {
		folder[f.Name] = &fstest.MapFile{Data: f.Bytes}
	}
	return folder
}

func TestEveryChangedFileIsFoundWhereItWasChanged(t *testing.T) {
	p := published(t)
	for _, f := range p.Files {
		folder := folderOf(p)
		changed := bytes.Clone(f.Bytes)
		at := bytes.LastIndexAny(changed, "0123456789")
		changed[at] = '0' + (changed[at]-'0'+1)%10
		folder[f.Name] = &fstest.MapFile{Data: changed}
		report, err := Verify(folder)
		if err != nil || report.Difference == "" {
			t.Errorf("%s was changed, and nothing was found: %v", f.Name, err)
			continue
		}
		isInput := f.Name == publishedData || f.Name == publishedFramework || f.Name == publishedRecipe
		if !isInput && !strings.HasPrefix(report.Difference, f.Name) {
			t.Errorf("%s was changed, and the first difference is %s", f.Name, report.Difference)
		}
		delete(folder, f.Name)
		if report, err := Verify(folder); err == nil && report.Difference != f.Name+" is missing" {
			t.Errorf("%s is missing, and the first difference is %q", f.Name, report.Difference)
		}
	}
}

func TestNamesTheCellTheInputOrTheEnd(t *testing.T) {
	p := published(t)
	change := func(name, from, to string) fstest.MapFS {
		folder := folderOf(p)
		raw := strings.Replace(string(folder[name].Data), from, to, 1)
		if raw == string(folder[name].Data) {
			t.Fatalf("%s has no %q:\n%s", name, from, raw)
		}
		folder[name] = &fstest.MapFile{Data: []byte(raw)}
		return folder
	}
	longer := folderOf(p)
	longer["scores.csv"] = &fstest.MapFile{Data: append(bytes.Clone(longer["scores.csv"].Data), "F,F,1,1,1,yes\n"...)}
	for want, folder := range map[string]fstest.MapFS{
		`3-imputed.csv, row 5, D, column poverty: the file says "7.5", recomputed "6.5"`: change("3-imputed.csv", "D,30,6.5", "D,30,7.5"),
		`scores.csv, row 2, A, column chosen`:                                            change("scores.csv", ",yes", ",no"),
		`scores.csv, the end: the file says "7 rows"`:                                    longer,
		`1-raw.csv, row 2, A, column jobs`:                                               change(publishedData, "A,Алфа,X,10", "A,Алфа,X,11"),
		`index.json, recipe.yaml: the file says`:                                         change(publishedRecipe, "id: test\n", "id: test # quiet\n"),
		`data.csv:2:10: A, column jobs`:                                                  change(publishedData, "X,10", "X,ten"),
		`index.json, line`:                                                               change(publishedIndex, `"units": 5`, `"units": 6`),
	} {
		if report, err := Verify(folder); err != nil || !strings.Contains(report.Difference, want) {
			t.Errorf("%q, %v; want %q", report.Difference, err, want)
		}
	}
}

func TestAPublishedIndexHolds(t *testing.T) {
	report, err := Verify(folderOf(published(t)))
	if err != nil || report.Difference != "" {
		t.Fatal(report.Difference, err)
	}
	if report.Program != Program() || len(report.Reworded) > 0 {
		t.Errorf("%+v", report)
	}
	if report.Units != 5 || report.Chosen != 2 || report.Runs == 0 || report.Ways == 0 || report.Files < 20 {
		t.Errorf("%+v", report)
	}
}

// A later version may word its reports better: what was counted still holds, and the reader is told.
func TestAnIndexHoldsWhoseReportWasWordedOtherwise(t *testing.T) {
	folder := folderOf(published(t))
	folder["report.en.html"] = &fstest.MapFile{Data: []byte("another version")}
	report, err := Verify(folder)
	if err != nil || report.Difference != "" || !slices.Equal(report.Reworded, []string{"report.en.html"}) {
		t.Errorf("%+v, %v", report, err)
	}
}

func TestTheReportsSayEverythingInThreeLanguages(t *testing.T) {
	p := published(t)
	if len(p.Reports) != 3 {
		t.Errorf("%d reports", len(p.Reports))
	}
	for _, f := range p.Reports {
		if s := string(f.Bytes); strings.ContainsAny(s, "⟨⟩") || strings.Contains(s, "no value") || strings.Contains(s, "{{") {
			t.Errorf("%s has words that are not there", f.Name)
		}
		if !bytes.Contains(f.Bytes, []byte("Алфа")) {
			t.Errorf("%s does not name those chosen", f.Name)
		}
	}
}

// A cell of the published table leads from the figure in the source to the index.
func TestEveryCellTellsHowItCameAbout(t *testing.T) {
	r := published(t).Result
	d := r.Cells(1)[3]
	if !IsMissing(d.Raw) || d.ImputedBy != (Imputed{ImputeGroupMedian, "Y", 2}) || d.Imputed != 6.5 || d.Share != 0.5 || d.Line != 5 {
		t.Errorf("%+v", d)
	}
	if want := "(-6.5 − (-7)) ÷ (-2 − (-7)) × 99 + 1"; d.Arithmetic != want {
		t.Errorf("%s, want %s", d.Arithmetic, want)
	}
	if sum := r.Sum(r.Framework.top(), 0); sum != "0.5 × 1 + 0.5 × 80.2" {
		t.Error(sum)
	}
}

// run calls the command in a folder of its own with the test's files in it.
func run(t *testing.T, args ...string) (code int, stdout, stderr, folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, content := range map[string]string{"d.csv": publishedTestData, "f.csv": smallFramework, "r.yaml": head + publishedTestRecipe, "bad.csv": "uCode,jobs,poverty\nA,1,x\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range args {
		args[i] = strings.Replace(args[i], "@", folder+"/", 1)
	}
	var out, err bytes.Buffer
	code = RunCommand(args, &out, &err)
	return code, out.String(), err.String(), folder
}

func TestTheCommandRefusesWhatItCannotUse(t *testing.T) {
	for args, want := range map[string]string{
		"": "--data is missing",
		"--data @d.csv --framework @f.csv --recipe @r.yaml":                        "--out is missing",
		"--data @d.csv --framework @f.csv --recipe @r.yaml --out @":                "is not empty",
		"--data @no.csv --framework @f.csv --recipe @r.yaml --out @o":              "no such file",
		"--data @d.csv --framework @f.csv --recipe @r.yaml --out @o --language fr": `"fr" is none of`,
		"--data @d.csv --framework @f.csv --recipe @r.yaml --out @o more":          `"more" is not expected here`,
		"--data @d.csv --framework @f.csv --recipe @r.yaml --out @o --colour blue": "colour",
		"--data @ --framework @f.csv --recipe @r.yaml --out @o":                    "is a folder",
	} {
		code, stdout, stderr, folder := run(t, strings.Fields(args)...)
		if code != 2 || stdout != "" || !strings.Contains(stderr, want) {
			t.Errorf("%s: exit %d, %q, %q; want %q", args, code, stdout, stderr, want)
		}
		if _, err := os.Stat(folder + "/o"); err == nil {
			t.Errorf("%s: something was written", args)
		}
	}
}

func TestTheCommandTellsFaultsInTheLanguageAskedFor(t *testing.T) {
	for language, want := range map[string]string{
		"en": `bad.csv:2:5: A, column poverty: "x" is not a number.`,
		"nb": "bad.csv:2:5: A, kolonne poverty: «x» er ikke et tall.",
		"bg": "bad.csv:2:5: A, колона poverty: „x“ не е число.",
	} {
		code, stdout, _, folder := run(t, "--data", "@bad.csv", "--framework", "@f.csv", "--recipe", "@r.yaml", "--out", "@o", "--language", language)
		if code != 1 || !strings.Contains(stdout, want) {
			t.Errorf("exit %d, %q, want %q", code, stdout, want)
		}
		if _, err := os.Stat(folder + "/o"); err == nil {
			t.Error("something was written")
		}
	}
}

// archived puts the files of a folder into an archive, in a folder of their own or without one.
func archived(t *testing.T, folder, under string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	entries, err := os.ReadDir(folder)
	for _, e := range entries {
		raw, failed := os.ReadFile(filepath.Join(folder, e.Name()))
		f, refused := w.Create(under + e.Name())
		if err = errors.Join(err, failed, refused); err != nil {
			t.Fatal(err)
		}
		if _, err = f.Write(raw); err != nil {
			t.Fatal(err)
		}
	}
	at := filepath.Join(t.TempDir(), "index.zip")
	if err := errors.Join(err, w.Close(), os.WriteFile(at, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	return at
}

func TestAnIndexIsVerifiedInTheArchiveItWasDownloadedIn(t *testing.T) {
	_, _, _, folder := run(t, "--data", "@d.csv", "--framework", "@f.csv", "--recipe", "@r.yaml", "--out", "@o")
	for _, under := range []string{"", "index-1/"} {
		var out, err bytes.Buffer
		if code := VerifyCommand([]string{archived(t, folder+"/o", under)}, &out, &err); code != 0 || !strings.HasPrefix(out.String(), "the index holds: 5 units") {
			t.Errorf("under %q: exit %d, %q, %q", under, code, out.String(), err.String())
		}
	}
	if e := os.WriteFile(folder+"/o/ranks.csv", []byte("uCode\n"), 0o600); e != nil {
		t.Fatal(e)
	}
	var out, err bytes.Buffer
	if code := VerifyCommand([]string{archived(t, folder+"/o", "x/")}, &out, &err); code != 1 || !strings.HasPrefix(out.String(), "the index does not hold: ranks.csv") {
		t.Errorf("exit %d, %q", code, out.String())
	}
}

func TestSaysWhatIsWrongWithAPlaceThatHoldsNoIndex(t *testing.T) {
	at := t.TempDir()
	if err := errors.Join(os.WriteFile(at+"/notes.txt", []byte("PK is no archive"), 0o600), os.Mkdir(at+"/empty", 0o700)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"/nowhere": "there is no folder or archive", "/notes.txt": "neither the folder of an index nor its archive", "/empty": "it has no data.csv"} {
		var out, err bytes.Buffer
		if code := VerifyCommand([]string{at + name}, &out, &err); code != 2 || !strings.Contains(err.String(), want) || out.Len() > 0 {
			t.Errorf("%s: exit %d, %q, %q", name, code, out.String(), err.String())
		}
	}
}

func TestTheCommandWritesWhatTheOtherVerifies(t *testing.T) {
	code, stdout, stderr, folder := run(t, "--data", "@d.csv", "--framework", "@f.csv", "--recipe", "@r.yaml", "--out", "@sub/o")
	if code != 0 || !strings.Contains(stdout, "5 units, 2 indicators") {
		t.Fatalf("exit %d, %q, %q", code, stdout, stderr)
	}
	var out, err bytes.Buffer
	if code := VerifyCommand([]string{folder + "/sub/o"}, &out, &err); code != 0 || !strings.HasPrefix(out.String(), "the index holds: 5 units, 2 chosen") {
		t.Errorf("exit %d, %q, %q", code, out.String(), err.String())
	}
	if e := os.WriteFile(folder+"/sub/o/scores.csv", []byte("uCode\n"), 0o600); e != nil {
		t.Fatal(e)
	}
	out.Reset()
	if code := VerifyCommand([]string{folder + "/sub/o"}, &out, &err); code != 1 || !strings.HasPrefix(out.String(), "the index does not hold: scores.csv") {
		t.Errorf("exit %d, %q", code, out.String())
	}
	for _, args := range [][]string{{}, {folder}, {"a", "b"}} {
		if code := VerifyCommand(args, &out, &err); code != 2 {
			t.Errorf("%v: exit %d", args, code)
		}
	}
	entries, _ := os.ReadDir(folder + "/sub")
	if len(entries) != 1 {
		t.Errorf("%d entries are left beside the folder", len(entries))
	}
}
