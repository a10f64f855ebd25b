package account

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/refusal"
)

// firstLinkLife is how long the link of AdministratorCommand can be used.
const firstLinkLife = 24 * time.Hour

// AdministratorCommand makes a person an administrator of everything, and the person too if the address is new, and
// prints a link to choose a password, good for one use within a day. args are the mail address and the name; address is
// the site's. Whoever may run it has the database anyway.
func AdministratorCommand(ctx context.Context, door *action.Door, address string, args []string, out io.Writer) error {
	if len(args) < 2 {
		return fmt.Errorf("usage: vekst administrator EMAIL NAME")
	}
	name := strings.Join(args[1:], " ")
	person, err := Create.Run(ctx, door, action.System("administrator"), New{Name: name, Email: args[0], Lang: "bg"})
	if refusal.KindOf(err) == refusal.Conflict {
		var p Person
		p, err = FindByEmail(door.Reader(ctx), args[0])
		person = p.ID
	}
	if err != nil {
		return fmt.Errorf("administrator: %w", err)
	}
	if _, err := GiveRole.Run(ctx, door, action.System("administrator"), Grant{person, Administrator, ""}); err != nil {
		return fmt.Errorf("administrator: %w", err)
	}
	path, err := firstLink.Run(ctx, door, action.System("administrator"), person)
	if err != nil {
		return fmt.Errorf("administrator: %w", err)
	}
	_, err = fmt.Fprintf(out, "Choose a password within 24 hours at\n%s%s\n", strings.TrimSuffix(address, "/"), path)
	return err
}

// firstLink lets somebody choose a password without a letter.
var firstLink = action.Define(action.Definition[string, Person, string]{
	Name: "account.first_link",
	Load: func(tx *action.Tx, person string) (Person, error) { return Find(tx, person) },
	May:  action.Program[Person](),
	When: action.AnyTime[Person](),
	Do: func(tx *action.Tx, _ string, p Person) (string, error) {
		tx.About("person", p.ID)
		return newLink(tx, linkReset, p.ID, firstLinkLife)
	},
})
