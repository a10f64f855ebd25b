package targeting

import (
	"os"
	"strings"
	"testing"
)

func TestTheDocumentedRecipeHasNoFaults(t *testing.T) {
	page, err := os.ReadFile("../../docs/index-format.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(page), "```yaml\n")
	file, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("docs/index-format.md has no recipe")
	}
	r, faults := ReadRecipe([]byte(file))
	for _, f := range faults {
		t.Error(f)
	}
	if r.Choose.Number != 10 || r.Method.Treat.Otherwise != TreatLog || len(r.Others.Normalise) != 2 || r.Random.Draws != 1024 {
		t.Errorf("the page says otherwise than %+v", r)
	}
}
