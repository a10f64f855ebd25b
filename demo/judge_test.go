package demo

import (
	"fmt"
	"strings"
	"testing"

	"vekst/grants/call"
	"vekst/grants/review"
	"vekst/value/text"
)

func TestInventedExpertsGiveNothingTheGridDoesNotHaveAndAlwaysSayWhy(t *testing.T) {
	a, err := readAssessments()
	if err != nil {
		t.Fatal(err)
	}
	calls, err := call.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range calls {
		for percent := range 101 {
			for _, lang := range text.Languages {
				for i, j := range a.judge(d, fmt.Sprint(percent), 1, lang, percent) {
					c := criteria(d)[i]
					if j.criterion != c.ID || j.points < 0 || j.points > c.Max || j.reason == "" || (j.option == "") != (len(c.Options) == 0) {
						t.Fatalf("%s at %d %%: %+v for %s of at most %d", d.ID, percent, j, c.ID, c.Max)
					}
					if d.Kind == call.Concept && !strings.Contains(j.reason, Mark) {
						t.Fatalf("%s: a reason about a real municipality is not marked as invented: %s", d.ID, j.reason)
					}
				}
			}
		}
	}
}

func criteria(d call.Definition) []call.Criterion {
	var all []call.Criterion
	for _, g := range d.Grid.Groups {
		all = append(all, g.Criteria...)
	}
	return all
}

func TestSomeInventedApplicationsNeedAThirdExpertAndMostDoNot(t *testing.T) {
	thirds := 0
	for i := range 104 {
		number := fmt.Sprintf("BGLD-1.004-%04d", i+1)
		q := qualityOf(number, false, false)
		one, two := int64(eye(number, 1, q, false)), int64(eye(number, 2, q, false))
		if review.DefaultPolicy().ThirdRequired(100*one, 100*two) {
			thirds++
		}
	}
	if thirds < 2 || thirds > 25 {
		t.Errorf("a third expert is called %d times in 104", thirds)
	}
}
