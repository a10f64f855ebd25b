// Package money holds amounts in whole minor units. There are no floats here and no rounding except in the one function
// that says how.
package money

import (
	"errors"
	"fmt"
	"math/big"
	"strings"
)

// Amount is a sum in minor units (euro cents, øre) of a currency (ISO 4217).
type Amount struct {
	Cents    int64
	Currency string
}

// Max is the largest number of cents Vekst accepts in one amount: 9 999 999 999.99. Sums of many such stay far inside
// an int64.
const Max = 999_999_999_999

// Why a text is not an amount. Callers turn these into a sentence in the person's language.
var (
	ErrNotANumber = errors.New("money: not a number")
	ErrDecimals   = errors.New("money: more than two decimals")
	ErrTooLarge   = errors.New("money: too large")
	ErrAmbiguous  = errors.New("money: thousands or decimals")
)

// Parse reads an amount the way people in Bulgaria, Norway and Britain type it: 12500, 12 500,00, 12.500,00, 12,500.00,
// €12,500.00, "12 500 €". It returns cents. A single separator followed by exactly three digits ("12.500", "12,500") is
// refused with ErrAmbiguous, since it is twelve thousand five hundred to one reader and twelve and a half to another;
// the page asks which.
func Parse(s string) (cents int64, err error) {
	s = strings.TrimSpace(s)
	for _, unit := range []string{"€", "EUR", "eur", "kr.", "kr", "NOK", "nok", "евро", "евра"} {
		s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, unit), unit))
	}
	negative := false
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		negative, s = true, rest
	} else if rest, ok := strings.CutPrefix(s, "−"); ok {
		negative, s = true, rest
	}
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\u2009', '\'', '’':
			return -1
		}
		return r
	}, s)
	whole, fraction, err := split(s)
	if err != nil {
		return 0, err
	}
	if len(fraction) > 2 {
		if strings.Trim(fraction[2:], "0") != "" {
			return 0, ErrDecimals
		}
		fraction = fraction[:2]
	}
	digits := strings.TrimLeft(whole+(fraction + "00")[:2], "0")
	if len(digits) > 12 {
		return 0, ErrTooLarge
	}
	for _, d := range digits {
		cents = cents*10 + int64(d-'0')
	}
	if negative {
		cents = -cents
	}
	return cents, nil
}

// split separates whole and decimal digits and checks that thousands are grouped by three.
func split(s string) (whole, fraction string, err error) {
	point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ',')
	decimal := max(point, comma)
	if decimal < 0 {
		return checked(s, "")
	}
	separator := s[decimal : decimal+1]
	once := strings.Count(s, separator) == 1
	both := point >= 0 && comma >= 0
	after := len(s) - decimal - 1
	switch {
	case both && once:
	case !both && once && after == 3 && decimal > 0 && s[:decimal] != "0":
		return "", "", ErrAmbiguous
	case !both && once:
	case both:
		return "", "", ErrNotANumber
	default:
		return grouped(s, "", separator)
	}
	other := ","
	if separator == "," {
		other = "."
	}
	return grouped(s[:decimal], s[decimal+1:], other)
}

// grouped takes out the thousands separator where it groups by three.
func grouped(whole, fraction, separator string) (string, string, error) {
	parts := strings.Split(whole, separator)
	for i, p := range parts[1:] {
		if len(p) != 3 || len(parts[0]) > 3 || (i == 0 && parts[0] == "") {
			return "", "", ErrNotANumber
		}
	}
	return checked(strings.Join(parts, ""), fraction)
}

func checked(whole, fraction string) (string, string, error) {
	if whole == "" && fraction == "" {
		return "", "", ErrNotANumber
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			return "", "", ErrNotANumber
		}
	}
	return whole, fraction, nil
}

// Share returns the part of cents that basisPoints (hundredths of a percent: 8500 is 85 %) allow, rounded down to the
// whole cent, as rule F1 asks of a grant: grant = floor(eligible × rate).
func Share(cents, basisPoints int64) int64 {
	product := new(big.Int).Mul(big.NewInt(cents), big.NewInt(basisPoints))
	return new(big.Int).Div(product, big.NewInt(10_000)).Int64()
}

// Plain writes cents with a point and two decimals, for files and machines: 1250000 is "12500.00".
func Plain(cents int64) string {
	sign := ""
	if cents < 0 {
		sign, cents = "-", -cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, cents/100, cents%100)
}
