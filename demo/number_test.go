package demo

import (
	"strings"
	"testing"

	"vekst/value/registration"
)

func TestInventedNumbersHaveRightCheckDigitsAndAreDifferent(t *testing.T) {
	seen := map[string]bool{}
	for n := range 2000 {
		number := registerNumber(n)
		if _, err := registration.Bulgarian(number); err != nil || !strings.HasPrefix(number, "999") || seen[number] {
			t.Errorf("%d: %q, %v", n, number, err)
		}
		seen[number] = true
	}
}
