package application

import (
	"context"
	"errors"
	"strconv"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/notice"
	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/lang"
	"vekst/platform/mail"
	"vekst/platform/outbox"
	"vekst/value/text"
)

// afterChange does what a change of a call asks of its applications: drafts move to the new version, and everybody who is
// writing or has submitted is told, once each. It may be repeated.
func afterChange(ctx context.Context, door *action.Door, line outbox.Line) error {
	var e call.Event
	if err := line.Read(&e); err != nil {
		return err
	}
	drafts, err := stale(door.Reader(ctx), e.Call)
	for _, id := range drafts {
		_, failed := Adopt.Run(ctx, door, action.System("amendment"), id)
		err = errors.Join(err, failed)
	}
	if err != nil {
		return err
	}
	_, err = tell.Run(ctx, door, action.System("amendment"), e)
	return err
}

// tidings are what is told about a change of a call.
type tidings struct {
	call.Event
	call      call.Published
	version   call.Version
	extension call.Extension
}

// tell writes to the people of every organisation that is writing or has submitted, and of its partners.
var tell = action.Define(action.Definition[call.Event, tidings, struct{}]{
	Name: "application.tell",
	Load: readTidings,
	May:  action.Program[tidings](),
	When: action.AnyTime[tidings](),
	Do: func(tx *action.Tx, e call.Event, n tidings) (struct{}, error) {
		tx.About("call", e.Call)
		people, err := concerned(tx, e.Call)
		for _, p := range people {
			if err == nil {
				err = n.tell(tx, p)
			}
		}
		return struct{}{}, err
	},
})

func readTidings(tx *action.Tx, e call.Event) (tidings, error) {
	c, err := call.Find(tx, e.Call)
	if err != nil {
		return tidings{}, err
	}
	n := tidings{Event: e, call: c}
	if e.Extension > 0 {
		all, err := call.Extensions(tx, e.Call)
		for _, x := range all {
			if x.Number == e.Extension {
				n.extension = x
			}
		}
		return n, err
	}
	all, err := call.History(tx, e.Call)
	for _, v := range all {
		if v.Version == e.Version {
			n.version = v
		}
	}
	return n, err
}

// concerned are the owners and editors of organisations with a draft, or with a version that counts, and of those that take
// part in one as partners.
func concerned(r db.Reader, callID string) ([]account.Person, error) {
	organisations, err := db.All(r, db.Value[string], `SELECT organisation FROM applications WHERE call = $1 AND (state = 'draft' OR standing > 0)
		UNION SELECT p.organisation FROM application_partners p JOIN applications a ON a.id = p.application
		WHERE a.call = $1 AND (a.state = 'draft' OR a.standing > 0) AND p.organisation <> '' AND p.state <> 'removed' ORDER BY organisation`, callID)
	var all []account.Person
	known := map[string]bool{}
	for _, o := range organisations {
		for _, role := range []string{account.Owner, account.Editor} {
			people, err := account.WithRole(r, role, o)
			if err != nil {
				return nil, err
			}
			for _, p := range people {
				if !known[p.ID] {
					known[p.ID] = true
					all = append(all, p)
				}
			}
		}
	}
	return all, err
}

// name tells one change of a call from all others.
func (n tidings) name() string {
	if n.Extension > 0 {
		return n.Call + " extension " + strconv.FormatInt(n.Extension, 10)
	}
	return n.Call + " version " + strconv.FormatInt(n.Version, 10)
}

func (n tidings) tell(tx *action.Tx, p account.Person) error {
	first, err := tx.Exec(`INSERT INTO application_told (event, person) VALUES ($1, $2) ON CONFLICT DO NOTHING`, n.name(), p.ID)
	if err != nil || first == 0 {
		return err
	}
	kind := toldAmended
	if n.Extension > 0 {
		kind = toldExtended
	}
	l := n.letter(p)
	about := notice.Subject{Kind: "call", ID: n.Call, Title: n.call.Title}
	return notice.Write(tx, kind, notice.News{About: about, Link: "/calls/" + n.Call + "/versions", Args: n.args()}, p, l)
}

// What is told at once, since whoever is writing or has submitted may have to act on it.
var (
	toldAmended  = notice.Define(notice.Kind{Key: "application.told.amended", Must: true})
	toldExtended = notice.Define(notice.Kind{Key: "application.told.extended", Must: true})
)

// args fill the sentence of the notice on screen.
func (n tidings) args() map[string]text.Text {
	if n.Extension == 0 {
		return map[string]text.Text{"Version": notice.Same(strconv.FormatInt(n.Version, 10))}
	}
	at := n.extension.Closes.In(n.call.Window.Location())
	return map[string]text.Text{"Closes": inAll(func(l string) string { return lang.DateTime(l, at) })}
}

func (n tidings) letter(p account.Person) mail.Letter {
	l := mail.Letter{Lang: p.Lang, Key: "application.mail.amended", Args: map[string]string{
		"Call": n.call.Title.In(p.Lang), "Mine": "/applications", "Link": "/" + p.Lang + "/calls/" + n.Call + "/versions", "Reason": n.version.Reason.In(p.Lang)}}
	if n.Extension == 0 {
		return l
	}
	zone := n.call.Window.Location()
	l.Key = "application.mail.extended"
	if n.extension.Outage != "" {
		l.Key = "application.mail.outage"
	}
	l.Args["Before"], l.Args["Closes"] = lang.DateTime(p.Lang, n.extension.Closed.In(zone)), lang.DateTime(p.Lang, n.extension.Closes.In(zone))
	l.Args["Reason"] = n.extension.Reason.In(p.Lang)
	return l
}
