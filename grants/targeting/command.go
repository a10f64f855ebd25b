package targeting

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"vekst/value/text"
)

const runUsage = `Usage: vekst index run --data FILE --framework FILE --recipe FILE --out FOLDER [--language en|bg|nb]

Counts an index and writes every step of it, the ranking, how stable it is and a report into a new folder. Faults are
told in the language. docs/index-format.md says what the files look like.

`

// RunCommand is `vekst index run`. It returns the exit code: 0 when the folder is written, 1 when the files have faults,
// each printed as FILE:line:column: sentence, and 2 when it was used wrongly or a file cannot be read or written.
func RunCommand(args []string, stdout, stderr io.Writer) int {
	o, err := readOrder(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err == nil {
		err = o.read()
	}
	if err != nil {
		fmt.Fprintf(stderr, "vekst index run: %v\n", err)
		return 2
	}
	p, faults := Publish(o.contents[DataFile], o.contents[FrameworkFile], o.contents[RecipeFile])
	for _, f := range faults {
		fmt.Fprintf(stdout, "%s:%d:%d: %s\n", o.files[f.File], f.Line, f.Column, o.sentence(f))
	}
	if len(faults) > 0 {
		return 1
	}
	if err := p.writeTo(o.out); err != nil {
		fmt.Fprintf(stderr, "vekst index run: %v\n", err)
		return 2
	}
	fmt.Fprintln(stdout, p.done(o.out))
	return 0
}

// order is what the command was asked for.
type order struct {
	files         map[string]string
	out, language string
	contents      map[string][]byte
}

func readOrder(args []string, stderr io.Writer) (*order, error) {
	o := &order{files: map[string]string{}, contents: map[string][]byte{}}
	flags := flag.NewFlagSet("index run", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, runUsage); flags.PrintDefaults() }
	var files [3]string
	names := []string{DataFile, FrameworkFile, RecipeFile}
	flags.StringVar(&files[0], DataFile, "", "CSV with uCode and a column for each figure")
	flags.StringVar(&files[1], FrameworkFile, "", "CSV with Level, iCode, Direction, Weight, Parent, Type")
	flags.StringVar(&files[2], RecipeFile, "", "YAML that says how to count")
	flags.StringVar(&o.out, "out", "", "folder that is made; it must not be there, or be empty")
	flags.StringVar(&o.language, "language", text.EN, "of the faults: en, bg or nb")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, err
		}
		return nil, fmt.Errorf("%w; see vekst index run --help", err)
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is not expected here", flags.Arg(0))
	}
	for i, name := range names {
		if o.files[name] = files[i]; files[i] == "" {
			return nil, fmt.Errorf("--%s is missing", name)
		}
	}
	switch {
	case o.out == "":
		return nil, errors.New("--out is missing")
	case !slices.Contains(text.Languages, o.language):
		return nil, fmt.Errorf("--language: %q is none of %s", o.language, strings.Join(text.Languages, ", "))
	}
	return o, isFree(o.out)
}

// isFree refuses to write over something.
func isFree(folder string) error {
	entries, err := os.ReadDir(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("--out: %s is not empty; a published index is never written over", folder)
	}
	return nil
}

func (o *order) read() error {
	for name, file := range o.files {
		info, err := os.Stat(file)
		if err != nil {
			return err
		}
		if info.IsDir() || info.Size() > mostBytes {
			return fmt.Errorf("%s is a folder, or larger than %d MB", file, mostBytes>>20)
		}
		if o.contents[name], err = os.ReadFile(file); err != nil {
			return err
		}
	}
	return nil
}

func (o *order) sentence(f *Fault) string {
	if o.language == text.EN {
		return f.Sentence
	}
	words := spoken()
	return f.Say(func(key string, args ...any) string { return words.Say(o.language, key, args...) })
}

// writeTo writes all files or none: into a folder beside, which takes its name when it is whole.
func (p *Published) writeTo(folder string) error {
	folder = filepath.Clean(folder)
	if err := os.MkdirAll(filepath.Dir(folder), 0o755); err != nil {
		return err
	}
	beside, err := os.MkdirTemp(filepath.Dir(folder), "."+filepath.Base(folder)+"-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(beside)
	for _, f := range p.Folder() {
		if err := os.WriteFile(filepath.Join(beside, f.Name), f.Bytes, 0o644); err != nil {
			return err
		}
	}
	if err := os.Chmod(beside, 0o755); err != nil {
		return err
	}
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // it was empty before, and is not now
	}
	return os.Rename(beside, folder)
}

func (p *Published) done(folder string) string {
	last := p.Files[len(p.Files)-1]
	return fmt.Sprintf("%s: %s, %s; %s; SHA-256 of %s %s", folder, plural(len(p.Result.Units), "unit"), plural(len(p.Result.Framework.indicators), "indicator"),
		p.counted(), last.Name, hash(last.Bytes))
}

func (p *Published) counted() string {
	says := plural(p.Ways.Counted, "way") + " of counting"
	if refused := len(p.Ways.All) - p.Ways.Counted; refused > 0 {
		says += fmt.Sprintf(" and %d that cannot be counted", refused)
	}
	if p.Draws != nil {
		says += ", " + plural(p.Draws.Runs, "random run")
	}
	return says
}

func plural(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

const verifyUsage = `Usage: vekst verify index FOLDER|ARCHIVE

Remakes a published index from the data, framework and recipe in its folder, or in the archive (ZIP) it was downloaded in,
and names the first difference.
`

// VerifyCommand is `vekst verify index FOLDER`, or an archive. It returns the exit code: 0 when the index holds, 1 when it
// does not, with the first difference, and 2 when it was used wrongly or there is no index.
func VerifyCommand(args []string, stdout, stderr io.Writer) int {
	if len(args) == 1 && slices.Contains([]string{"-h", "-help", "--help"}, args[0]) {
		fmt.Fprint(stdout, verifyUsage)
		return 0
	}
	if len(args) != 1 {
		fmt.Fprint(stderr, verifyUsage)
		return 2
	}
	report, err := verifyAt(args[0])
	if err != nil {
		fmt.Fprintf(stderr, "vekst verify index: %v\n", err)
		return 2
	}
	if report.Difference != "" {
		fmt.Fprintf(stdout, "the index does not hold: %s\n", report.Difference)
		return 1
	}
	fmt.Fprintf(stdout, "the index holds: %s, %d chosen, %s of counting, %s, %s; SHA-256 of %s %s\n", plural(report.Units, "unit"), report.Chosen,
		plural(report.Ways, "way"), plural(report.Runs, "random run"), plural(report.Files, "file"), publishedIndex, report.SHA256)
	if report.Program != "" {
		fmt.Fprintf(stdout, "counted by %s, recomputed by %s\n", report.Program, Program())
	}
	for _, name := range report.Reworded {
		fmt.Fprintf(stdout, "%s is not as this version writes it: another version did, or somebody changed it. Trust the tables.\n", name)
	}
	return 0
}

func verifyAt(name string) (Report, error) {
	folder, closes, err := OpenFolder(name)
	if err != nil {
		return Report{}, err
	}
	defer closes()
	return Verify(folder)
}
