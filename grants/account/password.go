package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// The parameters of argon2id: 19 MiB, 2 passes, 1 lane, the first recommendation of OWASP's Password Storage Cheat Sheet.
// They stand in every hash, so that raising them here leaves the passwords of today usable.
const (
	argonMemory = 19 * 1024 // KiB
	argonPasses = 2
	argonLanes  = 1
	argonKey    = 32 // bytes
)

// working keeps hashing from taking all processors and memory while many sign in at the same time.
var working = make(chan struct{}, max(1, runtime.NumCPU()))

func hashPassword(password string) string {
	var salt [16]byte
	_, _ = rand.Read(salt[:]) // never fails
	key := argon(password, salt[:], argonPasses, argonMemory, argonLanes, argonKey)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonPasses, argonLanes,
		base64.RawStdEncoding.EncodeToString(salt[:]), base64.RawStdEncoding.EncodeToString(key))
}

// nobodys is the hash of a password nobody has: who is not there costs as much work as who is.
const nobodys = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// isPassword compares in constant time. An empty or broken hash costs the same work and fits no password.
func isPassword(password, hash string) bool {
	salt, key, memory, passes, lanes, ok := parseHash(hash)
	if !ok {
		salt, key, memory, passes, lanes, _ = parseHash(nobodys)
	}
	got := argon(password, salt, passes, memory, lanes, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1 && ok
}

func parseHash(hash string) (salt, key []byte, memory, passes uint32, lanes uint8, ok bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, nil, 0, 0, 0, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &passes, &lanes); err != nil || passes == 0 || lanes == 0 {
		return nil, nil, 0, 0, 0, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return nil, nil, 0, 0, 0, false
	}
	key, err = base64.RawStdEncoding.DecodeString(parts[5])
	return salt, key, memory, passes, lanes, err == nil && len(key) == argonKey
}

func argon(password string, salt []byte, passes, memory uint32, lanes uint8, length uint32) []byte {
	working <- struct{}{}
	defer func() { <-working }()
	// The same characters can be typed as different bytes on different keyboards.
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, passes, memory, lanes, length)
}
