package review

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
)

const scoreUsage = `Usage: vekst score --expert1 X --expert2 Y [--expert3 Z] [--threshold 30] [--tie higher|lower|committee]

Turns the scores of two or three experts into one, by the two-expert rule, and prints it as JSON.

`

// ScoreCommand is `vekst score`: it prints one Calculation as a line of JSON and returns the exit code, 0, or 2 when it
// was used wrongly.
func ScoreCommand(args []string, stdout, stderr io.Writer) int {
	scores, policy, err := readScore(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	if err != nil {
		fmt.Fprintf(stderr, "vekst score: %v\n", err)
		return 2
	}
	if err := json.NewEncoder(stdout).Encode(Calculate(policy.Settle(scores...))); err != nil {
		fmt.Fprintf(stderr, "vekst score: %v\n", err)
		return 1
	}
	return 0
}

func readScore(args []string, stderr io.Writer) (scores []int64, policy Policy, err error) {
	typed, usual := [3]string{}, DefaultPolicy()
	flags := flag.NewFlagSet("score", flag.ContinueOnError)
	flags.StringVar(&typed[0], "expert1", "", "points of the first expert, at most two decimals")
	flags.StringVar(&typed[1], "expert2", "", "points of the second expert")
	flags.StringVar(&typed[2], "expert3", "", "points of the third expert, where one was required")
	flags.Int64Var(&policy.Percent, "threshold", usual.Percent, "a third expert is required when the difference is more than this percentage of the higher score")
	flags.StringVar((*string)(&policy.Tie), "tie", string(usual.Tie), "which of two equally close pairs counts: higher, lower or committee")
	flags.SetOutput(io.Discard)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprint(stderr, scoreUsage)
			flags.SetOutput(stderr)
			flags.PrintDefaults()
		}
		return nil, policy, err
	}
	if flags.NArg() > 0 {
		return nil, policy, fmt.Errorf("%q is not expected here: every score needs its flag", flags.Arg(0))
	}
	if policy.Tie == "" {
		return nil, policy, errors.New("--tie: must be higher, lower or committee")
	}
	if err := policy.Check(); err != nil {
		return nil, policy, spoken("policy", err)
	}
	scores, err = readScores(typed)
	return scores, policy, err
}

func readScores(typed [3]string) (scores []int64, err error) {
	for i, text := range typed {
		if i == 2 && text == "" {
			break
		}
		score, err := ParseScore(text, MaxScore)
		if err != nil {
			return nil, spoken(fmt.Sprintf("--expert%d", i+1), err)
		}
		scores = append(scores, score)
	}
	return scores, nil
}

// spoken says in plain words, for the person at the terminal, what is wrong with what they typed after a flag.
func spoken(flagName string, err error) error {
	switch {
	case errors.Is(err, ErrPercent):
		return errors.New("--threshold: must be a whole percentage from 0 to 100")
	case errors.Is(err, ErrTie):
		return errors.New("--tie: must be higher, lower or committee")
	case errors.Is(err, ErrNoScore):
		return fmt.Errorf("%s: a score is needed", flagName)
	case errors.Is(err, ErrDecimals):
		return fmt.Errorf("%s: at most two decimals", flagName)
	case errors.Is(err, ErrBelowZero):
		return fmt.Errorf("%s: a score cannot be below zero", flagName)
	case errors.Is(err, ErrAboveMaximum):
		return fmt.Errorf("%s: a score cannot be above %s", flagName, Plain(2*MaxScore))
	}
	return fmt.Errorf("%s: not a number of points, such as 82 or 82.5", flagName)
}
