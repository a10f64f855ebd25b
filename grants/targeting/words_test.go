package targeting

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"vekst/value/text"
)

// patterns finds every sentence a fault can have: the first text with a space in a call of what notes faults.
func patterns(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !notesFaults(call) {
				return true
			}
			for _, arg := range call.Args {
				if l, ok := arg.(*ast.BasicLit); ok && l.Kind == token.STRING {
					if s, _ := strconv.Unquote(l.Value); strings.Contains(s, " ") {
						found[s] = name
						break
					}
				}
			}
			return true
		})
	}
	return found
}

func notesFaults(call *ast.CallExpr) bool {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	return name == "fault" || name == "told" || name == "refuse"
}

func TestEveryFaultIsSaidInEveryLanguage(t *testing.T) {
	used, words := patterns(t), spoken()
	if len(used) < 70 {
		t.Fatalf("only %d sentences found", len(used))
	}
	for pattern, file := range used {
		key := faultKeys[pattern]
		if key == "" || !words.Has("targeting.fault."+key) {
			t.Errorf("%s: %q has no key in fault_words.go, or no sentence in [fault] of words/", file, pattern)
		}
	}
	for pattern := range faultKeys {
		if used[pattern] == "" {
			t.Errorf("%q is no sentence of any fault", pattern)
		}
	}
}

// Whatever is said has all its values: none is asked for that a fault does not have.
func TestEveryFaultHasTheValuesItsSentenceAsksFor(t *testing.T) {
	words := spoken()
	for pattern := range faultKeys {
		verbs := strings.Count(strings.ReplaceAll(pattern, "%%", ""), "%")
		with := make([]any, verbs)
		for i := range with {
			with[i] = "x"
		}
		for _, l := range text.Languages {
			said := (&Fault{pattern: pattern, with: with}).Say(func(key string, args ...any) string { return words.Say(l, key, args...) })
			if strings.Contains(said, "<no value>") || strings.Contains(said, "⟨") {
				t.Errorf("%s: %q", l, said)
			}
		}
	}
}

func TestAFaultSaysWhatWasProbablyMeant(t *testing.T) {
	f := refuse(RecipeFile, "%q is not a key that can stand here.%s", "brda", meant("brda", []string{"borda"}))
	words := spoken()
	if got := f.Say(func(key string, args ...any) string { return words.Say(text.NB, key, args...) }); got != "«brda» er ikke en nøkkel som kan stå her. Mente du «borda»?" {
		t.Error(got)
	}
}
