package targeting

import (
	"strings"
	"testing"
)

// FuzzPublish looks for files that cannot be borne: a crash, a fault that stands nowhere in its file, or an index that
// does not hold when it is remade.
func FuzzPublish(f *testing.F) {
	f.Add(publishedTestData, smallFramework, head+publishedTestRecipe)
	f.Add("uCode;jobs;poverty\nА;1,5;2\nB;2,25;3\nC;0;0\n", smallFramework, head+"choose: {number: 1}\naggregate: copeland\npresent: 50 %\n")
	f.Add("\xef\xbb\xbfuCode\tjobs\tpoverty\n\xc0\t1e60\t-1e60\n", framed+"1,a,1,1,b,Indicator\n2,b,1,1,b,Aggregate\n", "format: vekst-index-1\n- &a [*a]\n")
	f.Add("uCode,jobs,poverty\nA,\"1\n\",2\nB,NA,\nC,,\n", smallFramework, head+"others: {weights: [{name: a, of: {jobs: 0}}]}\nrandom: {seed: 1, draws: 2}\n")
	f.Fuzz(func(t *testing.T, data, framework, recipe string) {
		if strings.Contains(recipe, "draws") && !strings.Contains(recipe, "draws: 2}") && !strings.Contains(recipe, "draws: 64,") {
			return // it would take long, and finds nothing
		}
		p, faults := Publish([]byte(data), []byte(framework), []byte(recipe))
		lines := map[string]int{DataFile: places(data), FrameworkFile: places(framework), RecipeFile: places(recipe)}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > lines[fault.File] || fault.Column < 1 || fault.Sentence == "" {
				t.Errorf("fault %+v of %d lines", fault, lines[fault.File])
			}
		}
		if (p == nil) != (len(faults) > 0) {
			t.Fatal("neither faults nor an index, or both")
		}
		if p == nil {
			return
		}
		if report, err := Verify(folderOf(p)); err != nil || report.Difference != "" {
			t.Errorf("%v %s", err, report.Difference)
		}
	})
}

// places is the most lines a text can be said to have.
func places(text string) int { return strings.Count(text, "\n") + strings.Count(text, "\r") + 2 }
