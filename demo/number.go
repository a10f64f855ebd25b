package demo

import (
	"fmt"

	"vekst/value/registration"
)

// registerNumber is the n-th invented register number: nine digits that begin with 999, so that they are recognised, with
// a right check digit. The page of the demonstration says that such numbers are invented.
func registerNumber(n int) string {
	for digit := range 10 {
		number := fmt.Sprintf("999%05d%d", n, digit)
		if _, err := registration.Bulgarian(number); err == nil {
			return number
		}
	}
	return "" // cannot be: every eight digits have a check digit
}
