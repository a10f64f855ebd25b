package notice

import (
	"slices"
	"time"

	"vekst/grants/account"
	"vekst/platform/action"
	"vekst/platform/mail"
	"vekst/value/id"
)

// Tell tells people news of a kind, within the change that made them. Whoever did it is not told. How and when each is
// written to, their own choice says. It costs one statement for the news and one for every fifty people.
func Tell(tx *action.Tx, k Kind, n News, people ...string) error {
	people = slices.Clone(people)
	slices.Sort(people)
	people = slices.DeleteFunc(slices.Compact(people), func(p string) bool { return p == "" || p == tx.Actor().ID })
	if len(people) == 0 {
		return nil
	}
	n.ID, n.At, n.Kind = id.New(), tx.Now(), k.Key
	if err := insertNews(tx, n); err != nil {
		return err
	}
	for some := range slices.Chunk(people, 50) {
		readers, err := readersOf(tx, k, some)
		if err != nil {
			return err
		}
		if err := insertNotices(tx, n, readers); err != nil {
			return err
		}
	}
	return nil
}

// TellPeople is Tell for people as account lists them.
func TellPeople(tx *action.Tx, k Kind, n News, people []account.Person) error {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	return Tell(tx, k, n, ids...)
}

// Write sends a letter of its own, at once, about something a person must act on, and keeps the notice on screen. The
// letter ends by saying that it cannot be stopped, and why.
func Write(tx *action.Tx, k Kind, n News, p account.Person, l mail.Letter) error {
	l.To, l.Name, l.Foot = p.Email, p.Name, "notice.foot.must"
	if err := tx.Tell(mail.Kind, l); err != nil {
		return err
	}
	n.ID, n.At, n.Kind = id.New(), tx.Now(), k.Key
	if err := insertNews(tx, n); err != nil {
		return err
	}
	return insertNotices(tx, n, []reader{{person: p.ID, mailed: tx.Now()}})
}

// reader is a person with what decides when they are written to.
type reader struct {
	person      string
	due, mailed time.Time
}
