package review

import (
	"bytes"
	"strings"
	"testing"
)

func TestRefusesBadUseOfTheCalculatorInPlainWords(t *testing.T) {
	for args, want := range map[string]string{
		"":                                             "--expert1: a score is needed",
		"--expert1 90":                                 "--expert2: a score is needed",
		"--expert1 ninety --expert2 1":                 "--expert1: not a number of points",
		"--expert1 90 --expert2 1.234":                 "--expert2: at most two decimals",
		"--expert1 90 --expert2=-1":                    "--expert2: a score cannot be below zero",
		"--expert1 90 --expert2 9999999":               "--expert2: a score cannot be above 1000000",
		"--expert1 90 --expert2 50 --expert3 x":        "--expert3: not a number of points",
		"--expert1 90 --expert2 50 --threshold 101":    "--threshold: must be a whole percentage",
		"--expert1 90 --expert2 50 --threshold=-1":     "--threshold: must be a whole percentage",
		"--expert1 90 --expert2 50 --threshold thirty": "threshold",
		"--expert1 90 --expert2 50 --tie middle":       "--tie: must be higher, lower or committee",
		"--expert1 90 --expert2 50 --tie=":             "--tie: must be higher, lower or committee",
		"--expert1 90 --expert2 50 --expert4 60":       "expert4",
		"--expert1 90 --expert2 50 60":                 `"60" is not expected here`,
		"90 50":                                        `"90" is not expected here`,
	} {
		var stdout, stderr bytes.Buffer
		if code := ScoreCommand(strings.Fields(args), &stdout, &stderr); code != 2 || stdout.Len() > 0 || !strings.Contains(stderr.String(), want) {
			t.Errorf("%q: exit %d, printed %q, complained %q; want 2 and %q", args, code, stdout.String(), stderr.String(), want)
		}
	}
}

func TestPrintsTheScoreAsJSON(t *testing.T) {
	for args, want := range map[string]string{
		"--expert1 100 --expert2 70":                             `{"third_required":false,"score":85,"pair":"1-2","policy":"higher"}`,
		"--expert1 100 --expert2 69":                             `{"third_required":true,"score":null,"pair":null,"policy":"higher"}`,
		"--expert1 90 --expert2 50 --expert3 80":                 `{"third_required":true,"score":85,"pair":"1-3","policy":"higher"}`,
		"--expert1 90 --expert2 50 --expert3 70":                 `{"third_required":true,"score":80,"pair":"1-3","policy":"higher"}`,
		"--expert1 90 --expert2 50 --expert3 70 --tie lower":     `{"third_required":true,"score":60,"pair":"2-3","policy":"lower"}`,
		"--expert1 90 --expert2 50 --expert3 70 --tie committee": `{"third_required":true,"score":null,"pair":null,"policy":"committee"}`,
		"--expert1 60 --expert2 70 --expert3 80 --tie lower":     `{"third_required":false,"score":65,"pair":"1-2","policy":"lower"}`,
		"--expert1 60 --expert2 80 --expert3 70 --threshold 20":  `{"third_required":true,"score":75,"pair":"2-3","policy":"higher"}`,
		"--expert1 82,51 --expert2 82,5":                         `{"third_required":false,"score":82.505,"pair":"1-2","policy":"higher"}`,
		"--expert1 0 --expert2 0":                                `{"third_required":false,"score":0,"pair":"1-2","policy":"higher"}`,
		"--expert1 0 --expert2 1":                                `{"third_required":true,"score":null,"pair":null,"policy":"higher"}`,
	} {
		var stdout, stderr bytes.Buffer
		if code := ScoreCommand(strings.Fields(args), &stdout, &stderr); code != 0 || strings.TrimSpace(stdout.String()) != want {
			t.Errorf("%s: exit %d, %s%s, want %s", args, code, stdout.String(), stderr.String(), want)
		}
	}
}

func TestExplainsTheCalculatorWhenAsked(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := ScoreCommand([]string{"--help"}, &stdout, &stderr); code != 0 || !strings.Contains(stderr.String(), "Usage: vekst score") {
		t.Errorf("exit %d, %q", code, stderr.String())
	}
}
