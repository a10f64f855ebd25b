package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
)

// edits is how many edits two people make at random while everything breaks.
const edits = "1000"

// lostEdits lets two people write in one draft in real browsers, with lines that are cut, a server that is killed and
// pages that are closed, and counts what they wrote and is nowhere to be found.
func (b *bench) lostEdits(context.Context) error {
	test := exec.Command("go", "test", "./browser", "-run", "^TestNoEditIsLost$", "-count=1", "-v", "-timeout=60m")
	test.Env = append(os.Environ(), "VEKST_TEST_EDITS="+edits, "VEKST_TEST_REQUIRE_BROWSER=1")
	out, failed := test.CombinedOutput()
	found := regexp.MustCompile(`figure (\w+) (\d+) (\w+)`).FindAllSubmatch(out, -1)
	if len(found) == 0 {
		return fmt.Errorf("no figure in %s", out)
	}
	for _, m := range found {
		n, err := strconv.ParseFloat(string(m[2]), 64)
		if err != nil {
			return err
		}
		figure(string(m[1]), n, string(m[3]))
	}
	if failed != nil {
		return fmt.Errorf("%w\n%s", failed, out)
	}
	return nil
}
