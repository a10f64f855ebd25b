package account

import (
	"net/http"
	"time"

	"vekst/platform/action"
)

// Client is the address a request came from, as far as it can be believed. It is kept only hashed, to count.
func Client(r *http.Request) string { return client(r) }

// Limited counts one more of something anybody may do, such as asking a question, and refuses it when the same client has
// done it too often: a few are free, and then the waiting grows.
func Limited(tx *action.Tx, what, from string) error {
	l := limit{what, 5, time.Minute, time.Hour}
	a, err := holdAttempts(tx, l.of(from))
	if err != nil {
		return err
	}
	if err := a.wait(tx.Now()); err != nil {
		return err
	}
	return saveAttempts(tx, l.of(from), l.more(a, tx.Now()))
}
