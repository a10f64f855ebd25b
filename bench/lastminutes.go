package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"vekst/platform/action"
)

// The last minutes before a call closes.
const (
	writers    = 2000            // people with a draft open, each saving what they type
	pauseAsked = 4 * time.Second // between two saves of one person, give or take half
	closing    = 500             // of them submit, spread over the time
	openers    = 500             // others open a page of their form in the same time
)

// minutes is what happened in them. Times run from the moment at which a person wanted something, so that a server that
// makes people queue is charged for the queue.
type minutes struct {
	sync.Mutex
	saves, submissions, pages []time.Duration
	saved                     map[string]int // the last answer that was acknowledged, by application
	submitted                 map[string]bool
	failed                    int
	failure                   string
}

func (m *minutes) note(err error, wanted time.Time, into *[]time.Duration, done func()) {
	took := time.Since(wanted)
	m.Lock()
	defer m.Unlock()
	if err != nil {
		m.failed++
		m.failure = err.Error()
		return
	}
	*into = append(*into, took)
	done()
}

// lastMinutes lets 2,000 people type, 500 of them submit and 500 more open their form at once, as before a deadline, and
// then looks for what was acknowledged and is not there.
func (b *bench) lastMinutes(ctx context.Context) error {
	for _, engine := range b.engines() {
		database, made, err := b.filled(ctx, engine, writers+openers)
		if err != nil {
			return err
		}
		s, err := b.serve("serve", database)
		if err != nil {
			return err
		}
		s.profile(min(4, *seconds))
		m := &minutes{saved: map[string]int{}, submitted: map[string]bool{}}
		began := time.Now()
		m.run(s.listen, made, began.Add(time.Duration(max(*seconds, 30))*time.Second))
		s.stop()
		if m.failed > 0 {
			return fmt.Errorf("%d requests failed: %s", m.failed, m.failure)
		}
		m.tell(suffix(engine), time.Since(began))
		if err := m.account(ctx, engine, database); err != nil {
			return err
		}
	}
	return nil
}

func (m *minutes) run(address string, made []draft, end time.Time) {
	var people sync.WaitGroup
	length := time.Until(end)
	at := func() time.Time { return end.Add(-time.Duration(rand.Int64N(int64(length)))) }
	for i, d := range made[:writers] {
		last := end
		if i < closing {
			last = at()
		}
		people.Go(func() { m.writes(address, d, last, i < closing) })
	}
	for _, d := range made[writers:] {
		people.Go(func() { m.opens(address, d, at()) })
	}
	people.Wait()
}

// writes is one person who types until a moment, and then submits or goes on as long as there is time.
func (m *minutes) writes(address string, d draft, last time.Time, submits bool) {
	c := &client{address: address}
	defer c.close()
	wanted := time.Now().Add(time.Duration(rand.Int64N(int64(pauseAsked))))
	for n := 1; wanted.Before(last); n++ {
		time.Sleep(time.Until(wanted))
		err := saving(c, d, "lasting", fmt.Sprintf("№ %d Приходите от билките плащат заплатите и догодина.", n))
		m.note(err, wanted, &m.saves, func() { m.saved[d.application] = n })
		wanted = wanted.Add(pauseAsked/2 + time.Duration(rand.Int64N(int64(pauseAsked))))
	}
	if !submits {
		return
	}
	time.Sleep(time.Until(last))
	m.note(submitting(c, d), last, &m.submissions, func() { m.submitted[d.application] = true })
}

// opens is one person who opens a page of their form.
func (m *minutes) opens(address string, d draft, wanted time.Time) {
	time.Sleep(time.Until(wanted))
	c := &client{address: address}
	defer c.close()
	a, err := c.get("/applications/"+d.application+"/sections/work", d.session)
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("a page of the form: %d %.300s", a.status, a.body)
	}
	m.note(err, wanted, &m.pages, func() {})
}

func (m *minutes) tell(suffix string, took time.Duration) {
	figure("last_minutes_saves_per_s"+suffix, float64(len(m.saves))/took.Seconds(), "saves/s")
	for _, f := range []struct {
		name string
		all  []time.Duration
	}{{"autosave", m.saves}, {"submit", m.submissions}, {"page", m.pages}} {
		slices.Sort(f.all)
		figure("last_minutes_"+f.name+"_p50_ms"+suffix, float64(f.all[len(f.all)/2].Microseconds())/1000, "ms")
		figure("last_minutes_"+f.name+"_p99_ms"+suffix, float64(f.all[len(f.all)*99/100].Microseconds())/1000, "ms")
	}
}

// account looks for what was acknowledged.
func (m *minutes) account(ctx context.Context, engine, database string) error {
	return inside(ctx, database, func(door *action.Door) error {
		lost, err := gone(door.Reader(ctx), m.submitted, m.saved, "lasting")
		figure("last_minutes_lost"+suffix(engine), float64(lost), "acknowledged")
		return err
	})
}
