package selection

import "crypto/sha256"

// Draw is an application's lot in the public draw: the SHA-256 of the seed, a line feed and the number. The lot that is
// smaller, read byte by byte, goes first. Anyone can redo it:
//
//	printf '%s\n%s' "$SEED" BGLD-1.004-0001 | sha256sum
//
// The draw is fair when the seed could not be known when applications got their numbers, and public when all can see
// that; how the seed was fixed is therefore published with the list.
func Draw(seed, number string) [sha256.Size]byte {
	return sha256.Sum256([]byte(seed + "\n" + number))
}
