package chosen

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"vekst/grants/targeting"
	"vekst/value/text"
)

// folder is a published selection beside its index.
func folder(t *testing.T, rule Rule) fstest.MapFS {
	t.Helper()
	index := indexOf(t, six...)
	p, err := Publish(index.Result, index.SHA256(), rule)
	if err != nil {
		t.Fatal(err)
	}
	files := fstest.MapFS{}
	for _, f := range append(index.Files, p.Files...) {
		files[f.Name] = &fstest.MapFile{Data: f.Bytes}
	}
	return files
}

func everything() Rule {
	at := 15.0
	rule := three
	rule.PerGroup, rule.Thresholds, rule.Ties = 2, []Threshold{{Code: "jobs", AtLeast: &at}}, []Order{{"school", targeting.Lowest}}
	rule.Excluded = []Exclusion{{"C2", text.Text{BG: "Вече е избрана."}}}
	return rule
}

func verify(t *testing.T, files fstest.MapFS) Report {
	t.Helper()
	report, err := Verify(files)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestRefusesToCallAFolderWithoutOneASelection(t *testing.T) {
	files := folder(t, three)
	delete(files, ruleName)
	delete(files, tableName)
	delete(files, wholeName)
	if _, err := Verify(files); !errors.Is(err, ErrNoSelection) {
		t.Error(err)
	}
}

func TestNamesWhatWasChangedInAPublishedSelection(t *testing.T) {
	for name, c := range map[string]struct{ file, old, with, want string }{
		"who is chosen":        {tableName, ",yes,chosen", ",no,chosen", "selection.csv, row "},
		"the number":           {ruleName, "number: 3", "number: 2", "selection.csv, row "},
		"a reason":             {ruleName, "Вече е избрана.", "Не е бедна.", "selection.json names another selection.yaml"},
		"the list in whole":    {wholeName, `"A2"`, `"A1"`, "selection.json, line "},
		"the index":            {ruleName, "index: ", "index: 0", "is for the index with SHA-256"},
		"a figure":             {"data.csv", "A3,A,30", "A3,A,31", "is for the index with SHA-256"},
		"an unknown key":       {ruleName, "number: 3", "number: 3\nnobody: 1", "field nobody not found"},
		"another format":       {ruleName, Format, "vekst-selection-9", "does not say that it is"},
		"a rule for strangers": {ruleName, "code: C2", "code: C9", "cannot be followed: excluded-1 (excluded_unknown)"},
		"a figure with words":  {"data.csv", "A3,A,30", "A3,A,x", "the index cannot be counted"},
	} {
		files := folder(t, everything())
		if !bytes.Contains(files[c.file].Data, []byte(c.old)) {
			t.Fatalf("%s: there is no %q in\n%s", name, c.old, files[c.file].Data)
		}
		files[c.file] = &fstest.MapFile{Data: bytes.Replace(files[c.file].Data, []byte(c.old), []byte(c.with), 1)}
		if report := verify(t, files); !strings.Contains(report.Difference, c.want) {
			t.Errorf("%s: %q, want %q", name, report.Difference, c.want)
		}
	}
	files := folder(t, three)
	delete(files, wholeName)
	if report := verify(t, files); report.Difference != "selection.json is missing" {
		t.Errorf("a missing file: %q", report.Difference)
	}
}

func TestAPublishedSelectionHolds(t *testing.T) {
	report := verify(t, folder(t, everything()))
	if report.Difference != "" || report.Chosen != 3 || report.Units != 6 || len(report.SHA256) != 64 {
		t.Errorf("%+v", report)
	}
}

func TestARuleIsReadAsItWasWritten(t *testing.T) {
	rule := everything()
	raw := rule.Write("abc")
	read, index, err := ReadRule(raw)
	if err != nil || index != "abc" || !bytes.Equal(read.Write("abc"), raw) {
		t.Errorf("%v %s\n%s\n%s", err, index, raw, read.Write("abc"))
	}
}

func TestTheCommandSaysWhetherTheSelectionHolds(t *testing.T) {
	at := t.TempDir()
	write := func(files fstest.MapFS) {
		for name, f := range files {
			if err := os.WriteFile(filepath.Join(at, name), f.Data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	write(folder(t, three))
	if code := VerifyCommand([]string{at}, &out, &out); code != 0 || !strings.HasPrefix(out.String(), "the selection holds: 3 of 6 chosen;") {
		t.Errorf("%d %s", code, out.String())
	}
	if err := os.WriteFile(filepath.Join(at, tableName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := VerifyCommand([]string{at}, &out, &out); code != 1 {
		t.Errorf("an empty table: %d %s", code, out.String())
	}
	if code := VerifyCommand([]string{t.TempDir()}, &out, &out); code != 0 {
		t.Errorf("an index without selection: %d", code)
	}
}

func TestInHowManyWaysOfCountingAMunicipalityIsChosen(t *testing.T) {
	index := indexOf(t, unit("A1", "A", 10), "B1,B,20,90,1", "C1,C,80,20,1", unit("D1", "D", 51), unit("E1", "E", 99))
	in, ways := Ways(index.Result, Rule{Title: three.Title, Number: 2, From: targeting.Lowest}, "seed")
	// C1 by the official way; B1 where jobs weigh three times as much; where ranks are counted the three are equal, and the
	// draw is for C1.
	if ways != 4 || in["A1"] != 4 || in["B1"] != 2 || in["C1"] != 2 {
		t.Errorf("%d ways: %v", ways, in)
	}
}
