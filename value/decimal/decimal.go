// Package decimal keeps figures exactly: whole millionths, never floating point. It reads numbers as people and programs
// write them, and says so where a number can be read in two ways or has more decimals than are kept.
package decimal

import (
	"errors"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// Decimal is a number in millionths.
type Decimal int64

// One is the number 1.
const One Decimal = 1_000_000

const places = 6

// Why a text is no decimal.
var (
	ErrNumber = errors.New("decimal: not a number")
	ErrPlaces = errors.New("decimal: more than six decimals")
	ErrLarge  = errors.New("decimal: too large")
)

// Whole is the decimal of a whole number.
func Whole(n int64) Decimal { return Decimal(n) * One }

// IsWhole says whether there is nothing after the point.
func (d Decimal) IsWhole() bool { return d%One == 0 }

// String writes a decimal with a point and as many decimals as it has: -12.5.
func (d Decimal) String() string {
	sign, n := "", uint64(d)
	if d < 0 {
		sign, n = "-", uint64(-d)
	}
	s := sign + strconv.FormatUint(n/uint64(One), 10)
	if rest := n % uint64(One); rest != 0 {
		digits := strconv.FormatUint(uint64(One)+rest, 10)[1:]
		s += "." + strings.TrimRight(digits, "0")
	}
	return s
}

// Decimals is how many decimals it has.
func (d Decimal) Decimals() int {
	_, rest, _ := strings.Cut(d.String(), ".")
	return len(rest)
}

// Parse reads what String writes.
func Parse(s string) (Decimal, error) {
	whole, rest, has := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !isDigits(whole) || has && !isDigits(rest) {
		return 0, ErrNumber
	}
	return assemble(strings.HasPrefix(s, "-"), whole, rest)
}

// assemble puts digits before and after the point together.
func assemble(negative bool, whole, rest string) (Decimal, error) {
	if rest = strings.TrimRight(rest, "0"); len(rest) > places {
		return 0, ErrPlaces
	}
	return scaled(negative, whole, rest)
}

// round puts them together too, to the nearest millionth, half away from zero, and says whether that changed the number.
func round(negative bool, whole, rest string) (Decimal, bool, error) {
	rest = strings.TrimRight(rest, "0")
	if len(rest) <= places {
		d, err := scaled(negative, whole, rest)
		return d, false, err
	}
	d, err := scaled(negative, whole, rest[:places])
	switch {
	case err != nil || rest[places] < '5':
	case negative:
		d--
	default:
		d++
	}
	return d, true, err
}

// scaled is a number of no more decimals than we keep.
func scaled(negative bool, whole, rest string) (Decimal, error) {
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", places-len(rest)), 10, 64)
	if err != nil {
		return 0, ErrLarge
	}
	if negative {
		n = -n
	}
	return Decimal(n), nil
}

// Machine reads a number as programs write it: a point, perhaps an exponent. A workbook keeps numbers in binary and writes
// 11.13 as 11.130000000000001; what stands beyond the fifteenth digit is such noise, as the workbook itself treats it.
func Machine(s string) (Reading, error) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || len(s) > 40 {
		return Reading{}, ErrNumber
	}
	r, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'g', 15, 64))
	if !ok {
		return Reading{}, ErrNumber
	}
	r.Mul(r, new(big.Rat).SetInt64(int64(One)))
	if r.Cmp(new(big.Rat).SetInt64(math.MaxInt64)) > 0 || r.Cmp(new(big.Rat).SetInt64(-math.MaxInt64)) < 0 {
		return Reading{}, ErrLarge
	}
	return Reading{Value: Decimal(rounded(r)), Rounded: !r.IsInt()}, nil
}

// Share is part of whole in hundredths of a per cent, rounded half away from zero: 1 of 3 is 33.33.
func Share(part, whole Decimal) Decimal {
	if whole == 0 {
		return 0
	}
	r := new(big.Rat).SetFrac64(int64(part), int64(whole))
	r.Mul(r, new(big.Rat).SetInt64(10_000))
	n := rounded(r)
	return Decimal(n) * One / 100
}

// Middle is the number halfway between two, rounded half away from zero to a millionth.
func Middle(a, b Decimal) Decimal {
	r := new(big.Rat).SetInt64(int64(a))
	r.Add(r, new(big.Rat).SetInt64(int64(b)))
	return Decimal(rounded(r.Quo(r, new(big.Rat).SetInt64(2))))
}

// rounded is the whole number nearest to r, half away from zero.
func rounded(r *big.Rat) int64 {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	twice.Add(twice, new(big.Int).Mul(r.Denom(), big.NewInt(int64(r.Sign()))))
	return new(big.Int).Quo(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64()
}

func isDigits(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
