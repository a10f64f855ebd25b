package notice

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/mail"
	"vekst/platform/token"
	"vekst/value/text"
)

// look is how often the job looks for letters that are due.
const look = 5 * time.Second

// job sends what is due until ctx ends.
func job(ctx context.Context, door *action.Door, log *slog.Logger) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		if _, err := Once(ctx, door); err != nil && ctx.Err() == nil {
			log.Error("notice", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Once leaves the letters that are due in the outbox and returns how many. What goes wrong with one person's letter keeps
// no other from going.
func Once(ctx context.Context, door *action.Door) (letters int, err error) {
	people, err := waiting(door.Reader(ctx), door.Now())
	if err != nil {
		return 0, err
	}
	for _, p := range people {
		sent, failed := send.Run(ctx, door, action.System("notice"), p)
		if failed != nil {
			err = failed
		}
		if sent {
			letters++
		}
	}
	return letters, err
}

// send leaves one letter in the outbox with everything that is due for a person and not seen yet. It returns whether there
// was anything.
var send = action.Define(action.Definition[string, account.Person, bool]{
	Name: "notice.send",
	Load: func(tx *action.Tx, person string) (account.Person, error) { return account.Find(tx, person) },
	May:  action.Program[account.Person](),
	When: action.AnyTime[account.Person](),
	Do: func(tx *action.Tx, _ string, p account.Person) (bool, error) {
		tx.About("person", p.ID)
		due, err := lockDue(tx, p.ID)
		if err != nil || len(due) == 0 {
			return false, err
		}
		if _, err := markMailed(tx, p.ID); err != nil {
			return false, err
		}
		if due, err = wanted(tx, p.ID, due); err != nil || len(due) == 0 {
			return false, err
		}
		l, err := digest(tx, p, due)
		if err != nil {
			return false, err
		}
		return true, tx.Tell(mail.Kind, l)
	},
})

// wanted leaves out what was seen on screen, and what the person has stopped since it was told.
func wanted(tx *action.Tx, person string, items []Item) ([]Item, error) {
	settings, ways, err := settingsOf(tx, person)
	return slices.DeleteFunc(items, func(i Item) bool {
		k, _ := kind(i.News.Kind)
		return i.Seen || !k.Must && (settings.Stopped || ways[i.News.Kind] == Never)
	}), err
}

// digest is the letter that says all items.
func digest(tx *action.Tx, p account.Person, items []Item) (mail.Letter, error) {
	l := mail.Letter{To: p.Email, Name: p.Name, Lang: p.Lang, Key: "notice.digest", Count: len(items)}
	for _, g := range Grouped(items) {
		part := mail.Part{Title: g.Title.In(p.Lang), Link: g.Link}
		for _, line := range g.Lines {
			part.Lines = append(part.Lines, mail.Line{Key: line.News.Kind + ".line", Args: said(line.Args, p.Lang), Count: line.Count})
		}
		l.Parts = append(l.Parts, part)
	}
	l.Args = map[string]string{"Name": p.Name, "First": l.Parts[0].Title, "Settings": "/notices/letters"}
	what := scope(items)
	if what == must {
		l.Key, l.Foot = "notice.must", "notice.foot.must"
		return l, nil
	}
	stop, err := token.Make(tx, stopping, p.ID, what)
	l.Stop = "/stop/" + stop
	l.Args["Stop"] = l.Stop
	return l, err
}

func said(args map[string]text.Text, lang string) map[string]string {
	all := map[string]string{}
	for name, t := range args {
		all[name] = t.In(lang)
	}
	return all
}

// What a link that stops letters is about, besides a kind.
const (
	everything = "*"
	must       = "!" // nothing can be stopped
)

// scope is what a letter's link stops: the kind, when it has only one that can be stopped, or everything.
func scope(items []Item) string {
	found := must
	for _, i := range items {
		k, ok := kind(i.News.Kind)
		switch {
		case ok && k.Must:
		case found == must:
			found = i.News.Kind
		case found != i.News.Kind:
			return everything
		}
	}
	return found
}
