// Package account knows the people who use Vekst: how they sign in, what they were given, and how they come back when
// they have forgotten a password.
//
// A person has a mail address that was confirmed, and sessions, one a browser. What a person may do follows from grants:
// a role within a scope. Roles of the programme have a programme as scope, or "" for everywhere; roles of membership have
// an organisation. All stand in one table, so that one query makes the actor of a request.
//
// No answer of ours tells a stranger whether an address has an account here; see signup.go, signin.go and forgotten.go.
package account

import (
	"net/mail"
	"strings"
	"time"

	"vekst/value/address"
)

// Person is somebody with an account.
type Person struct {
	ID    string
	Name  string
	Email string // as they typed it, confirmed
	Lang  string // language of their letters: bg, nb or en
}

// Limits of what people type, in characters.
const (
	NameLimit       = 120
	EmailLimit      = 254 // RFC 5321, 4.5.3.1.3, less the angle brackets
	PasswordMinimum = 12
	PasswordLimit   = 200 // a passphrase fits; more only makes us work
)

// Fold is the form in which mail addresses are compared: lower case, without space around them, a domain in other letters
// as mail servers know it.
func Fold(email string) string {
	email = strings.TrimSpace(email)
	if ascii, err := address.ASCII(email); err == nil {
		email = ascii
	}
	return strings.ToLower(email)
}

// IsAddress says whether s is one mail address with a dot in its domain. The domain may be in any letters, what stands
// before the @ is plain ASCII, since few mail servers take anything else. It does not say that letters arrive there; only the
// confirmation does.
func IsAddress(s string) bool {
	s, err := address.ASCII(s)
	if err != nil {
		return false
	}
	if len(s) > EmailLimit || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return false
	}
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Address != s {
		return false
	}
	_, domain, _ := strings.Cut(s, "@")
	return strings.Contains(strings.Trim(domain, "."), ".")
}

// Sessions end when they were not used for a month, and after three months in any case.
const (
	sessionIdle = 30 * 24 * time.Hour
	sessionLife = 90 * 24 * time.Hour
)

// In a demonstration the clock is moved by months, and nobody should have to sign in again for it.
const demoLife = 20 * 365 * 24 * time.Hour

// Session is one browser in which a person is signed in.
type Session struct {
	ID      string
	Browser string // family only: firefox, chrome, edge, safari, opera or unknown
	Began   time.Time
	Seen    time.Time // to the day
	idle    time.Duration
	ends    time.Time
}

// lives says whether the session can still be used.
func (s Session) lives(now time.Time) bool {
	return now.Before(s.Seen.Add(s.idle)) && now.Before(s.ends)
}

// Browser is the family of a browser by its User-Agent, all that we keep of it.
func Browser(agent string) string {
	for _, b := range []struct{ mark, family string }{
		{"Edg", "edge"}, {"OPR/", "opera"}, {"Firefox/", "firefox"}, {"FxiOS/", "firefox"}, {"CriOS/", "chrome"},
		{"Chrome/", "chrome"}, {"Safari/", "safari"},
	} {
		if strings.Contains(agent, b.mark) {
			return b.family
		}
	}
	return "unknown"
}
