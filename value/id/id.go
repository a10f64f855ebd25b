// Package id makes the identifiers of everything Vekst stores.
package id

import "github.com/google/uuid"

// New returns a new identifier: a UUIDv7 as 36 characters of text, so that rows made later sort later and no
// identifier can be guessed from another.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Is says whether s has the form of an identifier. It does not say that such a thing exists.
func Is(s string) bool {
	if len(s) != 36 {
		return false
	}
	return uuid.Validate(s) == nil
}
