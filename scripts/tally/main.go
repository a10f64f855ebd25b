// Command tally runs go test -json and prints what people want to read: failures with their output, a line for each
// package, why tests were skipped, and at the end one line: N passed, N failed, N skipped.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

func main() {
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(os.Stderr, "tally: say what to run: tally -- go test -json ./...")
		os.Exit(2)
	}
	c := exec.Command(args[0], args[1:]...)
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "tally:", err)
		os.Exit(2)
	}
	t := tally{output: map[string][]string{}}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		t.take(lines.Bytes())
	}
	failed := c.Wait() != nil || lines.Err() != nil
	t.print()
	if failed || t.failed > 0 {
		os.Exit(1)
	}
}

type tally struct {
	passed, failed, skipped int
	output                  map[string][]string
	skips, complaints       []string
}

func (t *tally) take(line []byte) {
	var e event
	if json.Unmarshal(line, &e) != nil {
		fmt.Println(string(line))
		return
	}
	name := e.Package + " " + e.Test
	switch {
	case e.Action == "output":
		t.output[name] = append(t.output[name], e.Output)
		return
	case e.Action == "build-output":
		fmt.Print(e.Output)
		return
	case e.Test == "":
		t.whole(e)
		return
	}
	switch e.Action {
	case "pass":
		t.passed++
	case "fail":
		t.failed++
		fmt.Print(strings.Join(t.output[name], ""))
		t.complaints = append(t.complaints, complaints(e.Test, t.output[name])...)
	case "skip":
		t.skipped++
		t.skips = append(t.skips, reason(t.output[name]))
	default:
		return
	}
	delete(t.output, name)
}

// whole is the end of a package.
func (t *tally) whole(e event) {
	switch e.Action {
	case "pass":
		fmt.Printf("ok    %-40s %6.1f s\n", e.Package, e.Elapsed)
	case "fail":
		fmt.Printf("FAIL  %-40s %6.1f s\n", e.Package, e.Elapsed)
		fmt.Print(strings.Join(t.output[e.Package+" "], ""))
		t.failed += btoi(t.failed == 0)
	}
}

func (t *tally) print() {
	slices.Sort(t.skips)
	for _, s := range slices.Compact(t.skips) {
		fmt.Println("skipped:", s)
	}
	for _, c := range t.complaints {
		fmt.Println(c)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", t.passed, t.failed, t.skipped)
}

// complaints are the first sentences a test failed with, to be said once more at the end, where they are not lost among
// what servers and browsers said.
func complaints(test string, output []string) []string {
	const most, long = 6, 400
	all := []string{"failed: " + test}
	for _, line := range output {
		if said.MatchString(line) && len(all) <= most {
			line = strings.TrimRight(line, "\n")
			all = append(all, strings.ToValidUTF8(line[:min(len(line), long)], ""))
		}
	}
	return all
}

// said is a line a test wrote with Error or Log.
var said = regexp.MustCompile(`^\s+\w+_test\.go:\d+: `)

// reason is the sentence a test was skipped with.
func reason(output []string) string {
	for _, line := range output {
		if _, why, ok := strings.Cut(line, ".go:"); ok {
			_, why, _ = strings.Cut(why, ": ")
			return strings.TrimSpace(why)
		}
	}
	return "no reason given"
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
