package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"vekst/grants/call"
	"vekst/grants/chosen"
	"vekst/grants/review"
	"vekst/grants/selection"
	"vekst/grants/targeting"
	"vekst/platform/action"
	"vekst/platform/audit"
)

func commands() []command {
	return []command{
		{"serve", "run the server", serve},
		{"demo", "run the demonstration: a database of its own, invented people, a clock you can move; --fresh=yes begins anew", demonstrate},
		{"migrate", "bring the database up to date and stop", migrate},
		{"backup", "FILE: copy the SQLite database of a running program", backup},
		{"administrator", "EMAIL NAME: make somebody an administrator and print a link to choose a password", administrator},
		{"permissions", "print who may do what, and when (docs/permissions.md)", func(context.Context, []string) error {
			return action.PrintPermissions(os.Stdout)
		}},
		{"check call", "FILE: name every fault in the file of a call, with its line", tool(call.CheckCommand)},
		{"score", "count two or three experts' scores by the two-expert rule", tool(review.ScoreCommand)},
		{"index run", "count a deprivation index from data, a framework and a recipe, and write every step of it", tool(targeting.RunCommand)},
		{"verify receipt", "check a receipt from its file alone", tool(audit.VerifyReceiptCommand)},
		{"verify ranking", "FILE: remake a published ranking from the points in it", tool(selection.VerifyRankingCommand)},
		{"verify index", "FOLDER or ZIP: remake a published index, and the selection beside it, from data, recipe and rule", tool(both(targeting.VerifyCommand, chosen.VerifyCommand))},
		{"verify log", "check a whole published log, at an address or in a folder", tool(audit.VerifyLogCommand)},
	}
}

// tool makes a command of a function that talks to the terminal itself and returns an exit code.
func tool(run func(args []string, stdout, stderr io.Writer) int) func(context.Context, []string) error {
	return func(_ context.Context, args []string) error {
		if code := run(args, os.Stdout, os.Stderr); code != 0 {
			return exitCode(code)
		}
		return nil
	}
}

// both runs a tool, and where it found nothing wrong another.
func both(first, second func(args []string, stdout, stderr io.Writer) int) func(args []string, stdout, stderr io.Writer) int {
	return func(args []string, stdout, stderr io.Writer) int {
		if code := first(args, stdout, stderr); code != 0 {
			return code
		}
		return second(args, stdout, stderr)
	}
}

// match says whether the command's words begin args, and returns the rest.
func (c command) match(args []string) ([]string, bool) {
	words := strings.Fields(c.name)
	if len(args) < len(words) {
		return nil, false
	}
	for i, w := range words {
		if args[i] != w {
			return nil, false
		}
	}
	return args[len(words):], true
}

func help(w io.Writer) {
	fmt.Fprint(w, "Vekst runs a local-development grants programme.\n\nCommands:\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  vekst %-16s %s\n", c.name, c.help)
	}
	fmt.Fprint(w, "\nSettings of serve, demo and migrate. A flag wins over the variable, that over a line name = \"value\" in the\nfile that --config or VEKST_CONFIG names:\n")
	settings.Print(w)
}
