package audit

import (
	"fmt"
	"io"
	"unicode"
)

// What a step of a verification came to.
const (
	Holds   = "holds"
	Fails   = "fails"
	Skipped = "skipped" // not asked for, or not reached because an earlier step fails
)

// Reasons of a skipped step. The reasons of failing steps are listed in ReceiptReasons.
const (
	NotAsked   = "not-asked"
	NotReached = "not-reached"
)

// Step is one step of a verification and what came of it.
type Step struct {
	ID     string // which step, as in "inclusion"
	State  string // Holds, Fails or Skipped
	Reason string // why it fails or was skipped, as in "content-differs"; empty when it holds
	Says   string // the same in plain English, for command-line tools
}

// Report is a verification, step by step. Steps after the first failing one are not reached.
type Report struct {
	Steps   []Step
	Key     string // the verifier key the signature was checked with; empty when none was readable
	Trusted bool   // the key was given by whoever asked, and not taken from what was to be verified
}

// Holds says whether no step fails. It says nothing about the key: see Trusted.
func (r Report) Holds() bool {
	_, fails := r.Failure()
	return !fails
}

// Failure is the first failing step, if any.
func (r Report) Failure() (Step, bool) {
	for _, step := range r.Steps {
		if step.State == Fails {
			return step, true
		}
	}
	return Step{}, false
}

// Write prints the report for people at a terminal.
func (r Report) Write(out io.Writer) {
	for _, step := range r.Steps {
		mark := map[string]string{Holds: "ok", Fails: "FAIL", Skipped: "-"}[step.State]
		fmt.Fprintf(out, "%-5s %-10s %s\n", mark, step.ID, printable(step.Says))
	}
	if r.Key == "" {
		return
	}
	fmt.Fprintf(out, "\nverifier key  %s\nfingerprint   %s\n", printable(r.Key), Fingerprint(r.Key))
	if !r.Trusted {
		fmt.Fprintln(out, "This key came with what was verified, so it proves nothing about who made it.\n"+
			"Compare the fingerprint with one from elsewhere (print, another site, a letter), or give --key.")
	}
}

// check is one step to be taken; it returns what the step came to, all but the id.
type check struct {
	id  string
	run func() Step
}

// take runs the checks in order; after the first that fails the rest are not reached.
func take(checks []check) []Step {
	steps := make([]Step, 0, len(checks))
	failed := false
	for _, check := range checks {
		step := Step{State: Skipped, Reason: NotReached, Says: "not reached"}
		if !failed {
			step = check.run()
		}
		step.ID = check.id
		failed = failed || step.State == Fails
		steps = append(steps, step)
	}
	return steps
}

func holds(says string, args ...any) Step {
	return Step{State: Holds, Says: fmt.Sprintf(says, args...)}
}

func fails(reason, says string, args ...any) Step {
	return Step{State: Fails, Reason: reason, Says: fmt.Sprintf(says, args...)}
}

func notAsked(says string) Step { return Step{State: Skipped, Reason: NotAsked, Says: says} }

// printable keeps control characters of an untrusted file away from the terminal.
func printable(text string) string {
	runes := []rune(text)
	for i, r := range runes {
		if !unicode.IsPrint(r) {
			runes[i] = unicode.ReplacementChar
		}
	}
	return string(runes)
}
