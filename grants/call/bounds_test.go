package call

import (
	"strings"
	"testing"
)

func TestACallOutsideTheRulesItPinsIsRefused(t *testing.T) {
	shipped, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	file := ""
	for _, d := range shipped {
		if d.ID == "job-creation-2022" {
			file = string(d.Bytes())
		}
	}
	for name, c := range map[string]struct{ old, now, says string }{
		"a rule set there is not":        {"rules: eea-2014-2021@1", "rules: eea-1999@1", `no rule set "eea-1999"`},
		"a version there is not":         {"rules: eea-2014-2021@1", "rules: eea-2014-2021@7", "in version 1, not 7"},
		"a grant below the least":        {"min: 5000", "min: 4999", "4999.00 EUR is outside rule G1"},
		"a grant above the greatest":     {"max: 200000", "max: 200001", "200001.00 EUR is outside rule G1"},
		"a window of less than 2 months": {"closes: 2022-10-07T17:00", "closes: 2022-09-07T17:00", "less than 2 months"},
	} {
		changed := strings.Replace(file, c.old, c.now, 1)
		if changed == file {
			t.Fatalf("%s: the file has no %q", name, c.old)
		}
		_, faults := Read([]byte(changed), WithinRules)
		said := false
		for _, f := range faults {
			said = said || strings.Contains(f.Sentence, c.says) && f.Line > 0
		}
		if !said {
			t.Errorf("%s: %v", name, faults)
		}
	}
	for _, d := range shipped {
		if _, faults := Read(d.Bytes(), WithinRules); len(faults) > 0 {
			t.Errorf("%s: %v", d.ID, faults)
		}
	}
}
