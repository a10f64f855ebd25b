// Package registration checks the numbers under which organisations are registered: the Bulgarian EIK (also called
// BULSTAT) and the Norwegian organisation number.
//
// A right check digit says that a number was typed without a slip. It does not say that the organisation exists.
package registration

import (
	"errors"
	"strings"
)

// Why a text is not a registration number. Pages turn these into a sentence in the person's language.
var (
	ErrEmpty      = errors.New("registration: empty")
	ErrLetters    = errors.New("registration: something other than digits")
	ErrLength     = errors.New("registration: wrong number of digits")
	ErrCheckDigit = errors.New("registration: wrong check digit")
	ErrZeros      = errors.New("registration: nothing but zeros")
)

// Bulgarian reads an EIK of 9 digits, or of 13 for a branch, and returns its digits alone. Spaces and the prefix BG of a
// VAT number are passed over. A personal number (10 digits) is refused with ErrLength, so that it is never stored.
//
// The check digits follow the ordinance on the BULSTAT register: weights 1 to 8, remainder by 11; where that is 10,
// weights 3 to 10, and 0 where it is 10 again. Digits 10 to 12 of a branch are weighted 2, 7, 3, 5 from digit 9 on, or
// 4, 9, 5, 7. Because of the second weighting one wrong digit in some numbers still gives a right check digit; every other
// slip of one digit is caught.
func Bulgarian(s string) (string, error) {
	digits, err := bare(s, "BG", "")
	if err != nil {
		return "", err
	}
	if len(digits) != 9 && len(digits) != 13 {
		return "", ErrLength
	}
	right := check(digits[:8], []int{1, 2, 3, 4, 5, 6, 7, 8}, []int{3, 4, 5, 6, 7, 8, 9, 10}) == digits[8]
	if len(digits) == 13 {
		right = right && check(digits[8:12], []int{2, 7, 3, 5}, []int{4, 9, 5, 7}) == digits[12]
	}
	return judged(digits, right)
}

// Norwegian reads an organisation number of 9 digits and returns its digits alone. Spaces, and the NO and MVA of a VAT
// number, are passed over.
//
// The check digit follows the Brønnøysund Register Centre: weights 3, 2, 7, 6, 5, 4, 3, 2, and 11 less the remainder by
// 11; 11 counts as 0, and numbers that would get 10 are never issued. One wrong digit is always caught.
func Norwegian(s string) (string, error) {
	digits, err := bare(s, "NO", "MVA")
	if err != nil {
		return "", err
	}
	if len(digits) != 9 {
		return "", ErrLength
	}
	due := (11 - weighted(digits[:8], []int{3, 2, 7, 6, 5, 4, 3, 2})) % 11
	return judged(digits, due == int(digits[8]-'0'))
}

// Format writes digits the way people in the country read them: "971 032 146" in Norway, unbroken in Bulgaria. country is
// ISO 3166 alpha-2.
func Format(country, digits string) string {
	if country == "NO" && len(digits) == 9 {
		return digits[:3] + " " + digits[3:6] + " " + digits[6:]
	}
	return digits
}

// Parse reads the number of an organisation in a country (ISO 3166 alpha-2). checked is false for countries whose numbers
// we cannot check; the number is then returned as typed, without spaces at its ends.
func Parse(country, s string) (number string, checked bool, err error) {
	switch country {
	case "BG":
		number, err = Bulgarian(s)
		return number, true, err
	case "NO":
		number, err = Norwegian(s)
		return number, true, err
	}
	if number = strings.TrimSpace(s); number == "" {
		return "", false, ErrEmpty
	}
	return number, false, nil
}

// bare takes out white space and what surrounds the digits of a VAT number.
func bare(s, prefix, suffix string) (string, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	s = strings.TrimSuffix(strings.TrimPrefix(s, prefix), suffix)
	if s == "" {
		return "", ErrEmpty
	}
	if strings.Trim(s, "0123456789") != "" {
		return "", ErrLetters
	}
	return s, nil
}

func judged(digits string, right bool) (string, error) {
	if strings.Trim(digits, "0") == "" {
		return "", ErrZeros
	}
	if !right {
		return "", ErrCheckDigit
	}
	return digits, nil
}

// check is the check digit by two weightings, the second for where the first leaves 10.
func check(digits string, first, second []int) byte {
	remainder := weighted(digits, first)
	if remainder == 10 {
		remainder = weighted(digits, second) % 10
	}
	return byte('0' + remainder)
}

// weighted is the weighted sum of digits, by remainder of 11.
func weighted(digits string, weights []int) int {
	sum := 0
	for i, weight := range weights {
		sum += weight * int(digits[i]-'0')
	}
	return sum % 11
}
