package resource

import (
	_ "embed"
	"fmt"
	"slices"
	"sync"

	"gopkg.in/yaml.v3"

	"vekst/value/text"
)

//go:embed kinds.yaml
var kindsFile []byte

// Kind is a word of the vocabulary: what sort of thing a resource is.
type Kind struct {
	ID, Class string
	Name      text.Text
	Many      text.Text // several of them, as in "other mineral springs"
	Near      int64     // metres within which two of the kind are likely the same
	Sensitive bool      // its place is blurred unless an official says otherwise
}

// Kinds is the vocabulary in the order of its file, class by class.
var Kinds = sync.OnceValues(func() ([]Kind, error) { return readKinds(kindsFile) })

func readKinds(data []byte) ([]Kind, error) {
	var all []Kind
	if err := yaml.Unmarshal(data, &all); err != nil {
		return nil, fmt.Errorf("resource: kinds.yaml: %w", err)
	}
	seen := map[string]bool{}
	for _, k := range all {
		if k.ID == "" || seen[k.ID] || !slices.Contains(Classes, k.Class) || len(k.Name.Missing()) > 0 || len(k.Many.Missing()) > 0 || k.Near < 0 {
			return nil, fmt.Errorf("resource: kinds.yaml: kind %q is incomplete, or there twice", k.ID)
		}
		seen[k.ID] = true
	}
	return all, nil
}

// KindOf is the kind with an identifier; the zero Kind when there is none.
func KindOf(id string) Kind {
	all, _ := Kinds()
	for _, k := range all {
		if k.ID == id {
			return k
		}
	}
	return Kind{}
}
