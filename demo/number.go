package demo

import (
	"fmt"

	"vekst/value/registration"
)

// registerNumber is the n-th invented register number: nine digits that begin with 999, with a right check digit. Numbers
// of the BULSTAT register have not come near that range; the page of the demonstration says that they are invented.
func registerNumber(n int) string {
	for digit := range 10 {
		number := fmt.Sprintf("999%05d%d", n, digit)
		if _, err := registration.Bulgarian(number); err == nil {
			return number
		}
	}
	return "" // cannot be: every eight digits have a check digit
}
