package call

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"vekst/value/money"
)

// reading is one answer as understood. Where it cannot be understood, wrong is the key of the complaint.
type reading struct {
	given  bool
	typed  string // text, normalised; the code of a choice or a place
	number int64  // in units of the last decimal; cents
	day    time.Time
	list   []string // sorted, without repetitions
	wrong  string
}

// understand reads an answer to a field of a simple kind.
func understand(f *Field, raw string) reading {
	r := reading{typed: tidy(raw)}
	if r.given = r.typed != ""; !r.given {
		return r
	}
	switch f.Kind {
	case Short, Long, Choice, Municipality, RowOf:
		r.wrong = legible(r.typed)
	case Number:
		r.number, r.wrong = wholeOrDecimal(r.typed, f.Decimals)
	case Amount:
		r.number, r.wrong = amount(r.typed)
	case Date:
		r.day, r.wrong = day(r.typed)
	case Choices, Settlements:
		r.list, r.wrong = separate(r.typed), legible(r.typed)
		r.given = len(r.list) > 0
	case Declaration:
		r.given = r.typed == "yes"
	}
	return r
}

// tidy is the text of an answer: without blanks around it, with simple line ends, in Unicode's composed form (NFC).
func tidy(raw string) string {
	s := strings.TrimSpace(raw)
	if strings.IndexByte(s, '\r') >= 0 {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if composed(s) {
		return s
	}
	return norm.NFC.String(s)
}

// composed says, quickly, that a text surely is in NFC: it has only ASCII, Latin letters below U+0300, Cyrillic below
// U+0480, and general punctuation from U+2010. Other texts may be in NFC too.
func composed(s string) bool {
	for i := 0; i < len(s); i++ {
		switch b := s[i]; {
		case b < 0xCC:
		case b == 0xD0 || b == 0xD1:
		case b == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] >= 0x90:
		default:
			return false
		}
	}
	return true
}

// legible refuses what is not text: broken UTF-8 and control characters other than tab and line end.
func legible(s string) string {
	for i := range len(s) {
		if b := s[i]; b < ' ' && b != '\n' && b != '\t' {
			return "complaint.illegible"
		}
	}
	if !utf8.ValidString(s) {
		return "complaint.illegible"
	}
	return ""
}

// separate reads codes joined by commas.
func separate(s string) []string {
	codes := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\n' })
	slices.Sort(codes)
	return slices.Compact(codes)
}

// amount reads money as cents.
func amount(s string) (int64, string) {
	cents, err := money.Parse(s)
	switch {
	case errors.Is(err, money.ErrAmbiguous):
		return 0, "complaint.amount_ambiguous"
	case errors.Is(err, money.ErrDecimals):
		return 0, "complaint.amount_decimals"
	case errors.Is(err, money.ErrTooLarge):
		return 0, "complaint.amount_too_large"
	case err != nil:
		return 0, "complaint.amount_unclear"
	case cents < 0:
		return 0, "complaint.amount_negative"
	}
	return cents, ""
}

// day reads a date as browsers send it (2024-04-30) or as people type it (30.4.2024).
func day(s string) (time.Time, string) {
	for _, form := range []string{time.DateOnly, "2.1.2006", "2/1/2006"} {
		if t, err := time.Parse(form, s); err == nil && t.Year() >= 1900 && t.Year() <= 2200 {
			return t, ""
		}
	}
	return time.Time{}, "complaint.date_unclear"
}

// mostDigits keeps every number far inside an int64.
const mostDigits = 12

// wholeOrDecimal reads a number with a comma or a point, as units of its last decimal.
func wholeOrDecimal(s string, decimals int) (int64, string) {
	s = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '\u2009':
			return -1
		case ',':
			return '.'
		case '−':
			return '-'
		}
		return r
	}, s)
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, hasPoint := strings.Cut(s, ".")
	switch {
	case !digits(whole) || (hasPoint && !digits(fraction)):
		return 0, "complaint.number_unclear"
	case len(fraction) > decimals && decimals == 0:
		return 0, "complaint.number_not_whole"
	case len(fraction) > decimals:
		return 0, "complaint.number_decimals"
	case len(strings.TrimLeft(whole, "0")) > mostDigits:
		return 0, "complaint.number_too_long"
	}
	n := digitsValue(whole + fraction + strings.Repeat("0", decimals-len(fraction)))
	if negative {
		n = -n
	}
	return n, ""
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func digitsValue(s string) (n int64) {
	for i := range len(s) {
		n = n*10 + int64(s[i]-'0')
	}
	return n
}
