package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"vekst/platform/db"
)

// backup copies the SQLite database of a running program to a new file.
func backup(ctx context.Context, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return errors.New("say where to: vekst backup FILE")
	}
	values, err := read(settings, args[1:])
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, values["database"])
	if err != nil {
		return err
	}
	if err := errors.Join(d.Backup(ctx, args[0]), d.Close()); err != nil {
		return err
	}
	fmt.Println(args[0])
	return nil
}
