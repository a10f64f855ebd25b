package targeting

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Report is what came of remaking a published index.
type Report struct {
	Units, Chosen, Ways, Runs, Files int
	SHA256                           string   // of index.json, which names every other file with its own
	Difference                       string   // the first difference in plain English; empty when the index holds
	Program                          string   // the version that counted, as the folder says; empty where it does not
	Reworded                         []string // reports that this version of the program would write otherwise, or that somebody changed
}

// ErrNotAnIndex is the error for a folder that holds no published index.
var ErrNotAnIndex = errors.New("this is not a published index")

// Verify reads the folder of a published index and remakes everything in it from its data, framework and recipe. It names
// the first difference in the order of the steps, so that a changed figure is named where it stands and not where it
// ends up. Reports that are not as this version of the program writes them are named too, and the index holds all the same
// (docs/decisions/0016). What else lies in the folder is not looked at.
//
// It cannot know whether the data are what their publisher published; for that, compare the figures with the source, and
// the SHA-256 with the one that was announced.
func Verify(folder fs.FS) (Report, error) {
	read := func(name string) ([]byte, error) {
		raw, err := fs.ReadFile(folder, name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: it has no %s", ErrNotAnIndex, name)
		}
		return raw, err
	}
	inputs := make([][]byte, 4)
	for i, name := range []string{publishedData, publishedFramework, publishedRecipe, publishedIndex} {
		raw, err := read(name)
		if err != nil {
			return Report{}, err
		}
		inputs[i] = raw
	}
	var said openIndex
	if err := json.Unmarshal(inputs[3], &said); err != nil || said.Format != RecipeFormat {
		return Report{}, fmt.Errorf("%w: %s does not say that it is %s", ErrNotAnIndex, publishedIndex, RecipeFormat)
	}
	report := Report{SHA256: hash(inputs[3])}
	p, faults := Publish(inputs[0], inputs[1], inputs[2])
	if len(faults) > 0 {
		report.Difference = "it cannot be counted: " + publishedName(faults[0].File) + strings.TrimPrefix(faults[:1].Error(), faults[0].File)
		return report, nil
	}
	report.Units, report.Ways, report.Files = len(p.Result.Units), p.Ways.Counted, len(p.Files)
	for _, place := range p.Result.Counted {
		if p.Result.Recipe.Choose.isChosen(place) {
			report.Chosen++
		}
	}
	if p.Draws != nil {
		report.Runs = p.Draws.Runs
	}
	report.Difference = p.difference(folder)
	report.Reworded = p.reworded(folder)
	if raw, err := fs.ReadFile(folder, programFile); err == nil && len(raw) < 200 {
		report.Program = strings.TrimSpace(strings.ToValidUTF8(string(raw), ""))
	}
	return report, nil
}

// reworded are the reports in a folder that are not as this version of the program writes them. That is no difference in
// what was counted, but whoever reads them should know.
func (p *Published) reworded(folder fs.FS) (names []string) {
	for _, f := range p.Reports {
		if raw, err := fs.ReadFile(folder, f.Name); err == nil && !bytes.Equal(raw, f.Bytes) {
			names = append(names, f.Name)
		}
	}
	return names
}

func publishedName(file string) string {
	return map[string]string{DataFile: publishedData, FrameworkFile: publishedFramework, RecipeFile: publishedRecipe}[file]
}

// difference compares every file with the remade one.
func (p *Published) difference(folder fs.FS) string {
	for _, f := range p.Files {
		raw, err := fs.ReadFile(folder, f.Name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return f.Name + " is missing"
		case err != nil:
			return f.Name + " cannot be read: " + err.Error()
		case bytes.Equal(raw, f.Bytes):
		case path.Ext(f.Name) == ".csv":
			return f.Name + ", " + cellDifference(raw, f.Bytes)
		case f.Name == publishedIndex:
			return manifestDifference(raw, f.Bytes)
		default:
			return f.Name + ", " + lineDifference(raw, f.Bytes)
		}
	}
	return ""
}

// cellDifference names the first cell of a table that is not the remade one.
func cellDifference(raw, remade []byte) string {
	read, err := csv.NewReader(bytes.NewReader(raw)).ReadAll()
	wanted, _ := csv.NewReader(bytes.NewReader(remade)).ReadAll() // we wrote it
	if err != nil {
		return lineDifference(raw, remade)
	}
	for i := range min(len(read), len(wanted)) {
		for k := range min(len(read[i]), len(wanted[i])) {
			if read[i][k] == wanted[i][k] {
				continue
			}
			if i == 0 {
				return differs(fmt.Sprintf("column %d", k+1), read[i][k], wanted[i][k])
			}
			return differs(fmt.Sprintf("row %d, %s, column %s", i+1, wanted[i][0], wanted[0][k]), read[i][k], wanted[i][k])
		}
		if len(read[i]) != len(wanted[i]) {
			return differs(fmt.Sprintf("row %d", i+1), fmt.Sprintf("%d cells", len(read[i])), fmt.Sprintf("%d cells", len(wanted[i])))
		}
	}
	if len(read) != len(wanted) {
		return differs("the end", fmt.Sprintf("%d rows", len(read)), fmt.Sprintf("%d rows", len(wanted)))
	}
	return lineDifference(raw, remade)
}

func lineDifference(raw, remade []byte) string {
	read, wanted := strings.Split(string(raw), "\n"), strings.Split(string(remade), "\n")
	for i := range min(len(read), len(wanted)) {
		if read[i] != wanted[i] {
			return differs(fmt.Sprintf("line %d", i+1), around(read[i], wanted[i]), around(wanted[i], read[i]))
		}
	}
	return differs("the end", fmt.Sprintf("%d lines", len(read)), fmt.Sprintf("%d lines", len(wanted)))
}

// around is the part of a line where it begins to differ from another.
func around(line, other string) string {
	at := 0
	for at < min(len(line), len(other)) && line[at] == other[at] {
		at++
	}
	return strings.ToValidUTF8(line[max(0, at-20):min(len(line), at+30)], "")
}

// manifestDifference names the file whose hash is not the one published. When all that was made holds, that is one of the
// files it was made from, changed where it makes no difference, or the hash itself.
func manifestDifference(raw, remade []byte) string {
	var read, wanted openIndex
	if json.Unmarshal(raw, &read) == nil && json.Unmarshal(remade, &wanted) == nil && len(read.Files) == len(wanted.Files) {
		for i, f := range wanted.Files {
			if read.Files[i] != f {
				return fmt.Sprintf("%s, %s", publishedIndex, differs(f.Name, read.Files[i].SHA256, f.SHA256))
			}
		}
	}
	return publishedIndex + ", " + lineDifference(raw, remade)
}

func differs(where, listed, remade string) string {
	return fmt.Sprintf("%s: the file says %q, recomputed %q", where, listed, remade)
}
