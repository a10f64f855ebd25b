package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"vekst/grants/account"
	"vekst/grants/call"
	"vekst/grants/municipality"
	"vekst/grants/notice"
	"vekst/grants/organisation"
	"vekst/grants/statistics"
	"vekst/platform/action"
)

// The calls of the demonstration.
const (
	conceptCall = "concept-2020"
	grantsCall  = "job-creation-2022"
)

// ErrHalf is the error of a database with calls in it that no demonstration has finished filling: either filling it was
// interrupted, or it belongs to something else.
var ErrHalf = errors.New("demo: this database holds calls already, and no finished demonstration; start anew with --fresh=yes or another --database")

// builder fills a new demonstration. Whatever it does is done by an action of the program.
type builder struct {
	ctx     context.Context
	door    *action.Door
	places  *municipality.Register
	texts   *texts
	folder  string                    // where files are kept
	letter  []byte                    // a sample letter
	people  map[string]account.Person // the cast, by key
	drafted string                    // the application the walk goes on with
	mu      sync.Mutex
	owners  map[string]account.Person // who speaks for an organisation, by its identifier
}

// Seed fills an empty database, and the folder of files: people, organisations, both calls, the concept call decided, the small grants scheme open.
// It is the same each time but for identifiers and secrets. A database that was filled before is left as it is.
func Seed(ctx context.Context, door *action.Door, folder string) error {
	if done, err := isSeeded(door.Reader(ctx)); err != nil || done {
		return err
	}
	if calls, err := call.Count(door.Reader(ctx), Start, ""); err != nil || calls != (call.Counts{}) {
		return errors.Join(err, ErrHalf)
	}
	b, err := newBuilder(ctx, door, folder)
	if err != nil {
		return err
	}
	for _, step := range []func() error{b.cast, b.figures, b.index, b.chosen, b.calls, b.concepts, b.decided, b.grants, b.draft, b.resources, b.surveys, b.read} {
		if err := step(); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	_, err = finish.Run(action.At(ctx, Start), door, program, b.drafted)
	return err
}

func newBuilder(ctx context.Context, door *action.Door, folder string) (*builder, error) {
	places, err := municipality.Seed()
	if err != nil {
		return nil, err
	}
	texts, err := readTexts()
	if err != nil {
		return nil, err
	}
	letter, err := files.ReadFile("data/letter.pdf")
	return &builder{ctx: ctx, door: door, places: places, texts: texts, folder: folder, letter: letter,
		people: map[string]account.Person{}, owners: map[string]account.Person{}}, err
}

// random returns the same numbers in every demonstration, others for each subject.
func random(subject uint64) *rand.Rand { return rand.New(rand.NewPCG(20220708, subject)) }

// at is a moment for an action.
func (b *builder) at(moment time.Time) context.Context { return action.At(b.ctx, moment) }

var program = action.System("demo")

// day is a moment in Sofia.
func day(year int, month time.Month, d, hour, minute int) time.Time {
	return time.Date(year, month, d, hour, minute, 0, 0, sofia)
}

// byDay puts a moment of the night off until the morning, as people do.
func byDay(t time.Time) time.Time {
	if h := t.In(sofia).Hour(); h >= 22 || h < 7 {
		return t.Add(9 * time.Hour)
	}
	return t
}

var sofia = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Sofia")
	if err != nil {
		return time.UTC
	}
	return zone
}()

// each does something for 0 to n-1, several at a time, so that the writer can commit them in groups.
func each(n int, do func(i int) error) error {
	var all sync.WaitGroup
	failures := make([]error, n)
	places := make(chan struct{}, 48)
	for i := range n {
		places <- struct{}{}
		all.Go(func() {
			failures[i] = do(i)
			<-places
		})
	}
	all.Wait()
	return errors.Join(failures...)
}

// cast makes the people a visitor can be, with their roles.
func (b *builder) cast() error {
	for _, r := range Cast {
		p, err := b.person(day(2020, 4, 14, 9, 0), r.Name, r.Email, r.Lang)
		if err != nil {
			return err
		}
		b.people[r.Key] = p
	}
	return each(len(Cast), func(i int) error {
		for _, role := range Cast[i].roles {
			grant := account.Grant{Person: b.people[Cast[i].Key].ID, Role: role, Scope: account.Programme}
			if _, err := account.GiveRole.Run(b.at(day(2020, 4, 14, 9, 30)), b.door, program, grant); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *builder) person(moment time.Time, name, email, lang string) (account.Person, error) {
	id, err := account.Create.Run(b.at(moment), b.door, program, account.New{Name: name, Email: email, Lang: lang})
	return account.Person{ID: id, Name: name, Email: email, Lang: lang}, err
}

// figures imports the public figures that come with the program.
func (b *builder) figures() error {
	for i, table := range statistics.Shipped {
		moment := b.at(day(2020, 4, 15, 10, i))
		proposed, err := statistics.Propose.Run(moment, b.door, b.actor("operator"), statistics.Proposing{Shipped: table.Name})
		if err != nil {
			return err
		}
		_, state, err := statistics.Preview(b.door.Reader(b.ctx), proposed)
		if err != nil {
			return err
		}
		if _, err := statistics.Confirm.Run(moment, b.door, b.actor("operator"), statistics.Confirming{ID: proposed.ID, State: state}); err != nil {
			return fmt.Errorf("%s: %w", table.Name, err)
		}
	}
	return nil
}

// calls publishes the two calls on the days on which they were.
func (b *builder) calls() error {
	all, err := call.Shipped()
	if err != nil {
		return err
	}
	for _, d := range all {
		published := d.Window.Opens
		if _, err := call.Publish.Run(b.at(published), b.door, b.actor("operator"), call.Publication{File: d.Bytes()}); err != nil {
			return fmt.Errorf("%s: %w", d.ID, err)
		}
	}
	return nil
}

// read lets everybody have read long ago what they were told before the demonstration begins.
func (b *builder) read() error {
	for _, r := range Cast {
		if _, err := notice.See.Run(b.at(Start.Add(-time.Hour)), b.door, b.actor(r.Key), nil); err != nil {
			return err
		}
	}
	return nil
}

// actor is somebody of the cast with everything they were given.
func (b *builder) actor(key string) action.Actor {
	r := role(key)
	return actorOf(b.people[key].ID, r)
}

func actorOf(person string, r Role) action.Actor {
	a := action.Actor{ID: person}
	for _, role := range r.roles {
		a.Grants = append(a.Grants, action.Grant{Role: role, Scope: account.Programme})
	}
	return a
}

// speaker is the owner of an organisation as an actor.
func (b *builder) speaker(of string) action.Actor {
	b.mu.Lock()
	defer b.mu.Unlock()
	return action.Actor{ID: b.owners[of].ID, Grants: []action.Grant{{Role: account.Owner, Scope: of}}}
}

// register makes an organisation owned by a person.
func (b *builder) register(moment time.Time, o organisation.Registering, owner account.Person) (string, error) {
	o.Country, o.Owner = "BG", owner.ID
	return organisation.Register.Run(b.at(moment), b.door, program, o)
}
