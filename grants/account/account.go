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
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"vekst/platform/action"
	"vekst/platform/refusal"
	"vekst/value/text"
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

// Fold is the form in which mail addresses are compared: lower case, without space around them.
func Fold(email string) string { return strings.ToLower(strings.TrimSpace(email)) }

// IsAddress says whether s is one mail address of plain ASCII with a dot in its domain. It does not say that letters
// arrive there; only the confirmation does.
func IsAddress(s string) bool {
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

func complainName(name string) []refusal.Complaint {
	switch {
	case strings.TrimSpace(name) == "":
		return []refusal.Complaint{refusal.About("name", "account.refusal.name_empty")}
	case utf8.RuneCountInString(name) > NameLimit || strings.ContainsFunc(name, isControl):
		return []refusal.Complaint{refusal.About("name", "account.refusal.name_long", "Limit", NameLimit)}
	}
	return nil
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func complainEmail(email string) []refusal.Complaint {
	if !IsAddress(strings.TrimSpace(email)) {
		return []refusal.Complaint{refusal.About("email", "account.refusal.email")}
	}
	return nil
}

// complainPassword judges a new password by what NIST SP 800-63B, 3.1.1 asks for: its length, and that it is not what an
// attacker tries first. No rules about digits and signs.
func complainPassword(field, password, name, email string) []refusal.Complaint {
	folded := strings.ToLower(password)
	local, _, _ := strings.Cut(Fold(email), "@")
	switch n := utf8.RuneCountInString(password); {
	case n < PasswordMinimum:
		return []refusal.Complaint{refusal.About(field, "account.refusal.password_short", "Minimum", PasswordMinimum)}
	case n > PasswordLimit:
		return []refusal.Complaint{refusal.About(field, "account.refusal.password_long", "Limit", PasswordLimit)}
	case distinct(folded) < 5, folded == Fold(email), folded == strings.ToLower(name), strings.ReplaceAll(folded, local, "") == "",
		slices.ContainsFunc(expected, func(s string) bool { return strings.Trim(folded, "0123456789!.?") == s }):
		return []refusal.Complaint{refusal.About(field, "account.refusal.password_easy")}
	}
	return nil
}

// expected are words that are long enough and tried first, without the digits people put behind them.
var expected = []string{"password", "passwordpassword", "qwertyuiop", "qwertyuiopasdfgh", "qwertyuiopasdfghjkl", "qwertyqwerty",
	"administrator", "letmeinletmein", "passordpassord", "passord", "парола", "паролапарола", "явертъуиоп", "iloveyouiloveyou", ""}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}

func complainLang(lang string) []refusal.Complaint {
	if !text.Is(lang) {
		return []refusal.Complaint{refusal.About("lang", "account.refusal.lang")}
	}
	return nil
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
	Browser string // family only: firefox, chrome, edge, safari, opera or other
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
	return "other"
}

// mayGive says whether the actor gives and takes roles of the programme in scope.
func mayGive(a action.Actor, scope string) bool { return a.Has(Administrator, scope) }
