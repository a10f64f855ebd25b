package account

import (
	"time"

	"vekst/platform/action"
	"vekst/value/id"
)

// StartSession signs a person in, within the action that decides it, and returns the secret for the cookie. browser is
// the family as Browser gives it. In a demonstration the session outlives the moving of the clock.
func StartSession(tx *action.Tx, person, browser string, demo bool) (secret string, err error) {
	idle, life := sessionIdle, sessionLife
	if demo {
		idle, life = demoLife, demoLife
	}
	if err := deleteEnded(tx, person); err != nil {
		return "", err
	}
	secret = NewSecret()
	s := Session{ID: id.New(), Browser: browser, idle: idle, ends: tx.Now().Add(life)}
	return secret, insertSession(tx, s, person, secret)
}

// How long a link in a letter can be used.
const (
	resetLife  = time.Hour
	signUpLife = 48 * time.Hour
)
