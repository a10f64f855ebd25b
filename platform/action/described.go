package action

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// Described is an action as the permission table shows it.
type Described struct {
	Name string
	Who  []string
	When string
}

var registry struct {
	sync.Mutex
	all []Described
}

func register(d Described) {
	registry.Lock()
	defer registry.Unlock()
	if slices.ContainsFunc(registry.all, func(o Described) bool { return o.Name == d.Name }) {
		panic("action: " + d.Name + " is defined twice")
	}
	registry.all = append(registry.all, d)
}

// All lists every action of the program by name.
func All() []Described {
	registry.Lock()
	defer registry.Unlock()
	all := slices.Clone(registry.all)
	slices.SortFunc(all, func(a, b Described) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// PrintPermissions writes every action with who may do it and when, as Markdown: docs/permissions.md.
func PrintPermissions(w io.Writer) error {
	var b strings.Builder
	b.WriteString("# Who may do what, and when\n\nMade from the actions of the program by `go run ./cmd/vekst permissions`; a test keeps it current.\n")
	feature := ""
	for _, d := range All() {
		name, verb, _ := strings.Cut(d.Name, ".")
		if name != feature {
			feature = name
			fmt.Fprintf(&b, "\n## %s\n\n| Action | Who may | When |\n|---|---|---|\n", name)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", verb, strings.Join(d.Who, "; "), d.When)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
