// Command vekst runs a local-development grants programme: one program, one database. See vekst help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// command is one thing the program can be asked to do.
type command struct {
	name, help string
	run        func(ctx context.Context, args []string) error
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	var exit exitCode
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
	case errors.As(err, &exit):
		os.Exit(int(exit))
	default:
		fmt.Fprintln(os.Stderr, "vekst:", err)
		os.Exit(2)
	}
}

// exitCode ends the program with a code after the command has said why itself.
type exitCode int

func (e exitCode) Error() string { return fmt.Sprintf("exit %d", int(e)) }

func run(ctx context.Context, args []string) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		help(os.Stdout)
		return nil
	}
	for _, c := range commands() {
		if rest, ok := c.match(args); ok {
			return c.run(ctx, rest)
		}
	}
	return fmt.Errorf("there is no command %q; vekst help lists them", args[0])
}
