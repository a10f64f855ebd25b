package call_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"vekst/grants/call"
)

func TestAContributionPromisesNeitherMoneyNorPoints(t *testing.T) {
	file := string(shippedCall(t, "survey-2019").Bytes())
	for part, written := range map[string]string{
		"money":          "money: {currency: EUR, budget: 100, min: 1, max: 10, rate: 85 %}",
		"activities_end": "activities_end: 2020-01-01",
		"gates":          "gates: []",
		"criteria":       "criteria: {total: 10, threshold: 5, groups: []}",
		"assessment":     "assessment: {experts: 2, divergence: 30 %, tie: higher}",
		"ranking":        "ranking: {tie_breakers: [draw], places: 1}",
	} {
		_, faults := call.Read([]byte(strings.Replace(file, "\nterritory:", "\n"+written+"\nterritory:", 1)))
		found := false
		for _, f := range faults {
			found = found || strings.Contains(f.Sentence, "leave "+part+" out")
		}
		if !found {
			t.Errorf("%s can stand in a contribution: %v", part, faults)
		}
	}
	for _, kind := range []string{"concept", "project"} {
		if _, faults := call.Read([]byte(strings.Replace(file, "kind: contribution", "kind: "+kind, 1))); len(faults) == 0 {
			t.Errorf("a call of kind %s has no criteria", kind)
		}
	}
}

func TestAContributionCanBeAskedForWithoutEnd(t *testing.T) {
	file := shippedCall(t, "survey-2019").Bytes()
	closes := []byte("  closes: 2019-09-30T23:59 # until and including\n")
	file = bytes.Replace(bytes.Replace(file, closes, nil, 1), []byte("  - {path: window.closes, mark: programme, source: SURVEY}\n"), nil, 1)
	d, faults := call.Read(file, call.WithinRules)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if s := d.Window.At(time.Date(2039, 1, 1, 0, 0, 0, 0, time.UTC)); s != "open" {
		t.Errorf("in twenty years it is %s", s)
	}
	concept := shippedCall(t, "concept-2020").Bytes()
	if _, faults := call.Read(bytes.Replace(concept, []byte("  closes: 2020-06-30T17:00 # until and including\n"), nil, 1)); len(faults) == 0 {
		t.Error("a call for concepts never closes")
	}
}

func TestNothingIsDecidedAfterAContribution(t *testing.T) {
	life := call.Life{Published: time.Unix(1, 0), Unassessed: true}
	for _, s := range life.Steps(time.Unix(2, 0)) {
		if s.Stage == call.StageAssessed {
			t.Error("it will be assessed")
		}
	}
}
