package resource

import (
	"slices"
	"testing"

	"vekst/platform/search"
)

func TestAKindIsKnownByAnyOfItsNames(t *testing.T) {
	names := kindsByName()
	for said, want := range map[string]string{"Извор или чешма": "spring", "чешма": "spring", "Извор": "spring", "Минерален извор": "mineral-spring", "каньон": "gorge", "Hule": "cave", "caves": "cave",
		"Музей": "museum", "хотел": "guest-house", "fountain": "spring", "Крепост": "", "Змей": ""} {
		if got := names[search.Fold(said)]; got != want {
			t.Errorf("%q is %q, want %q", said, got, want)
		}
	}
	all, _ := Kinds()
	for _, k := range all {
		for _, s := range []string{k.ID, k.Name.BG, k.Name.NB, k.Name.EN} {
			if KindOf(names[search.Fold(s)]).ID == "" {
				t.Errorf("%q is no kind", s)
			}
		}
	}
}

func TestKindsAreOfferedWhereOneIsNotKnown(t *testing.T) {
	if near := kindsNear("Крепост"); !slices.Contains(near, "Средновековна крепост") || !slices.Contains(near, "Римска крепост или град") {
		t.Errorf("a fortress could be %q", near)
	}
	for _, said := range []string{"", "Змей", "или"} {
		if near := kindsNear(said); said != "или" && len(near) > 0 || len(near) > mostNear {
			t.Errorf("%q could be %q", said, near)
		}
	}
}
