package main

import (
	"context"
	"os"
	"strings"

	"vekst/grants/account"
	"vekst/platform/db"
	"vekst/platform/setting"
)

// administrator makes somebody an administrator: vekst administrator EMAIL NAME, with the settings of serve before, between
// or after.
func administrator(ctx context.Context, args []string) error {
	var given, who []string
	for _, a := range args {
		if strings.HasPrefix(a, "-") {
			given = append(given, a)
		} else {
			who = append(who, a)
		}
	}
	values, err := settings.Read(given, setting.Environment)
	if err != nil {
		return err
	}
	p, err := open(ctx, values, db.Now, nil)
	if err != nil {
		return err
	}
	defer p.close()
	return account.AdministratorCommand(ctx, p.door, values["address"], who, os.Stdout)
}
