package programme

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
)

//go:embed rules/*.yaml programmes/*.yaml
var shipped embed.FS

// ErrNoRuleSet means that no rule set of that name comes with the program.
var ErrNoRuleSet = errors.New("programme: no such rule set")

// Rules reads a rule set that comes with the program: eea-2014-2021 or eea-2021-2028. Reading takes some 15 ms, so keep what
// you get.
func Rules(id string) (RuleSet, error) { return rulesWithin(id, nil) }

// rulesWithin is Rules, and refuses a set that inherits from itself by a detour.
func rulesWithin(id string, asking []string) (RuleSet, error) {
	if slices.Contains(asking, id) {
		return RuleSet{}, fmt.Errorf("%s inherits from itself", id)
	}
	data, err := shipped.ReadFile("rules/" + path.Base(id) + ".yaml")
	if errors.Is(err, fs.ErrNotExist) {
		return RuleSet{}, fmt.Errorf("%s: %w", id, ErrNoRuleSet)
	}
	if err != nil {
		return RuleSet{}, err
	}
	return ReadRules(data, func(from string) (RuleSet, error) { return rulesWithin(from, append(asking, id)) })
}

// RuleSets lists the identifiers of the rule sets that come with the program, oldest period first.
func RuleSets() []string { return names("rules") }

// Programmes reads the programmes that come with the program.
func Programmes() ([]Programme, error) {
	var all []Programme
	for _, name := range names("programmes") {
		data, err := shipped.ReadFile("programmes/" + name + ".yaml")
		if err != nil {
			return nil, err
		}
		p, err := Read(data)
		if err != nil {
			return nil, fmt.Errorf("%s.yaml: %w", name, err)
		}
		all = append(all, p)
	}
	return all, nil
}

func names(folder string) []string {
	files, _ := fs.Glob(shipped, folder+"/*.yaml")
	for i, f := range files {
		files[i] = path.Base(f[:len(f)-len(".yaml")])
	}
	return files
}
