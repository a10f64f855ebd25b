package registration

import (
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

func TestRefusesWhatIsNoBulgarianNumber(t *testing.T) {
	for typed, want := range map[string]error{
		"":                   ErrEmpty,
		"   ":                ErrEmpty,
		"BG":                 ErrEmpty,
		"12139922":           ErrLength,
		"1213992260":         ErrLength, // as long as a personal number
		"12139922a":          ErrLetters,
		"12139922б":          ErrLetters,
		"-121399226":         ErrLetters,
		"121399227":          ErrCheckDigit,
		"221399226":          ErrCheckDigit,
		"1213992260000":      ErrCheckDigit,
		"000000000":          ErrZeros,
		"٠١٢٣٤٥٦٧٨":          ErrLetters, // digits, but not ours
		"121399226121399226": ErrLength,
	} {
		if got, err := Bulgarian(typed); !errors.Is(err, want) {
			t.Errorf("Bulgarian(%q) = %q, %v; want %v", typed, got, err, want)
		}
	}
}

func TestRefusesWhatIsNoNorwegianNumber(t *testing.T) {
	for typed, want := range map[string]error{
		"":              ErrEmpty,
		"97103214":      ErrLength,
		"9710321466":    ErrLength,
		"97103214O":     ErrLetters,
		"971032147":     ErrCheckDigit,
		"000000000":     ErrZeros,
		"NO971032146AS": ErrLetters,
	} {
		if got, err := Norwegian(typed); !errors.Is(err, want) {
			t.Errorf("Norwegian(%q) = %q, %v; want %v", typed, got, err, want)
		}
	}
}

func TestKnowsTrueNumbersHoweverTheyAreTyped(t *testing.T) {
	for _, typed := range []string{"121399226", " 121 399 226 ", "BG121399226", "bg 121399226"} {
		if got, err := Bulgarian(typed); err != nil || got != "121399226" { // the association of Bulgarian municipalities
			t.Errorf("Bulgarian(%q) = %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"971032146", "971 032 146", "NO 971 032 146 MVA", "971\u00a0032\u00a0146"} {
		if got, err := Norwegian(typed); err != nil || got != "971032146" { // KS
			t.Errorf("Norwegian(%q) = %q, %v", typed, got, err)
		}
	}
}

func TestWorkedExamplesOfBothWeightings(t *testing.T) {
	for _, c := range []struct {
		number, why string
		right       bool
	}{
		{"000000018", "8 x 1 = 8", true},
		{"000000019", "8 x 1 = 8, not 9", false},
		{"001000010", "3 + 8 = 11, remainder 0", true},
		{"001000011", "3 + 8 = 11, remainder 0, not 1", false},
		{"010000013", "2 + 8 = 10, so again: 4 + 10 = 14, remainder 3", true},
		{"010000010", "the second weighting gives 3, not 0", false},
		{"1213992260016", "branch: 6 x 2 + 1 x 5 = 17, remainder 6", true},
		{"1213992260015", "branch: remainder 6, not 5", false},
	} {
		if _, err := Bulgarian(c.number); (err == nil) != c.right {
			t.Errorf("%s (%s): %v", c.number, c.why, err)
		}
	}
}

func TestOneWrongDigitOfANorwegianNumberIsAlwaysCaught(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := norwegian(t)
		if wrong := slip(t, number); wrong != "000000000" {
			if _, err := Norwegian(wrong); !errors.Is(err, ErrCheckDigit) {
				t.Fatalf("%s passed for %s: %v", wrong, number, err)
			}
		}
	})
}

func TestOneWrongDigitOfABulgarianNumberIsCaughtUnlessTheSecondWeightingHidesIt(t *testing.T) {
	first := []int{1, 2, 3, 4, 5, 6, 7, 8}
	rapid.Check(t, func(t *rapid.T) {
		body := fmt.Sprintf("%08d", rapid.IntRange(1, 99_999_999).Draw(t, "body"))
		number := body + string(check(body, first, []int{3, 4, 5, 6, 7, 8, 9, 10}))
		if _, err := Bulgarian(number); err != nil {
			t.Fatalf("%s: %v", number, err)
		}
		wrong := slip(t, number)
		hidden := weighted(number, first) == 10 || weighted(wrong, first) == 10
		if _, err := Bulgarian(wrong); err == nil && !hidden {
			t.Fatalf("%s passed for %s", wrong, number)
		}
	})
}

func TestWritesNumbersTheWayPeopleReadThem(t *testing.T) {
	if got := Format("NO", "971032146"); got != "971 032 146" {
		t.Errorf("Norway: %q", got)
	}
	if got := Format("BG", "121399226"); got != "121399226" {
		t.Errorf("Bulgaria: %q", got)
	}
}

func TestReadsByCountry(t *testing.T) {
	if _, checked, err := Parse("BG", "121399227"); !checked || !errors.Is(err, ErrCheckDigit) {
		t.Errorf("Bulgaria: %v, %v", checked, err)
	}
	if n, checked, err := Parse("IS", " 530269-7609 "); checked || err != nil || n != "530269-7609" {
		t.Errorf("Iceland: %q, %v, %v", n, checked, err)
	}
	if _, _, err := Parse("IS", " "); !errors.Is(err, ErrEmpty) {
		t.Errorf("empty: %v", err)
	}
}

func norwegian(t *rapid.T) string {
	body := fmt.Sprintf("%08d", rapid.IntRange(80_000_000, 99_999_999).Draw(t, "body"))
	due := (11 - weighted(body, []int{3, 2, 7, 6, 5, 4, 3, 2})) % 11
	if due == 10 {
		t.Skip("never issued")
	}
	return fmt.Sprintf("%s%d", body, due)
}

// slip changes one digit.
func slip(t *rapid.T, number string) string {
	at := rapid.IntRange(0, len(number)-1).Draw(t, "at")
	by := rapid.IntRange(1, 9).Draw(t, "by")
	wrong := []byte(number)
	wrong[at] = '0' + (wrong[at]-'0'+byte(by))%10
	return string(wrong)
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"121399226", "971 032 146", "NO971032146MVA", "BG", "\xff", "0000000000000"} {
		f.Add("BG", seed)
		f.Add("NO", seed)
	}
	f.Fuzz(func(t *testing.T, country, typed string) {
		number, checked, err := Parse(country, typed)
		if err != nil || !checked {
			return
		}
		again, _, err := Parse(country, Format(country, number))
		if err != nil || again != number {
			t.Fatalf("%q -> %q -> %q, %v", typed, number, again, err)
		}
	})
}
