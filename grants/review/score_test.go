package review

import (
	"encoding/json"
	"errors"
	"math/big"
	"testing"
	"unicode/utf8"
)

func TestRefusesWhatIsNotAScore(t *testing.T) {
	for typed, want := range map[string]error{
		"": ErrNoScore, "  ": ErrNoScore,
		"eighty": ErrNotAScore, "8 2": ErrNotAScore, "82.": ErrNotAScore, ".5": ErrNotAScore, "1,2,3": ErrNotAScore,
		"1.2,3": ErrNotAScore, "+5": ErrNotAScore, "5e1": ErrNotAScore, "٥": ErrNotAScore, "--5": ErrNotAScore, "NaN": ErrNotAScore,
		"82.555": ErrDecimals, "82.500": ErrDecimals,
		"-1": ErrBelowZero, "−0,01": ErrBelowZero, "-99999999999999999999": ErrBelowZero,
		"100.01": ErrAboveMaximum, "101": ErrAboveMaximum, "99999999999999999999999": ErrAboveMaximum,
	} {
		if got, err := ParseScore(typed, 10_000); !errors.Is(err, want) || got != 0 {
			t.Errorf("%q: got %d, %v; want %v", typed, got, err, want)
		}
	}
}

func TestReadsScoresAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]int64{
		"0": 0, "-0": 0, "82": 8200, "82,5": 8250, "82.5": 8250, "82.05": 8205, " 71.3 ": 7130, "100": 10_000, "100,00": 10_000, "007": 700,
	} {
		if got, err := ParseScore(typed, 10_000); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d", typed, got, err, want)
		}
	}
}

func TestNeverAcceptsMoreThanTheLargestScore(t *testing.T) {
	if _, err := ParseScore("1000000.01", 1<<62); !errors.Is(err, ErrAboveMaximum) {
		t.Errorf("got %v", err)
	}
}

func TestWritesAveragesExactly(t *testing.T) {
	for _, c := range []struct {
		twice        int64
		plain, fixed string
	}{
		{0, "0", "0.00"}, {1, "0.005", "0.005"}, {2, "0.01", "0.01"}, {100, "0.5", "0.50"}, {16500, "82.5", "82.50"},
		{16501, "82.505", "82.505"}, {17000, "85", "85.00"}, {2000, "10", "10.00"}, {-16501, "-82.505", "-82.505"},
	} {
		if Plain(c.twice) != c.plain || Fixed(c.twice) != c.fixed {
			t.Errorf("%d: %s and %s, want %s and %s", c.twice, Plain(c.twice), Fixed(c.twice), c.plain, c.fixed)
		}
	}
}

func FuzzParseScore(f *testing.F) {
	for _, seed := range []string{"82,5", "82.50", "-1", "", "100.01", "1,2.3", " 7 ", "−0", "\xff.1"} {
		f.Add(seed, int64(10_000))
	}
	f.Fuzz(func(t *testing.T, typed string, maximum int64) {
		got, err := ParseScore(typed, maximum)
		if err != nil {
			if got != 0 {
				t.Fatalf("%q: refused and yet %d", typed, got)
			}
			return
		}
		if !utf8.ValidString(typed) || got < 0 || got > maximum || got > MaxScore {
			t.Fatalf("%q: accepted as %d of %d", typed, got, maximum)
		}
		if again, err := ParseScore(Plain(2*got), maximum); err != nil || again != got {
			t.Fatalf("%q: %d is written %s and read back as %d, %v", typed, got, Plain(2*got), again, err)
		}
	})
}

func FuzzPlainIsTheExactAverage(f *testing.F) {
	f.Add(int64(16501))
	f.Fuzz(func(t *testing.T, twice int64) {
		if twice < 0 || twice > 2*MaxScore {
			t.Skip()
		}
		for _, text := range []string{Plain(twice), Fixed(twice)} {
			value, ok := new(big.Rat).SetString(text)
			if !ok || value.Cmp(big.NewRat(twice, 200)) != 0 || !json.Valid([]byte(text)) {
				t.Fatalf("%d is written %s", twice, text)
			}
		}
	})
}
