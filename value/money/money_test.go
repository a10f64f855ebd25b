package money_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"vekst/value/money"
)

func TestParseRefusesWhatIsNotOneAmount(t *testing.T) {
	for in, want := range map[string]error{
		"": money.ErrNotANumber, "шест": money.ErrNotANumber, "1e5": money.ErrNotANumber, "--1": money.ErrNotANumber,
		"1,2,3": money.ErrNotANumber, "12.50.00": money.ErrNotANumber, "1.2.3,4": money.ErrNotANumber, ",": money.ErrNotANumber,
		"0,001": money.ErrDecimals, "12.3456": money.ErrDecimals,
		"12.500": money.ErrAmbiguous, "12,500": money.ErrAmbiguous,
		"99999999999999": money.ErrTooLarge,
	} {
		if _, err := money.Parse(in); !errors.Is(err, want) {
			t.Errorf("Parse(%q) = %v, want %v", in, err, want)
		}
	}
}

func TestParseReadsAmountsAsPeopleTypeThem(t *testing.T) {
	for in, want := range map[string]int64{
		"12500": 1250000, "12 500,00": 1250000, "12.500,00": 1250000, "12,500.00": 1250000, "€12,500.00": 1250000,
		"12 500,00 €": 1250000, "12\u00a0500\u00a0€": 1250000, "0.1": 10, "0,2": 20, ",5": 50, "5.": 500, "-3,05": -305,
		"1.250.000": 125000000, "4999": 499900, "200001": 20000100, "12.3400": 1234, "007": 700,
	} {
		got, err := money.Parse(in)
		if err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v, want %d", in, got, err, want)
		}
	}
}

func TestTenCentsAndTwentyCentsAreThirty(t *testing.T) {
	a, _ := money.Parse("0.1")
	b, _ := money.Parse("0.2")
	if a+b != 30 {
		t.Errorf("0.1 + 0.2 = %s", money.Plain(a+b))
	}
}

func TestPlainIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Range(-money.Max, money.Max).Draw(t, "cents")
		got, err := money.Parse(money.Plain(cents))
		if err != nil || got != cents {
			t.Fatalf("%d became %q became %d, %v", cents, money.Plain(cents), got, err)
		}
	})
}

func TestShareRoundsDownToTheCent(t *testing.T) {
	for _, c := range []struct{ cents, rate, want int64 }{
		{25_000_000, 8500, 21_250_000}, {333_333_300, 9000, 299_999_970}, {1, 5000, 0}, {100, 10000, 100},
	} {
		if got := money.Share(c.cents, c.rate); got != c.want {
			t.Errorf("Share(%d, %d) = %d, want %d", c.cents, c.rate, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"12 500,00", "0.1", "€1,000.00", "−5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cents, err := money.Parse(s)
		if err != nil {
			return
		}
		again, err := money.Parse(money.Plain(cents))
		if err != nil || again != cents {
			t.Fatalf("%q is %d, but its plain form is %d, %v", s, cents, again, err)
		}
	})
}
