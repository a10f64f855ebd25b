package decimal

import "strings"

// Reading is what a text can mean: one number, or two where a comma or a point may be a decimal mark or stand between
// thousands.
type Reading struct {
	Value Decimal
	// Other is the number if the mark stands between thousands; Doubtful says that it may.
	Other    Decimal
	Doubtful bool
	// Rounded says that the number has more than six decimals, and Value the nearest with six.
	Rounded bool
}

// noise is what people and tables put beside a number without changing it.
var noise = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2212", "-", "\u2013", "-", "'", " ", "’", " ")

// Read reads a number as people write it: 12,5; 12.5; 1 234,5; 1.234,5; 1,234.5; 11,1 %. A single mark with three digits
// behind it is doubtful: 1,234 is a little more than one, or a thousand and more.
func Read(s string) (Reading, error) {
	s = strings.TrimSpace(noise.Replace(s))
	s = strings.TrimSpace(strings.TrimRight(s, "%‰"))
	body, negative := strings.CutPrefix(s, "-")
	if !negative {
		body = strings.TrimPrefix(body, "+")
	}
	body = strings.TrimSpace(body)
	whole, rest, mark := body, "", byte(0)
	if i := strings.LastIndexAny(body, ".,"); i >= 0 {
		whole, rest, mark = body[:i], body[i+1:], body[i]
		if !isDigits(rest) {
			return Reading{}, ErrNumber
		}
	}
	return read(negative, whole, rest, mark)
}

func read(negative bool, whole, rest string, mark byte) (Reading, error) {
	digits, grouped, err := ungroup(whole)
	if err != nil {
		return Reading{}, err
	}
	if grouped == mark && mark != 0 { // 1.234.567: the last mark stands between thousands too
		if len(rest) != 3 {
			return Reading{}, ErrNumber
		}
		v, err := assemble(negative, digits+rest, "")
		return Reading{Value: v}, err
	}
	v, wasRounded, err := round(negative, digits, rest)
	if err != nil {
		return Reading{}, err
	}
	r := Reading{Value: v, Rounded: wasRounded}
	if mark != 0 && grouped == 0 && len(rest) == 3 && len(digits) <= 3 && digits[0] != '0' {
		r.Other, err = assemble(negative, digits+rest, "")
		r.Doubtful = true
	}
	return r, err
}

// ungroup takes the marks between thousands out of the digits before the last mark, and says which they were.
func ungroup(whole string) (digits string, grouped byte, err error) {
	for _, g := range []byte{' ', '.', ','} {
		if strings.IndexByte(whole, g) < 0 {
			continue
		}
		parts := strings.Split(whole, string(g))
		for i, p := range parts {
			if !isDigits(p) || i > 0 && len(p) != 3 || i == 0 && len(p) > 3 {
				return "", 0, ErrNumber
			}
		}
		return strings.Join(parts, ""), g, nil
	}
	if !isDigits(whole) {
		return "", 0, ErrNumber
	}
	return whole, 0, nil
}
