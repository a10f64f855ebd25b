// Package token makes links that work without signing in: who has the link may do one thing, such as stop letters or read
// a calendar, and nobody can make a link that we did not give out. A token says what it is for and carries a signature
// (HMAC-SHA256) with a key of this installation, kept in the database so that all its processes know the same.
//
// A token is not secret from whoever it was given to, and it does not end by itself: what it can do must be harmless, or
// carry a number that is raised to end it.
package token

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"strings"

	"vekst/platform/action"
	"vekst/platform/db"
	"vekst/platform/refusal"
)

//go:embed schema/*.sql
var files embed.FS

// Schema holds the table of the key.
func Schema() fs.FS {
	f, err := fs.Sub(files, "schema")
	if err != nil {
		panic(err) // cannot be: the folder is embedded above
	}
	return f
}

const current = "1"

// makeKey makes the key of an installation that has none.
var makeKey = action.Define(action.Definition[string, string, struct{}]{
	Name: "token.make_key",
	Load: func(_ *action.Tx, id string) (string, error) { return id, nil },
	May:  action.Program[string](),
	When: action.AnyTime[string](),
	Do: func(tx *action.Tx, _ string, id string) (struct{}, error) {
		tx.About("token-key", id)
		var secret [32]byte
		_, _ = rand.Read(secret[:]) // never fails
		_, err := tx.Exec(`INSERT INTO token_keys (id, secret, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
			id, hex.EncodeToString(secret[:]), db.At(tx.Now()))
		return struct{}{}, err
	},
})

// Prepare makes the key where there is none. It is called once when the program starts.
func Prepare(ctx context.Context, door *action.Door) error {
	_, err := key(door.Reader(ctx))
	if refusal.KindOf(err) != refusal.Missing {
		return err
	}
	_, err = makeKey.Run(ctx, door, action.System("token"), current)
	return err
}

func key(r db.Reader) ([]byte, error) {
	secret, err := db.One(r, db.Value[string], `SELECT secret FROM token_keys WHERE id = $1`, current)
	if err != nil {
		return nil, err
	}
	return hex.DecodeString(secret)
}

const (
	between = "\x1f" // parts
	size    = 16     // of the signature, in bytes
)

// Make signs parts for a purpose. A token of one purpose is good for no other.
func Make(r db.Reader, purpose string, parts ...string) (string, error) {
	secret, err := key(r)
	if err != nil {
		return "", err
	}
	said := strings.Join(parts, between)
	return encode([]byte(said)) + "." + encode(sign(secret, purpose, said)), nil
}

// Read returns the parts of a token, or a refusal of kind Missing when it is not one of ours.
func Read(r db.Reader, purpose, token string) ([]string, error) {
	missing := refusal.New(refusal.Missing, "look.refusal.missing")
	first, second, _ := strings.Cut(token, ".")
	said, err := base64.RawURLEncoding.Strict().DecodeString(first)
	if err != nil {
		return nil, missing
	}
	signature, err := base64.RawURLEncoding.Strict().DecodeString(second)
	if err != nil {
		return nil, missing
	}
	secret, err := key(r)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(signature, sign(secret, purpose, string(said))) {
		return nil, missing
	}
	return strings.Split(string(said), between), nil
}

func sign(secret []byte, purpose, said string) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(purpose + "\x00" + said))
	return mac.Sum(nil)[:size]
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
