package call

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// patterns finds, in the sources of this folder, every sentence a fault can have: the first text of a call to one of the
// functions that note faults, and what explain and missing give back.
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
			for _, e := range said(n) {
				if l, ok := e.(*ast.BasicLit); ok && l.Kind == token.STRING {
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

// said are the expressions among which the sentence of a fault is.
func said(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.CallExpr:
		name := ""
		switch f := n.Fun.(type) {
		case *ast.SelectorExpr:
			name = f.Sel.Name
		case *ast.Ident:
			name = f.Name
		}
		switch name {
		case "fault", "put", "complain", "object":
			return n.Args
		}
	case *ast.ReturnStmt:
		if len(n.Results) == 2 {
			if c, ok := n.Results[1].(*ast.CompositeLit); ok {
				if a, ok := c.Type.(*ast.ArrayType); ok {
					if i, ok := a.Elt.(*ast.Ident); ok && i.Name == "any" {
						return n.Results[:1]
					}
				}
			}
		}
	}
	return nil
}

func TestEveryFaultIsSaidInEveryLanguage(t *testing.T) {
	used := patterns(t)
	if len(used) < 80 {
		t.Fatalf("only %d sentences found", len(used))
	}
	for pattern, file := range used {
		if faultKeys[pattern] == "" {
			t.Errorf("%s: %q has no key in fault_words.go, and so no sentence in [fault] of words/", file, pattern)
		}
	}
	for pattern := range faultKeys {
		if used[pattern] == "" {
			t.Errorf("%q is no sentence of any fault", pattern)
		}
	}
}

func TestAFaultIsSaidWithItsValuesAndWhatWasMeant(t *testing.T) {
	f := Fault{Pattern: "There is no source %q.%s", With: []any{"LETER", hint{near: "LETTER"}}}
	var keys []string
	say := func(key string, args ...any) string {
		keys = append(keys, key)
		return strings.Trim(strings.Join(texts(args), " "), " ")
	}
	if got := f.Say(say); got != "A LETER Word LETTER" || strings.Join(keys, " ") != "call.fault.source_unknown call.fault.near" {
		t.Errorf("%q by %v", got, keys)
	}
	if got := (Fault{Sentence: "Plain.", Pattern: "%s", With: []any{"Plain."}}).Say(say); got != "Plain." {
		t.Errorf("%q", got)
	}
}

func texts(args []any) []string {
	var all []string
	for _, a := range args {
		all = append(all, a.(string))
	}
	return all
}
