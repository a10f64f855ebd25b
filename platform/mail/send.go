package mail

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/lang"
	"vekst/platform/outbox"
	"vekst/value/address"
)

// Options are how letters leave. Without a Server they wait in the outbox, unless this is a demonstration: there they are
// kept for the mailbox page, and that counts as sent.
type Options struct {
	Catalog *lang.Catalog
	Address string // the address people type, for links
	From    string // Vekst <noreply@example.org>
	Server  string // smtp://user:password@host:587 or smtps://host:465; "" for none
	Demo    bool   // letters are only kept, never sent, whatever Server says
}

// sending is how long one attempt may take. Another worker leaves the letter alone for that long, also after a crash.
const sending = 2 * time.Minute

// Errors of sending; each leaves the letter in the outbox for another attempt.
var (
	ErrNoServer = errors.New("mail: no mail server is set (setting smtp)")
	errBusy     = errors.New("mail: somebody else is sending this letter")
)

// Handler returns what does the lines of kind Kind, or an error that names the setting that is wrong.
func Handler(o Options) (outbox.Handler, error) {
	p := &post{Options: o}
	if o.Server != "" && !o.Demo {
		var err error
		if p.server, err = newServer(o.Server, o.From); err != nil {
			return nil, err
		}
	}
	if site, err := url.Parse(o.Address); err == nil {
		p.domain = site.Hostname()
	}
	return p.handle, nil
}

type post struct {
	Options
	server *server
	domain string
}

func (p *post) handle(ctx context.Context, door *action.Door, line outbox.Line) error {
	m, err := write(p.Catalog, p.Address, line)
	if err != nil {
		return err
	}
	taken, err := take.Run(ctx, door, action.System("mail"), taking{m, p.Demo})
	switch {
	case err != nil:
		return err
	case !taken.Sent.IsZero():
		return nil
	case p.server == nil:
		return errors.Join(ErrNoServer, p.leave(ctx, door, m))
	}
	limited, cancel := context.WithTimeout(ctx, sending/2)
	defer cancel()
	if err := p.server.send(limited, taken, line.ID+"@"+p.domain); err != nil {
		return errors.Join(anonymous(err, m), p.leave(ctx, door, m))
	}
	_, err = sent.Run(context.WithoutCancel(ctx), door, action.System("mail"), m.ID)
	return err
}

// anonymous is the error without the address, which servers like to repeat: errors are logged.
func anonymous(err error, m Mail) error {
	said := strings.ReplaceAll(err.Error(), m.To, "…")
	if to, err := address.ASCII(m.To); err == nil {
		said = strings.ReplaceAll(said, to, "…")
	}
	return errors.New("mail: " + said)
}

// leave lets the next attempt begin at once when the outbox says so.
func (p *post) leave(ctx context.Context, door *action.Door, m Mail) error {
	_, err := left.Run(context.WithoutCancel(ctx), door, action.System("mail"), m.ID)
	return err
}

type taking struct {
	mail Mail
	only bool // only keep it
}

// take keeps the letter if it is new, and claims it for sending. It returns the letter as it was kept first: its words do
// not change between attempts.
var take = action.Define(action.Definition[taking, taking, Mail]{
	Name: "mail.take",
	Load: func(_ *action.Tx, t taking) (taking, error) { return t, nil },
	May:  action.Program[taking](),
	When: action.AnyTime[taking](),
	Do: func(tx *action.Tx, _ taking, t taking) (Mail, error) {
		tx.About("mail", t.mail.ID)
		if err := insert(tx, t.mail); err != nil {
			return Mail{}, err
		}
		if t.only {
			if err := mark(tx, t.mail.ID); err != nil {
				return Mail{}, err
			}
			return Find(tx, t.mail.ID)
		}
		claimed, err := claim(tx, t.mail.ID, tx.Now().Add(sending))
		if err != nil {
			return Mail{}, err
		}
		kept, err := Find(tx, t.mail.ID)
		if err == nil && !claimed && kept.Sent.IsZero() {
			err = errBusy
		}
		return kept, err
	},
})

// sent marks a letter the server has accepted.
var sent = step("mail.sent", mark)

// left gives back a letter that could not be sent.
var left = step("mail.left", release)

func step(name string, do func(tx *action.Tx, id string) error) *action.Action[string, string, struct{}] {
	return action.Define(action.Definition[string, string, struct{}]{
		Name: name,
		Load: func(_ *action.Tx, id string) (string, error) { return id, nil },
		May:  action.Program[string](),
		When: action.AnyTime[string](),
		Do: func(tx *action.Tx, _ string, id string) (struct{}, error) {
			tx.About("mail", id)
			return struct{}{}, do(tx, id)
		},
	})
}
