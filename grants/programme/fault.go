package programme

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Fault is one thing wrong in a file, for the person who wrote it. Line counts from 1; 0 means the file as a whole.
type Fault struct {
	Line    int
	Where   string
	Problem string
}

// Faults is everything wrong in a file, in the order of its lines.
type Faults []Fault

// Error lists the faults, one a line.
func (all Faults) Error() string {
	lines := make([]string, len(all))
	for i, f := range all {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// String writes a fault as "line 12: C2: no text in nb".
func (f Fault) String() string {
	if f.Where == "" {
		return fmt.Sprintf("line %d: %s", f.Line, f.Problem)
	}
	return fmt.Sprintf("line %d: %s: %s", f.Line, f.Where, f.Problem)
}

// source is a file as it was written, so that a fault can be told with its line.
type source struct {
	root   yaml.Node
	faults Faults
}

// open reads a file into target, which has no fields but those the file may have.
func open(data []byte, target any) (*source, error) {
	s := &source{}
	if err := yaml.Unmarshal(data, &s.root); err != nil {
		return nil, faultsOf(err)
	}
	strict := yaml.NewDecoder(strings.NewReader(string(data)))
	strict.KnownFields(true)
	if err := strict.Decode(target); err != nil {
		return nil, faultsOf(err)
	}
	return s, nil
}

var (
	yamlLine = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	goType   = regexp.MustCompile(` (?:in|into|in type) (?:type )?programme\.\w+$`)
)

// faultsOf tells what the YAML reader complains of, without naming Go types.
func faultsOf(err error) Faults {
	complaints := []string{err.Error()}
	var wrong *yaml.TypeError
	if errors.As(err, &wrong) {
		complaints = wrong.Errors
	}
	var faults Faults
	for _, c := range complaints {
		f := Fault{Problem: strings.TrimPrefix(c, "yaml: ")}
		if m := yamlLine.FindStringSubmatch(c); m != nil {
			f.Line, _ = strconv.Atoi(m[1])
			f.Problem = m[2]
		}
		f.Problem = goType.ReplaceAllString(f.Problem, "")
		faults = append(faults, f)
	}
	return faults
}

// fault notes a fault at a place in the file: keys of mappings and places in lists, from the outside in.
func (s *source) fault(where, problem string, path ...any) {
	s.faults = append(s.faults, Fault{Line: line(&s.root, path), Where: where, Problem: problem})
}

// result is nil without faults; a nil Faults in an error would not be.
func (s *source) result() error {
	if len(s.faults) == 0 {
		return nil
	}
	return s.faults
}

// line finds the line of a place, or of the nearest place around it.
func line(at *yaml.Node, path []any) int {
	if at.Kind == yaml.DocumentNode && len(at.Content) > 0 {
		at = at.Content[0]
	}
	for _, step := range path {
		inner := child(at, step)
		if inner == nil {
			break
		}
		at = inner
	}
	return at.Line
}

func child(at *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if at.Kind == yaml.SequenceNode && step < len(at.Content) {
			return at.Content[step]
		}
	case string:
		for i := 0; at.Kind == yaml.MappingNode && i+1 < len(at.Content); i += 2 {
			if at.Content[i].Value == step {
				return at.Content[i+1]
			}
		}
	}
	return nil
}
