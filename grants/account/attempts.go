package account

import (
	"net"
	"net/http"
	"strings"
	"time"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

// Attempts counts what somebody tried in vain, or too often, and until when they have to wait.
type attempts struct {
	failures    int
	last, until time.Time
}

// limit says how many attempts are free and how the waiting grows: it begins at first and doubles to most.
type limit struct {
	what        string
	free        int
	first, most time.Duration
}

// The limits. Waiting ends by itself and is never long, since anybody can make anybody wait.
var (
	signInsOf   = limit{"sign-in-of", 5, 30 * time.Second, 15 * time.Minute}    // an account, there or not
	signInsFrom = limit{"sign-in-from", 30, 30 * time.Second, 15 * time.Minute} // a client's address
	lettersTo   = limit{"letter-to", 3, 10 * time.Minute, 2 * time.Hour}        // a mail address, there or not
	lettersFrom = limit{"letter-from", 10, time.Minute, time.Hour}              // a client's address
)

// forgotten is how long an attempt counts.
const forgottenAfter = 24 * time.Hour

// more is a after one more attempt at now.
func (l limit) more(a attempts, now time.Time) attempts {
	if now.Sub(a.last) > forgottenAfter {
		a.failures = 0
	}
	a.failures++
	a.last = now
	if over := a.failures - l.free; over >= 0 {
		a.until = now.Add(min(l.first<<min(over, 16), l.most))
	}
	return a
}

// wait is the refusal of who has to wait, or nil. The sentence gives whole minutes, rounded up.
func (a attempts) wait(now time.Time) error {
	if !now.Before(a.until) {
		return nil
	}
	minutes := int((a.until.Sub(now) + time.Minute - 1) / time.Minute)
	return refusal.New(refusal.TooMany, "account.refusal.wait", "Count", minutes)
}

// of is the name under which the attempts of one account or client are kept: nobody can read whose they are.
func (l limit) of(whose string) string { return l.what + ":" + Hashed(whose) }

func findAttempts(r db.Reader, subject string) (attempts, error) {
	all, err := db.All(r, scanAttempts, `SELECT failures, last, until FROM account_attempts WHERE subject = $1`, subject)
	if err != nil || len(all) == 0 {
		return attempts{}, err
	}
	return all[0], nil
}

// holdAttempts reads them and keeps others from counting at the same time.
func holdAttempts(tx *action.Tx, subject string) (attempts, error) {
	if _, err := tx.Exec(`INSERT INTO account_attempts (subject, failures, last, until) VALUES ($1, 0, 0, 0) ON CONFLICT DO NOTHING`, subject); err != nil {
		return attempts{}, err
	}
	return db.One(tx, scanAttempts, `SELECT failures, last, until FROM account_attempts WHERE subject = $1`+tx.ForUpdate(), subject)
}

func scanAttempts(s db.Scanner, a *attempts) error {
	return s.Scan(&a.failures, db.Moment(&a.last), db.Moment(&a.until))
}

func saveAttempts(tx *action.Tx, subject string, a attempts) error {
	_, err := tx.Exec(`UPDATE account_attempts SET failures = $1, last = $2, until = $3 WHERE subject = $4`,
		a.failures, db.At(a.last), db.At(a.until), subject)
	return err
}

// clearAttempts forgets those of a subject, and what is too old to count, so that the table stays small.
func clearAttempts(tx *action.Tx, subject string) error {
	_, err := tx.Exec(`DELETE FROM account_attempts WHERE subject = $1 OR last > 0 AND last < $2`, subject, db.At(tx.Now().Add(-2*forgottenAfter)))
	return err
}

// client is the address a request came from, as far as it can be believed: what a proxy on this machine says, otherwise
// the other end of the connection. Of an IPv6 address it is the network, since one customer has all of it.
func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip := net.ParseIP(host)
	if ip != nil && ip.IsLoopback() {
		chain := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if said := net.ParseIP(strings.TrimSpace(chain[len(chain)-1])); said != nil {
			ip = said
		}
	}
	switch {
	case ip == nil:
		return host
	case ip.To4() == nil:
		return ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return ip.String()
}
