package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
)

// NewSecret is 32 random bytes as text, for a cookie or a link. Only its hash (see Hashed) is kept.
func NewSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// Hashed is what is kept of a secret: SHA-256, in hexadecimal. A secret of 32 random bytes needs no salt and no slow hash.
func Hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
