package audit

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// Exit codes of the verify commands.
const (
	ExitHolds      = 0
	ExitDoesNot    = 1
	ExitUnreadable = 2 // a file could not be read, or the command was not understood
)

const receiptUsage = `usage: vekst verify receipt FILE [--key KEY] [--log URL|DIR] [--content FILE]

Checks a receipt from the file alone.
`

const logUsage = `usage: vekst verify log URL|DIR [--key KEY] [--since FILE]

Reads a whole published log, recomputes its tree and compares everything.
`

// VerifyReceiptCommand is "vekst verify receipt". It returns the exit code.
func VerifyReceiptCommand(args []string, stdout, stderr io.Writer) int {
	flags := newFlags("verify receipt", receiptUsage, stderr)
	key := flags.String("key", "", "the log's verifier `KEY`, known from elsewhere")
	log := flags.String("log", "", "also look the leaf up in the log published at `URL|DIR`")
	content := flags.String("content", "", "also check that `FILE` is the content that was received")
	file, ok := one(flags, args, key)
	if !ok {
		return ExitUnreadable
	}
	report, err := verifyReceiptFiles(file, *key, *log, *content)
	return finish(report, err, stdout, stderr)
}

// VerifyLogCommand is "vekst verify log". It returns the exit code.
func VerifyLogCommand(args []string, stdout, stderr io.Writer) int {
	flags := newFlags("verify log", logUsage, stderr)
	key := flags.String("key", "", "the log's verifier `KEY`, known from elsewhere")
	since := flags.String("since", "", "also check that the log still begins as the checkpoint in `FILE` said")
	place, ok := one(flags, args, key)
	if !ok {
		return ExitUnreadable
	}
	earlier, err := readIfNamed(*since)
	if err != nil {
		return finish(Report{}, err, stdout, stderr)
	}
	report, err := VerifyLog(fetcherFor(place), *key, earlier)
	return finish(report, err, stdout, stderr)
}

func verifyReceiptFiles(file, key, log, content string) (Report, error) {
	receipt, err := os.ReadFile(file)
	if err != nil {
		return Report{}, err
	}
	submitted, err := readIfNamed(content)
	if err != nil {
		return Report{}, err
	}
	report := VerifyReceipt(receipt, key, submitted)
	if log == "" || !report.Holds() {
		return report, nil
	}
	step, err := CheckPublished(receipt, fetcherFor(log))
	report.Steps = append(report.Steps, step)
	return report, err
}

// readIfNamed gives nil for no name, and never nil for a file, not even an empty one.
func readIfNamed(name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return append([]byte{}, data...), nil
}

func fetcherFor(place string) Fetcher {
	if strings.HasPrefix(place, "https://") || strings.HasPrefix(place, "http://") {
		return FetchHTTP(&http.Client{Timeout: 30 * time.Second}, place)
	}
	return FetchDir(place)
}

func newFlags(name, usage string, stderr io.Writer) *flag.FlagSet {
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {
		fmt.Fprint(stderr, usage)
		flags.PrintDefaults()
	}
	return flags
}

// one reads flags before and after the one other argument, and returns that one.
func one(flags *flag.FlagSet, args []string, key *string) (string, bool) {
	var others []string
	for {
		if flags.Parse(args) != nil {
			return "", false
		}
		if flags.NArg() == 0 {
			break
		}
		others, args = append(others, flags.Arg(0)), flags.Args()[1:]
	}
	if len(others) != 1 {
		flags.Usage()
		return "", false
	}
	if err := checkKey(*key); err != nil {
		fmt.Fprintln(flags.Output(), err)
		return "", false
	}
	return others[0], true
}

func checkKey(key string) error {
	if key == "" {
		return nil
	}
	if _, err := openKey(key); err != nil {
		return errors.New("the key given with --key is not a verifier key (name+hash+base64)")
	}
	return nil
}

func finish(report Report, err error, stdout, stderr io.Writer) int {
	if err != nil {
		fmt.Fprintf(stderr, "could not be read: %s\n", printable(err.Error()))
		return ExitUnreadable
	}
	report.Write(stdout)
	if step, failed := report.Failure(); failed {
		fmt.Fprintf(stdout, "\nDOES NOT HOLD: %s\n", printable(step.Says))
		return ExitDoesNot
	}
	fmt.Fprintln(stdout, "\nIT HOLDS")
	return ExitHolds
}
