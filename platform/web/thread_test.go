package web

import (
	"os"
	"testing"

	"vekst/platform/lang"
)

func TestTheThreadMarksOnlyStepsThatAreKnownToBePassed(t *testing.T) {
	catalog, err := lang.NewCatalog(lang.Words{Feature: "look", Files: os.DirFS("../../look/words")})
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{Catalog: catalog}
	for name, c := range map[string]struct {
		here   int
		passed []int
		want   string
	}{"nothing known": {6, nil, "     H     "}, "an application": {7, []int{6}, "     DH    "}, "here is not passed": {6, []int{1, 6}, "D    H     "}} {
		got := ""
		for _, step := range thread(s, "en", c.here, c.passed) {
			got += map[string]string{"": " ", "here": "H", "done": "D"}[step.State]
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
