package programme

import (
	"errors"

	"vekst/value/money"
)

// Why a requested grant is refused (rule G1).
var (
	ErrBelowMinimum = errors.New("programme: below the smallest grant")
	ErrAboveMaximum = errors.New("programme: above the largest grant")
)

// CheckGrant holds a requested grant against the smallest and largest of a call, both allowed (rule G1). In euro cents. A
// maximum of 0 means none.
func CheckGrant(requested, minimum, maximum int64) error {
	if requested < minimum {
		return ErrBelowMinimum
	}
	if maximum > 0 && requested > maximum {
		return ErrAboveMaximum
	}
	return nil
}

// GrantFor is the grant for eligible costs in cents at a rate in basis points, rounded down to the cent (rule F1).
func GrantFor(eligible, rate int64) int64 { return money.Share(eligible, rate) }
