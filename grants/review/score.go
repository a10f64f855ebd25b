package review

import (
	"errors"
	"fmt"
	"strings"
)

// MaxScore is the largest score Vekst accepts anywhere, in hundredths: 1,000,000 points. A call's own maximum is lower.
// Sums and the divergence rule on such scores stay far inside an int64.
const MaxScore = 100_000_000

// Why a text is not a score. Callers turn these into a sentence in the person's language.
var (
	ErrNoScore      = errors.New("review: nothing was typed")
	ErrNotAScore    = errors.New("review: not a number of points")
	ErrDecimals     = errors.New("review: more than two decimals")
	ErrBelowZero    = errors.New("review: below zero")
	ErrAboveMaximum = errors.New("review: above the maximum")
)

// ParseScore reads points the way people type them, with a comma or a point and at most two decimals: "82", "82,5",
// "82.50". It returns hundredths between 0 and maximum, itself in hundredths. It refuses thousands separators, and
// "82.500" because that is eighty-two thousand five hundred to some.
func ParseScore(typed string, maximum int64) (hundredths int64, err error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0, ErrNoScore
	}
	positive, negative := unsigned(typed)
	hundredths, err = parsePositive(positive)
	switch {
	case err != nil && !errors.Is(err, ErrAboveMaximum):
		return 0, err
	case negative && hundredths != 0, negative && err != nil:
		return 0, ErrBelowZero
	case err != nil, hundredths > min(maximum, MaxScore):
		return 0, ErrAboveMaximum
	}
	return hundredths, nil
}

func unsigned(typed string) (rest string, negative bool) {
	for _, sign := range []string{"-", "−"} {
		if rest, ok := strings.CutPrefix(typed, sign); ok {
			return rest, true
		}
	}
	return typed, false
}

func parsePositive(typed string) (hundredths int64, err error) {
	whole, decimals, divided := strings.Cut(strings.Replace(typed, ",", ".", 1), ".")
	if !isDigits(whole) || divided && !isDigits(decimals) {
		return 0, ErrNotAScore
	}
	if len(decimals) > 2 {
		return 0, ErrDecimals
	}
	for _, digit := range whole + (decimals + "00")[:2] {
		hundredths = hundredths*10 + int64(digit-'0')
		if hundredths > MaxScore {
			return 0, ErrAboveMaximum
		}
	}
	return hundredths, nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// Plain writes the average that twice stands for, exactly and as short as it can be: 17000 is "85", 16500 is "82.5",
// 16501 is "82.505". It is a valid JSON number.
func Plain(twice int64) string {
	written := thousandths(twice)
	return strings.TrimSuffix(strings.TrimRight(written, "0"), ".")
}

// Fixed writes the average that twice stands for, exactly, with two decimals, or three where there is half a
// hundredth: 17000 is "85.00", 16501 is "82.505".
func Fixed(twice int64) string {
	return strings.TrimSuffix(thousandths(twice), "0")
}

// thousandths writes twice/200 with three decimals: a two-hundredth is five thousandths.
func thousandths(twice int64) string {
	sign := ""
	if twice < 0 {
		sign, twice = "-", -twice
	}
	return fmt.Sprintf("%s%d.%03d", sign, twice/200, twice%200*5)
}
