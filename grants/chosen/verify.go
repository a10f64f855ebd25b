package chosen

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"vekst/grants/targeting"
	"vekst/platform/refusal"
)

// Report is what came of remaking a published selection.
type Report struct {
	Chosen, Units int
	SHA256        string // of selection.json
	Difference    string // the first difference in plain English; empty when the selection holds
}

// ErrNoSelection is the error for the folder of an index without a selection.
var ErrNoSelection = errors.New("there is no selection beside the index")

// Verify reads the folder of an index and the selection beside it and remakes the selection from the rule and the index,
// which is counted anew. It names the first difference.
func Verify(folder fs.FS) (Report, error) {
	if !hasSelection(folder) {
		return Report{}, ErrNoSelection
	}
	read := map[string][]byte{}
	for _, name := range []string{"data.csv", "framework.csv", "recipe.yaml", indexName, ruleName, tableName, wholeName} {
		raw, err := fs.ReadFile(folder, name)
		if errors.Is(err, fs.ErrNotExist) {
			return Report{Difference: name + " is missing"}, nil
		} else if err != nil {
			return Report{}, err
		}
		read[name] = raw
	}
	report := Report{SHA256: hash(read[wholeName])}
	index, faults := targeting.Publish(read["data.csv"], read["framework.csv"], read["recipe.yaml"])
	if len(faults) > 0 {
		report.Difference = "the index cannot be counted: " + faults[:1].Error()
		return report, nil
	}
	report.compare(index, read)
	return report, nil
}

func hasSelection(folder fs.FS) bool {
	for _, name := range []string{ruleName, tableName, wholeName} {
		if _, err := fs.Stat(folder, name); err == nil {
			return true
		}
	}
	return false
}

func (report *Report) compare(index *targeting.Published, read map[string][]byte) {
	rule, of, err := ReadRule(read[ruleName])
	if err != nil {
		report.Difference = ruleName + ": " + err.Error()
		return
	}
	if remade := index.SHA256(); of != remade {
		report.Difference = fmt.Sprintf("%s is for the index with SHA-256 %s, recomputed it has %s", ruleName, of, remade)
		return
	}
	p, err := Publish(index.Result, index.SHA256(), rule)
	if err != nil {
		report.Difference = ruleName + " cannot be followed: " + complained(err)
		return
	}
	report.Chosen, report.Units = len(p.Chosen()), len(p.Rows)
	for _, f := range p.Files {
		if difference := differs(f.Name, read[f.Name], f.Bytes); difference != "" {
			report.Difference = difference
			return
		}
	}
}

// complained names what is wrong with a rule, for the person at the terminal.
func complained(err error) string {
	var all []string
	for _, c := range refusal.Complaints(err) {
		all = append(all, c.Field+" ("+strings.TrimPrefix(c.Key, "chosen.refusal.")+")")
	}
	return strings.Join(all, ", ")
}

// differs names the first difference of a file from the remade one.
func differs(name string, raw, remade []byte) string {
	if bytes.Equal(raw, remade) {
		return ""
	}
	if name == tableName {
		if cell := cellDiffers(raw, remade); cell != "" {
			return name + ", " + cell
		}
	}
	if name == wholeName {
		if other := namesDiffer(raw, remade); other != "" {
			return name + " names another " + other
		}
	}
	listed, wanted := strings.Split(string(raw), "\n"), strings.Split(string(remade), "\n")
	for i := range min(len(listed), len(wanted)) {
		if listed[i] != wanted[i] {
			return fmt.Sprintf("%s, line %d: the file says %q, recomputed %q", name, i+1, listed[i], wanted[i])
		}
	}
	return fmt.Sprintf("%s, the end: the file has %d lines, recomputed %d", name, len(listed), len(wanted))
}

// namesDiffer is the file that selection.json names with another size or hash than it has.
func namesDiffer(raw, remade []byte) string {
	var listed, wanted openSelection
	if json.Unmarshal(raw, &listed) != nil || json.Unmarshal(remade, &wanted) != nil || len(listed.Files) != len(wanted.Files) {
		return ""
	}
	for i, f := range wanted.Files {
		if listed.Files[i] != f {
			return f.Name
		}
	}
	return ""
}

// cellDiffers names the first cell of a table that is not the remade one.
func cellDiffers(raw, remade []byte) string {
	listed, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	wanted, _ := csv.NewReader(bytes.NewReader(remade)).ReadAll() // we wrote it
	if err != nil {
		return ""
	}
	for i := range min(len(listed), len(wanted)) {
		for k := range min(len(listed[i]), len(wanted[i])) {
			if listed[i][k] != wanted[i][k] {
				return fmt.Sprintf("row %d, %s, column %s: the file says %q, recomputed %q", i+1, wanted[i][0], wanted[0][k], listed[i][k], wanted[i][k])
			}
		}
	}
	return ""
}

// VerifyCommand goes on where `vekst verify index FOLDER` found that the index holds: it remakes the selection beside it, if
// there is one. It returns the exit code: 0 when there is none or it holds, 1 when it does not, and 2 when the folder cannot
// be read.
func VerifyCommand(args []string, stdout, stderr io.Writer) int {
	if len(args) != 1 {
		return 0 // a question about how it is used, which has been answered
	}
	folder, closes, err := targeting.OpenFolder(args[0])
	if err != nil {
		fmt.Fprintf(stderr, "vekst verify index: %v\n", err)
		return 2
	}
	defer closes()
	report, err := Verify(folder)
	switch {
	case errors.Is(err, ErrNoSelection):
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "vekst verify index: %v\n", err)
		return 2
	case report.Difference != "":
		fmt.Fprintf(stdout, "the selection does not hold: %s\n", report.Difference)
		return 1
	}
	fmt.Fprintf(stdout, "the selection holds: %d of %d chosen; SHA-256 of %s %s\n", report.Chosen, report.Units, wholeName, report.SHA256)
	return 0
}
