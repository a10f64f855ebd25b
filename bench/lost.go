package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"time"

	"vekst/grants/application"
	"vekst/platform/action"
	"vekst/platform/db"
)

// kept is what the server acknowledged: applications submitted, and the last answer saved of each.
type kept struct {
	sync.Mutex
	submitted map[string]bool
	saved     map[string]int
}

// lost kills the server at random moments under load, again and again, and counts what had been acknowledged and is gone,
// and what is half there.
func (b *bench) lost(ctx context.Context) error {
	for _, engine := range b.engines() {
		database, made, err := b.filled(ctx, engine, 200**rounds)
		if err != nil {
			return err
		}
		k := &kept{submitted: map[string]bool{}, saved: map[string]int{}}
		for round := range *rounds {
			if err := b.killed(database, made[200*round:200*(round+1)], k); err != nil {
				return err
			}
		}
		if err := b.account(ctx, engine, database, k); err != nil {
			return err
		}
	}
	return nil
}

// killed lets half the clients save and half submit, and kills the server in the middle.
func (b *bench) killed(database string, made []draft, k *kept) error {
	s, err := b.serve("serve", database)
	if err != nil {
		return err
	}
	var clients sync.WaitGroup
	clients.Go(func() {
		time.Sleep(time.Duration(100+rand.IntN(900)) * time.Millisecond)
		s.kill()
	})
	clients.Go(func() {
		load(s.listen, 16, 2*time.Second, int64(len(made)/2), func(c *client, turn int64) error {
			d := made[turn]
			err := submitting(c, d)
			if err == nil {
				k.Lock()
				k.submitted[d.application] = true
				k.Unlock()
			}
			time.Sleep(100 * time.Millisecond) // so that the server dies in the middle of them
			return err
		})
	})
	clients.Go(func() {
		half := made[len(made)/2:]
		load(s.listen, 16, 2*time.Second, 1<<60, func(c *client, turn int64) error {
			// Each draft is saved by one client at a time, so that the last acknowledged answer is the one to find.
			d := half[turn%int64(len(half))]
			k.Lock()
			n := int(turn)
			k.Unlock()
			err := saving(c, d, "summary", fmt.Sprint("№ ", n))
			if err == nil {
				k.Lock()
				k.saved[d.application] = max(n, k.saved[d.application])
				k.Unlock()
			}
			return err
		})
	})
	clients.Wait()
	return nil
}

// account compares what was acknowledged with what is there, and verifies the log.
func (b *bench) account(ctx context.Context, engine, database string, k *kept) error {
	lost, half := 0, 0
	err := inside(ctx, database, func(door *action.Door) error {
		r := door.Reader(ctx)
		var err error
		if lost, err = gone(r, k.submitted, k.saved, "summary"); err != nil {
			return err
		}
		half, err = halves(r)
		return err
	})
	if err != nil {
		return err
	}
	figure("acknowledged_before_kill"+suffix(engine), float64(len(k.submitted)+len(k.saved)), "submissions and drafts")
	figure("lost_after_kill"+suffix(engine), float64(lost), "acknowledged")
	figure("half_saved_after_kill"+suffix(engine), float64(half), "rows")
	return b.verifyLog(engine, database)
}

// gone counts what was acknowledged and is not there: applications submitted, and answers at a path, numbered upwards, of
// which the last that was acknowledged or a later one must be found.
func gone(r db.Reader, submitted map[string]bool, saved map[string]int, path string) (lost int, err error) {
	for id := range submitted {
		if s, err := application.FindSubmission(r, id); err != nil || s.Number == "" || len(s.Content) == 0 {
			lost++
		}
	}
	for id, n := range saved {
		answers, err := application.Answers(r, id)
		if err != nil {
			return lost, err
		}
		found := -1
		for _, a := range answers {
			if a.Path == path {
				_, _ = fmt.Sscanf(a.Value, "№ %d", &found)
			}
		}
		if found < n {
			lost++
		}
	}
	return lost, nil
}

// halves counts submissions without their version, number, audit entry or letter, and gaps in the numbers.
func halves(r db.Reader) (int, error) {
	total := 0
	for _, query := range []string{
		`SELECT COUNT(*) FROM applications WHERE call = $1 AND state = 'submitted' AND (number = '' OR id NOT IN (SELECT application FROM application_versions))`,
		`SELECT COUNT(*) FROM application_versions v WHERE v.application IN (SELECT id FROM applications WHERE call = $1 AND state <> 'submitted')`,
		`SELECT COUNT(*) FROM applications WHERE call = $1 AND state = 'submitted' AND id NOT IN (SELECT subject FROM audit_entries WHERE action = 'application.submit')`,
		`SELECT COUNT(*) - COUNT(DISTINCT number) FROM applications WHERE call = $1 AND state = 'submitted'`,
	} {
		n, err := db.One(r, db.Value[int], query, benchCall)
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

func (b *bench) verifyLog(engine, database string) error {
	s, err := b.serve("serve", database)
	if err != nil {
		return err
	}
	defer s.stop()
	// What waited is sealed in batches. Where every server was killed before the first was, there is no checkpoint yet.
	var out []byte
	holds := 0.0
	for end := time.Now().Add(time.Minute); holds == 0 && time.Now().Before(end); {
		time.Sleep(3 * time.Second)
		if out, err = exec.Command(b.program, "verify", "log", "http://"+s.listen+"/log").CombinedOutput(); err == nil {
			holds = 1
		} else if !bytes.Contains(out, []byte("read the checkpoint")) {
			break
		}
	}
	fmt.Fprintf(os.Stderr, "%s", out)
	figure("log_holds_after_kill"+suffix(engine), holds, "1 is yes")
	return nil
}
