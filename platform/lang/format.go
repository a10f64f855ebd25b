package lang

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"vekst/value/text"
)

// nbsp keeps a number and its unit on one line.
const nbsp = "\u00a0"

// Number writes a whole number: 12 500 in Bulgarian and Norwegian, 12,500 in English.
func Number(lang string, n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	return sign + group(lang, strconv.FormatInt(n, 10))
}

func group(lang, digits string) string {
	separator := nbsp
	if lang == text.EN {
		separator = ","
	}
	var parts []string
	for len(digits) > 3 {
		parts = append([]string{digits[len(digits)-3:]}, parts...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, parts...), separator)
}

// Decimal writes n hundredths with as many decimals as it has: 8250 is 82,5 and in English 82.5; 8000 is 80.
func Decimal(lang string, hundredths int64) string {
	s := Hundredths(lang, hundredths)
	return strings.TrimRight(strings.TrimRight(s, "0"), ".,")
}

// Hundredths writes n hundredths with two decimals: 82,50.
func Hundredths(lang string, n int64) string {
	sign, point := "", ","
	if n < 0 {
		sign, n = "−", -n
	}
	if lang == text.EN {
		point = "."
	}
	return sign + group(lang, strconv.FormatInt(n/100, 10)) + point + fmt.Sprintf("%02d", n%100)
}

// Figure writes an exact number that has a point, such as -12.5, as people do: −12,5. All its digits stay.
func Figure(lang, exact string) string {
	digits, negative := strings.CutPrefix(exact, "-")
	whole, rest, has := strings.Cut(digits, ".")
	s := group(lang, whole)
	if has && lang == text.EN {
		s += "." + rest
	} else if has {
		s += "," + rest
	}
	if negative {
		return "−" + s
	}
	return s
}

// Money writes cents with their currency as people do: 12 500,00 € and in English €12,500.00.
func Money(lang string, cents int64, currency string) string {
	return unit(lang, Hundredths(lang, cents), currency)
}

// Sum is Money without decimals where there are no cents: 12 500 €.
func Sum(lang string, cents int64, currency string) string {
	if cents%100 != 0 {
		return Money(lang, cents, currency)
	}
	return unit(lang, Number(lang, cents/100), currency)
}

func unit(lang, amount, currency string) string {
	switch {
	case currency == "EUR" && lang == text.EN:
		if rest, negative := strings.CutPrefix(amount, "−"); negative {
			return "−€" + rest
		}
		return "€" + amount
	case currency == "EUR":
		return amount + nbsp + "€"
	case currency == "NOK" && lang == text.NB:
		return amount + nbsp + "kr"
	}
	return amount + nbsp + currency
}

// Percent writes basis points: 85 %, 12,5 %; in English without the space.
func Percent(lang string, basisPoints int64) string {
	s := Decimal(lang, basisPoints)
	if lang == text.EN {
		return s + "%"
	}
	return s + nbsp + "%"
}

var months = map[string][]string{
	text.BG: {"януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"},
	text.NB: {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
	text.EN: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

var weekdays = map[string][]string{
	text.BG: {"неделя", "понеделник", "вторник", "сряда", "четвъртък", "петък", "събота"},
	text.NB: {"søndag", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag"},
	text.EN: {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
}

// Date writes a day: 4 декември 2026 г., 4. desember 2026, 4 December 2026, in the location t has.
func Date(lang string, t time.Time) string {
	switch lang {
	case text.BG:
		return fmt.Sprintf("%d%s%s %d%sг.", t.Day(), nbsp, months[lang][t.Month()-1], t.Year(), nbsp)
	case text.NB:
		return fmt.Sprintf("%d.%s%s %d", t.Day(), nbsp, months[lang][t.Month()-1], t.Year())
	}
	return fmt.Sprintf("%d%s%s %d", t.Day(), nbsp, months[text.EN][t.Month()-1], t.Year())
}

// DayDate is Date with the day of the week before it.
func DayDate(lang string, t time.Time) string {
	separator := ", "
	if lang == text.NB {
		separator = " "
	}
	return weekdays[lang][t.Weekday()] + separator + Date(lang, t)
}

// Clock writes the time of day: 17:00 (17.00 is the older Norwegian way; the public sector now writes kl. 17.00, which
// the sentence says).
func Clock(lang string, t time.Time) string {
	if lang == text.NB {
		return t.Format("15.04")
	}
	return t.Format("15:04")
}

// DateTime is Date and Clock together.
func DateTime(lang string, t time.Time) string {
	switch lang {
	case text.NB:
		return Date(lang, t) + " kl." + nbsp + Clock(lang, t)
	case text.BG:
		return Date(lang, t) + ", " + Clock(lang, t) + nbsp + "ч."
	}
	return Date(lang, t) + ", " + Clock(lang, t)
}

// Exact is DateTime with seconds and milliseconds and the zone's offset, for receipts: moments that decide.
func Exact(lang string, t time.Time) string {
	return Date(lang, t) + ", " + t.Format("15:04:05.000 -07:00")
}

// Of picks the language of a request that has not chosen one, by its Accept-Language header; Bulgarian if nothing fits,
// since most visitors are.
func Of(r *http.Request) string {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil {
		return text.BG
	}
	for _, tag := range tags {
		base, _ := tag.Base()
		switch base.String() {
		case "bg":
			return text.BG
		case "nb", "no", "nn":
			return text.NB
		case "en":
			return text.EN
		}
	}
	if len(tags) > 0 {
		return text.EN
	}
	return text.BG
}

// SortKey returns bytes, as hexadecimal text, whose order is the alphabetical order of s in lang. It is kept in a column
// beside the name, since engines sort Cyrillic and æøå each in their own way. For Norwegian the rules of nynorsk are
// used: those of bokmål are wrong in x/text.
func SortKey(lang, s string) string {
	tag := language.MustParse(lang)
	if lang == text.NB {
		tag = language.MustParse("nn")
	}
	var buffer collate.Buffer
	return fmt.Sprintf("%x", collate.New(tag).KeyFromString(&buffer, s))
}
