// Package id makes the identifiers of everything Vekst stores.
package id

import "github.com/google/uuid"

// New returns a new identifier: a UUIDv7 as 36 characters of text, so that rows made later sort later and no
// identifier can be guessed from another.
func New() string { return uuid.Must(uuid.NewV7()).String() }
